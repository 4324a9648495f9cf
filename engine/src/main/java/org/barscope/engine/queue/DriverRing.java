package org.barscope.engine.queue;

import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.protocol.ring.DescriptorFlag;
import org.barscope.engine.protocol.ring.RingLayout;

/// The driver's side of a split virtqueue: offers chains, collects used ones. The caller
/// serializes.
public final class DriverRing {
  private final GuestMemory memory;
  private final RingLayout layout;
  private int offered;
  private int collected;
  private int usedLength;

  /// A ring in zeroed memory.
  public DriverRing(GuestMemory memory, RingLayout layout) {
    this.memory = memory;
    this.layout = layout;
  }

  /// Where it lies.
  public RingLayout layout() {
    return layout;
  }

  /// Writes one descriptor.
  ///
  /// @param next the descriptor after it, or -1 at the end of the chain
  public void describe(int index, long address, int length, boolean writable, int next) {
    int flags = (writable ? DescriptorFlag.WRITE : 0) | (next < 0 ? 0 : DescriptorFlag.NEXT);
    long at = layout.descriptor(index);
    memory.putLittle(at, 8, address);
    memory.putLittle(at + 8, 8, (long) Math.max(0, next) << 48 | (long) flags << 32 | length);
  }

  /// Makes the chain that starts at `head` available.
  ///
  /// > The driver performs a suitable memory barrier before the idx update … (virtio 1.4,
  /// > 2.7.13.3); the lock around this call is one.
  public void offer(int head) {
    memory.putLittle(layout.availableEntry(offered), 2, head);
    offered = (offered + 1) & 0xffff;
    memory.putLittle(layout.availableIdx(), 2, offered);
  }

  /// Whether a used chain waits.
  public boolean hasUsed() {
    return memory.little(layout.usedIdx(), 2) != collected;
  }

  /// Takes the next used chain; its length is then in [#usedLength()].
  ///
  /// @return its head as the device gave it, or -1 if there is none
  public int collect() {
    if (!hasUsed()) {
      return -1;
    }
    long at = layout.usedEntry(collected);
    collected = (collected + 1) & 0xffff;
    long entry = memory.little(at, 8);
    usedLength = (int) (entry >>> 32);
    return (int) entry;
  }

  /// The bytes that the device says it wrote to the chain collected last.
  public int usedLength() {
    return usedLength;
  }
}
