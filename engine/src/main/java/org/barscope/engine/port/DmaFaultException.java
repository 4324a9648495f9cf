package org.barscope.engine.port;

/// A device reached for memory that is not there.
public final class DmaFaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// @param address of the first byte
  /// @param length in bytes
  public DmaFaultException(long address, int length) {
    super("%d bytes at 0x%x, expected inside memory".formatted(length, address));
  }
}
