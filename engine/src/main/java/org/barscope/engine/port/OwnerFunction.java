package org.barscope.engine.port;

/// The PF as hardware, as its driver sees it: modern common configuration, doorbells, PCI
/// configuration space with the SR-IOV capability.
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
}
