package org.barscope.engine.port;

/// The PF as hardware, as its driver sees it: modern common configuration, doorbells, SR-IOV.
public interface OwnerFunction {
  /// Bytes of the common configuration structure.
  int commonLength();

  /// Reads a field of the common configuration (virtio 1.4, 4.1.4.3).
  long commonRead(int offset, int width);

  /// Writes a field of the common configuration.
  void commonWrite(int offset, int width, long value);

  /// Rings the doorbell of a queue.
  void notifyQueue(int queue);

  /// Sets NumVFs and VF Enable of the SR-IOV capability.
  void enableVfs(int count);
}
