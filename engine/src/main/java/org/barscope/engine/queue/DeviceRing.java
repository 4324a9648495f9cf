package org.barscope.engine.queue;

import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.ring.DescriptorFlag;
import org.barscope.engine.protocol.ring.RingLayout;

/// The device's side of a split virtqueue: pops chains, gathers and scatters, pushes used ones. The
/// caller serializes.
///
/// A chain is walked once, when it is popped: what its driver does to the descriptors afterwards
/// has no effect. A chain that is longer than the ring, or a loop, ends where the ring's size ends.
public final class DeviceRing {
  private static final int MOST_BYTES = 1 << 20;

  private final GuestMemory memory;
  private final RingLayout layout;
  private final long[] addresses;
  private final int[] lengths;
  private final boolean[] writable;
  private int count;
  private int readableLength;
  private int writableLength;
  private int popped;
  private int pushed;

  /// A ring that its driver has zeroed.
  public DeviceRing(GuestMemory memory, RingLayout layout) {
    this.memory = memory;
    this.layout = layout;
    this.addresses = new long[layout.size()];
    this.lengths = new int[layout.size()];
    this.writable = new boolean[layout.size()];
  }

  /// Takes the next available chain; it is then the one that [#gather] and [#scatter] mean.
  ///
  /// @return its head, or -1 if there is none
  public int pop() {
    if (memory.little(layout.availableIdx(), 2) == popped) {
      return -1;
    }
    int head = (int) memory.little(layout.availableEntry(popped), 2);
    popped = (popped + 1) & 0xffff;
    walk(head);
    return head;
  }

  /// How many bytes of the popped chain the device may write.
  public int writableLength() {
    return writableLength;
  }

  /// The bytes of the popped chain that the device reads, joined.
  public Bytes gather() {
    byte[] joined = new byte[readableLength];
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (!writable[i]) {
        memory.read(addresses[i], joined, at, lengths[i]);
        at += lengths[i];
      }
    }
    return Bytes.owning(joined);
  }

  /// Spreads bytes over the popped chain's writable buffers; what does not fit is dropped.
  public void scatter(Bytes bytes) {
    int at = 0;
    for (int i = 0; i < count && at < bytes.length(); i++) {
      if (writable[i]) {
        int length = Math.min(lengths[i], bytes.length() - at);
        memory.write(addresses[i], bytes, at, length);
        at += length;
      }
    }
  }

  /// Returns a chain.
  ///
  /// @param written how many bytes the device wrote to it
  public void push(int head, int written) {
    memory.putLittle(layout.usedEntry(pushed), 8, (long) written << 32 | (head & 0xffff_ffffL));
    pushed = (pushed + 1) & 0xffff;
    memory.putLittle(layout.usedIdx(), 2, pushed);
  }

  private void walk(int head) {
    count = 0;
    readableLength = 0;
    writableLength = 0;
    int index = head & (layout.size() - 1);
    while (count < layout.size()) {
      long descriptor = layout.descriptor(index);
      long rest = memory.little(descriptor + 8, 8);
      boolean write = (rest >>> 32 & DescriptorFlag.WRITE) != 0;
      int room = MOST_BYTES - (write ? writableLength : readableLength);
      int length = (int) Math.min(rest & 0xffff_ffffL, room);
      addresses[count] = memory.little(descriptor, 8);
      lengths[count] = length;
      writable[count] = write;
      count++;
      if (write) {
        writableLength += length;
      } else {
        readableLength += length;
      }
      if ((rest >>> 32 & DescriptorFlag.NEXT) == 0) {
        return;
      }
      index = (int) (rest >>> 48) & (layout.size() - 1);
    }
  }
}
