package org.barscope.engine.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.barscope.engine.port.DmaFaultException;
import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.protocol.bytes.Bytes;

/// Memory in a Java array: the owner's, and that of a built-in guest.
public final class ArrayMemory implements GuestMemory {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private final long start;
  private final byte[] bytes;

  /// @param start the address of the first byte
  /// @param length in bytes
  public ArrayMemory(long start, int length) {
    this.start = start;
    this.bytes = new byte[length];
  }

  @Override
  public void read(long address, byte[] into, int at, int length) {
    System.arraycopy(bytes, index(address, length), into, at, length);
  }

  @Override
  public void write(long address, byte[] from, int at, int length) {
    System.arraycopy(from, at, bytes, index(address, length), length);
  }

  @Override
  public void write(long address, Bytes source, int from, int length) {
    source.copyTo(from, bytes, index(address, length), length);
  }

  @Override
  public long little(long address, int width) {
    int at = index(address, width);
    return switch (width) {
      case 1 -> bytes[at] & 0xff;
      case 2 -> (short) SHORT.get(bytes, at) & 0xffff;
      case 4 -> (int) INT.get(bytes, at) & 0xffff_ffffL;
      case 8 -> (long) LONG.get(bytes, at);
      default -> throw new IllegalArgumentException("width " + width + ", expected 1, 2, 4 or 8");
    };
  }

  @Override
  public void putLittle(long address, int width, long value) {
    int at = index(address, width);
    switch (width) {
      case 1 -> bytes[at] = (byte) value;
      case 2 -> SHORT.set(bytes, at, (short) value);
      case 4 -> INT.set(bytes, at, (int) value);
      case 8 -> LONG.set(bytes, at, value);
      default -> throw new IllegalArgumentException("width " + width + ", expected 1, 2, 4 or 8");
    }
  }

  private int index(long address, int length) {
    long at = address - start;
    if (at < 0 || length < 0 || at > bytes.length - length) {
      throw new DmaFaultException(address, length);
    }
    return (int) at;
  }

  private static VarHandle view(Class<?> arrays) {
    return MethodHandles.byteArrayViewVarHandle(arrays, ByteOrder.LITTLE_ENDIAN);
  }
}
