package org.barscope.engine.host;

import java.util.ArrayDeque;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Mutex;
import org.barscope.engine.port.Scheduler.Signal;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.ring.RingLayout;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.queue.DriverRing;
import org.jspecify.annotations.Nullable;

/// The admin virtqueue as the PF driver uses it: a split ring in owner memory, several commands in
/// flight, each with four descriptors (header, data, status, result) and buffers of its own.
///
/// The lock covers the ring only, never the wait for a completion.
final class SplitAdminQueue implements AdminQueue {
  private static final int DESCRIPTORS = 4; // VIRTIO_AVQ_SGS_MAX
  private static final int SLOT_LENGTH = 0x4000;
  private static final int DATA_OFFSET = 0x20;
  private static final int STATUS_OFFSET = 0x2000;
  private static final int RESULT_OFFSET = STATUS_OFFSET + AdminCommand.STATUS_LENGTH;
  private static final int MOST_DATA = STATUS_OFFSET - DATA_OFFSET;
  private static final int MOST_RESULT = SLOT_LENGTH - RESULT_OFFSET;

  private final Scheduler scheduler;
  private final GuestMemory memory;
  private final OwnerFunction function;
  private final int index;
  private final DriverRing ring;
  private final long buffers;
  private final Mutex lock;
  private final @Nullable Flight[] flights;
  private final int[] free;
  private final ArrayDeque<Signal> waiting = new ArrayDeque<>();
  private int freeCount;
  private boolean broken;

  /// @param index of the queue
  /// @param buffers the address where the commands' buffers start
  SplitAdminQueue(
      Scheduler scheduler,
      GuestMemory memory,
      OwnerFunction function,
      int index,
      RingLayout layout,
      long buffers) {
    this.scheduler = scheduler;
    this.memory = memory;
    this.function = function;
    this.index = index;
    this.ring = new DriverRing(memory, layout);
    this.buffers = buffers;
    this.lock = scheduler.spinlock("admin_vq.lock");
    this.flights = new @Nullable Flight[layout.size() / DESCRIPTORS];
    this.free = new int[flights.length];
    for (int slot = flights.length - 1; slot >= 0; slot--) {
      free[freeCount++] = slot;
    }
  }

  /// Bytes of memory that the buffers of a queue with `size` descriptors take.
  static int buffersLength(int size) {
    return size / DESCRIPTORS * SLOT_LENGTH;
  }

  private static final class Flight {
    final Signal done;
    final int resultLength;
    boolean aborted;
    int usedLength;
    Bytes writable = Bytes.EMPTY;

    Flight(Signal done, int resultLength) {
      this.done = done;
      this.resultLength = resultLength;
    }
  }

  @Override
  public AdminCompletion submit(AdminCommand command, Bytes found) {
    if (command.data().length() > MOST_DATA || command.resultLength() > MOST_RESULT) {
      return AdminCompletion.failed(Errno.ENOMEM.negative());
    }
    lock.acquire();
    while (freeCount == 0 && !broken) {
      Signal room = scheduler.signal();
      waiting.add(room);
      lock.release();
      room.await(Scheduler.FOREVER);
      lock.acquire();
    }
    if (broken) {
      lock.release();
      return AdminCompletion.failed(Errno.EIO.negative());
    }
    int slot = free[--freeCount];
    Flight flight = new Flight(scheduler.signal(), command.resultLength());
    flights[slot] = flight;
    offer(slot, command, found);
    if (!function.notifyQueue(index)) {
      flights[slot] = null;
      fail();
      lock.release();
      return AdminCompletion.failed(Errno.EIO.negative());
    }
    lock.release();
    flight.done.await(Scheduler.FOREVER);
    return flight.aborted
        ? AdminCompletion.failed(Errno.EIO.negative())
        : new AdminCompletion(0, flight.usedLength, flight.writable);
  }

  /// The device is gone: every command in flight ends with EIO, and so does every later one
  /// (vp_modern_avq_cleanup).
  void abort() {
    lock.acquire();
    broken = true;
    for (int slot = 0; slot < flights.length; slot++) {
      Flight flight = flights[slot];
      if (flight != null) {
        flights[slot] = null;
        flight.aborted = true;
        flight.done.raise();
      }
    }
    waiting.forEach(Signal::raise);
    waiting.clear();
    lock.release();
  }

  /// Collects what the device has used: the queue's interrupt handler.
  void completed() {
    lock.acquire();
    while (!broken && ring.hasUsed()) {
      int head = ring.collect();
      int slot = head / DESCRIPTORS;
      Flight flight = head >= 0 && slot < flights.length ? flights[slot] : null;
      if (flight == null || head % DESCRIPTORS != 0) {
        fail();
      } else {
        flights[slot] = null;
        free[freeCount++] = slot;
        flight.usedLength = ring.usedLength();
        flight.writable = writable(slot, flight.resultLength);
        flight.done.raise();
        Signal next = waiting.poll();
        if (next != null) {
          next.raise();
        }
      }
    }
    lock.release();
  }

  /// The device returned what it never got, or cannot be told of a command: the queue is broken,
  /// commands in flight never end, later ones fail (virtqueue_is_broken).
  private void fail() {
    broken = true;
    waiting.forEach(Signal::raise);
    waiting.clear();
  }

  private void offer(int slot, AdminCommand command, Bytes found) {
    long base = buffers + (long) slot * SLOT_LENGTH;
    int dataLength = command.data().length();
    memory.write(base, command.header(), 0, AdminCommand.HEADER_LENGTH);
    memory.write(base + DATA_OFFSET, command.data(), 0, dataLength);
    for (int at = 0; at < AdminCommand.STATUS_LENGTH + command.resultLength(); at += 8) {
      memory.putLittle(base + STATUS_OFFSET + at, 8, 0);
    }
    memory.write(base + RESULT_OFFSET, found, 0, Math.min(found.length(), command.resultLength()));
    int head = slot * DESCRIPTORS;
    int status = head + 1;
    if (dataLength > 0) {
      status = head + 2;
      ring.describe(head + 1, base + DATA_OFFSET, dataLength, false, status);
    }
    ring.describe(head, base, AdminCommand.HEADER_LENGTH, false, head + 1);
    int result = command.resultLength() > 0 ? status + 1 : -1;
    ring.describe(status, base + STATUS_OFFSET, AdminCommand.STATUS_LENGTH, true, result);
    if (result >= 0) {
      ring.describe(result, base + RESULT_OFFSET, command.resultLength(), true, -1);
    }
    ring.offer(head);
  }

  private Bytes writable(int slot, int resultLength) {
    byte[] whole = new byte[AdminCommand.STATUS_LENGTH + resultLength];
    memory.read(buffers + (long) slot * SLOT_LENGTH + STATUS_OFFSET, whole, 0, whole.length);
    return Bytes.owning(whole);
  }
}
