package org.barscope.engine.memory;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;

/// Memory at any of 2^64 addresses, in pages of 4 KiB that are made when first written.
///
/// A byte that was never written is 0. The number of pages is bounded: a write that would need more
/// throws, unless [#reserve] was asked before. Any thread; as in real memory, two accesses of the
/// same bytes at the same time may mix.
public final class SparseMemory implements GuestMemory {
  private static final int PAGE = 0x1000;
  private static final int SHIFT = 12;

  private final int mostPages;
  private final ConcurrentHashMap<Long, byte[]> pages = new ConcurrentHashMap<>();

  /// @param mostPages how many pages can be in use
  public SparseMemory(int mostPages) {
    this.mostPages = mostPages;
  }

  /// Whether `length` bytes at an address, which is unsigned, end within the 64-bit space.
  public static boolean holds(long address, int length) {
    return length <= 0 ? length == 0 : Long.compareUnsigned(address + (length - 1L), address) >= 0;
  }

  /// Makes every page that a write of `length` bytes at an address touches, or none.
  ///
  /// @return false if that would be too many pages
  public synchronized boolean reserve(long address, int length) {
    check(address, length);
    if (length == 0) {
      return true;
    }
    long first = address >>> SHIFT;
    long last = (address + (length - 1L)) >>> SHIFT;
    int missing = 0;
    for (long page = first; page <= last; page++) {
      missing += pages.containsKey(page) ? 0 : 1;
    }
    if (missing > mostPages - pages.size()) {
      return false;
    }
    for (long page = first; missing > 0 && page <= last; page++) {
      pages.computeIfAbsent(page, _ -> new byte[PAGE]);
    }
    return true;
  }

  @Override
  public void read(long address, byte[] into, int at, int length) {
    check(address, length);
    for (int done = 0; done < length; ) {
      int inPage = (int) (address + done) & (PAGE - 1);
      int count = Math.min(length - done, PAGE - inPage);
      byte[] page = pages.get((address + done) >>> SHIFT);
      if (page == null) {
        Arrays.fill(into, at + done, at + done + count, (byte) 0);
      } else {
        System.arraycopy(page, inPage, into, at + done, count);
      }
      done += count;
    }
  }

  @Override
  public void write(long address, byte[] from, int at, int length) {
    if (!reserve(address, length)) {
      throw new IllegalStateException(
          "no room for %d bytes at 0x%x: %d pages of %d bytes in use"
              .formatted(length, address, pages.size(), PAGE));
    }
    for (int done = 0; done < length; ) {
      int inPage = (int) (address + done) & (PAGE - 1);
      int count = Math.min(length - done, PAGE - inPage);
      byte[] page = pages.get((address + done) >>> SHIFT);
      if (page == null) {
        throw new IllegalStateException("a page that was reserved is gone");
      }
      System.arraycopy(from, at + done, page, inPage, count);
      done += count;
    }
  }

  @Override
  public void write(long address, Bytes source, int from, int length) {
    write(address, source.slice(from, length).toArray(), 0, length);
  }

  @Override
  public long little(long address, int width) {
    byte[] bytes = new byte[width];
    read(address, bytes, 0, width);
    return LittleEndian.get(bytes, 0, width);
  }

  @Override
  public void putLittle(long address, int width, long value) {
    byte[] bytes = new byte[width];
    LittleEndian.put(bytes, 0, width, value);
    write(address, bytes, 0, width);
  }

  private static void check(long address, int length) {
    if (!holds(address, length)) {
      throw new IndexOutOfBoundsException(
          "%d bytes at 0x%x, expected within 64 bits of address".formatted(length, address));
    }
  }
}
