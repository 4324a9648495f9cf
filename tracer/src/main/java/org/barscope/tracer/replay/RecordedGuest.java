package org.barscope.tracer.replay;

import java.util.Arrays;
import java.util.List;
import org.barscope.engine.EmulatedMember;
import org.barscope.engine.Engine;
import org.barscope.engine.event.Event;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// A guest and its VMM in one: plays what a trace recorded, step by step, at a pace.
///
/// Runs as a strand of the engine's scheduler.
public final class RecordedGuest implements Runnable {
  private static final long SLICE_NANOS = 20_000_000;
  private static final long BETWEEN_ROUNDS_NANOS = 500_000_000;

  private final Scheduler scheduler;
  private final EmulatedMember member;
  private final List<RecordedStep> steps;
  private final Comparison comparison;
  private final Pace pace;
  private final boolean looping;
  private volatile boolean stopped;
  private volatile boolean paused;
  private volatile long played;
  private boolean msix;

  /// @param steps of the trace, with what was inferred
  /// @param comparison told of every access
  /// @param looping whether it starts over when the trace ends, until it is stopped
  public RecordedGuest(
      Scheduler scheduler,
      EmulatedMember member,
      List<RecordedStep> steps,
      Comparison comparison,
      Pace pace,
      boolean looping) {
    this.scheduler = scheduler;
    this.member = member;
    this.steps = steps;
    this.comparison = comparison;
    this.pace = pace;
    this.looping = looping;
  }

  /// How many steps were played so far; of the current round when it is looping.
  public long played() {
    return played;
  }

  /// Ends the play after the step that runs.
  public void stop() {
    stopped = true;
  }

  /// Holds the play before the next step, or goes on with it. On real threads only.
  public void pause(boolean hold) {
    paused = hold;
  }

  @Override
  public void run() {
    do {
      round();
      if (looping && !stopped) {
        scheduler.sleepUntil(scheduler.now() + BETWEEN_ROUNDS_NANOS);
        member.device().close();
      }
    } while (looping && !stopped);
  }

  private void round() {
    long start = scheduler.now();
    VfioDevice device = member.device();
    device.open();
    msix = false;
    if (member.spec().interruptPin()) {
      device.setIrqs(IrqMode.INTX, 1);
    }
    for (int i = 0; i < steps.size() && !stopped; i++) {
      RecordedStep step = steps.get(i);
      start += waitUntil(start + pace.due(step.time()));
      if (stopped) {
        return;
      }
      Engine.imitate(step.time(), step.inferred());
      play(device, i, step);
      Engine.imitate(Event.NONE, false);
      played = i + 1L;
    }
  }

  /// Waits until a step is due, in slices so that it can be stopped and held.
  ///
  /// @return how long the play was held
  private long waitUntil(long due) {
    if (pace.isMax()) {
      scheduler.sleepUntil(due);
      return 0;
    }
    long held = 0;
    while (!stopped && (paused || scheduler.now() < due + held)) {
      long before = scheduler.now();
      scheduler.sleepUntil(
          paused ? before + SLICE_NANOS : Math.min(due + held, before + SLICE_NANOS));
      if (paused) {
        held += scheduler.now() - before;
      }
    }
    return held;
  }

  private void play(VfioDevice device, int index, RecordedStep step) {
    switch (step.action()) {
      case Action.Access access when access.direction() == Direction.READ ->
          read(device, index, step, access);
      case Action.Access access -> write(device, access);
      case Action.SwitchIrqMode to -> switchTo(device, to.mode());
      case Action.QueueInterrupt interrupt -> member.queueUsed(interrupt.queue());
      case Action.ConfigInterrupt _ -> member.configChanged();
    }
  }

  private void read(VfioDevice device, int index, RecordedStep step, Action.Access access) {
    byte[] into = new byte[access.width()];
    int result = device.read(access.region(), access.offset(), into, access.width());
    if (result < 0) {
      Arrays.fill(into, (byte) 0xff);
    }
    comparison.read(index, step, access, Bytes.copyOf(into), msix);
  }

  private void write(VfioDevice device, Action.Access access) {
    device.write(access.region(), access.offset(), access.data().toArray(), access.width());
    comparison.wrote(access);
  }

  /// As QEMU does: all interrupts are first disabled, then the wanted kind is enabled; without
  /// MSI-X a function with a pin is back on it.
  private void switchTo(VfioDevice device, IrqMode mode) {
    msix = mode == IrqMode.MSIX;
    device.setIrqs(IrqMode.NONE, 0);
    if (msix) {
      device.setIrqs(mode, member.spec().vectors());
    } else if (member.spec().interruptPin()) {
      device.setIrqs(IrqMode.INTX, 1);
    }
  }
}
