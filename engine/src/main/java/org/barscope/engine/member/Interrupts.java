package org.barscope.engine.member;

import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;
import org.barscope.engine.port.InterruptSink;

/// How a member interrupts its guest: by message, by pin, or, while it is stopped, not at all.
///
/// > When the device is stopped … MUST not generate any configuration change notification or any
/// > virtqueue notification. (virtio 1.4, 2.12.1.4.4.1, A-064)
///
/// What happens meanwhile waits, and is told when the device goes on.
final class Interrupts {
  private static final int CONFIG = -2;
  private static final int UNKNOWN_QUEUE = -1;

  private final InterruptSink sink;
  private final boolean pin;
  private final Targets targets;

  /// Held for reading while an interrupt is raised, and for writing while the device stops.
  private final ReentrantReadWriteLock raising = new ReentrantReadWriteLock();

  private final NavigableSet<Integer> waiting = new ConcurrentSkipListSet<>();
  private volatile boolean stopped;

  /// Where an event is signaled at the moment.
  ///
  /// @param message whether events are told by message
  /// @param vector that of the message; -1 if the event has none
  record Target(boolean message, int vector) {}

  /// Says where events are signaled at the moment.
  interface Targets {
    /// That of a queue, or, with -1, of one that is not known.
    Target queue(int queue);

    /// That of configuration changes.
    Target config();
  }

  /// @param pin whether the function can interrupt by pin
  Interrupts(InterruptSink sink, boolean pin, Targets targets) {
    this.sink = sink;
    this.pin = pin;
    this.targets = targets;
  }

  /// Buffers of a queue were used.
  ///
  /// @param queue its index, or a number that is none if it is not known
  /// @param exists whether it is the index of a queue
  void queueUsed(int queue, boolean exists) {
    raising.readLock().lock();
    try {
      if (stopped) {
        waiting.add(exists ? queue : UNKNOWN_QUEUE);
      } else {
        send(targets.queue(queue), vector -> sink.queueUsed(vector, queue));
      }
    } finally {
      raising.readLock().unlock();
    }
  }

  /// The configuration changed.
  void configChanged() {
    raising.readLock().lock();
    try {
      if (stopped) {
        waiting.add(CONFIG);
      } else {
        send(targets.config(), sink::configChanged);
      }
    } finally {
      raising.readLock().unlock();
    }
  }

  /// Stops, or goes on. When it returns no interrupt is being raised that began before.
  ///
  /// > … finish all the outstanding PCI transactions before completing the command … (virtio 1.4,
  /// > 2.12.1.4.4.1, A-064)
  void setStopped(boolean is) {
    raising.writeLock().lock();
    try {
      stopped = is;
    } finally {
      raising.writeLock().unlock();
    }
    if (!is) {
      List<Integer> due = List.copyOf(waiting);
      waiting.clear();
      due.forEach(this::tell);
    }
  }

  private void tell(int what) {
    if (what == CONFIG) {
      configChanged();
    } else {
      queueUsed(what, what != UNKNOWN_QUEUE);
    }
  }

  boolean stopped() {
    return stopped;
  }

  /// Forgets what waits.
  void clear() {
    waiting.clear();
  }

  /// > If MSI-X … is disabled … the device … sends the PCI interrupt … (virtio 1.4, 4.1.5.3 and
  /// > 4.1.5.4); an event mapped to no vector sends none.
  private void send(Target target, IntConsumer raise) {
    if (!target.message()) {
      if (pin) {
        raise.accept(InterruptSink.INTX);
      }
    } else if (target.vector() >= 0) {
      raise.accept(target.vector());
    }
  }
}
