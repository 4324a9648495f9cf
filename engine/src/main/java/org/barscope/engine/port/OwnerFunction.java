package org.barscope.engine.port;

/// The PF as hardware, as its driver sees it: modern common configuration, doorbells, PCI
/// configuration space with the SR-IOV capability, BAR words.
public interface OwnerFunction {
  /// Bytes of the common configuration structure.
  int commonLength();

  /// Reads a field of the common configuration (virtio 1.4, 4.1.4.3).
  long commonRead(int offset, int width);

  /// Writes a field of the common configuration.
  void commonWrite(int offset, int width, long value);

  /// Rings the doorbell of a queue.
  ///
  /// @return whether the device could be told
  boolean notifyQueue(int queue);

  /// Reads 1, 2 or 4 bytes of configuration space; bytes that nobody implements are 0.
  long configRead(int offset, int width);

  /// Writes 1, 2 or 4 bytes of configuration space; read-only bits stay.
  void configWrite(int offset, int width, long value);

  /// The length of a BAR in bytes; 0 for one that the PF has not got.
  long barLength(int bar);

  /// The number of the VF whose doorbell a word of a BAR is; 0 if it is nobody's, or that of a VF
  /// that is not enabled.
  int doorbellOf(int bar, long offset);

  /// Reads a 16-bit little-endian word of a BAR.
  int read16(int bar, long offset);

  /// Writes a 16-bit little-endian word of a BAR; at the notify address of a VF it is a doorbell.
  void write16(int bar, long offset, int value);
}
