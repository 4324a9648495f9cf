package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.barscope.engine.ImmediateScheduler;
import org.barscope.engine.Topology;
import org.barscope.engine.device.ConfigDevice;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.types.DeviceTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a member that is to stop waits for (virtio 1.4, 2.12.1.4.4.1).
@Timeout(60)
class StoppedMemberTest {
  private final List<String> done = new CopyOnWriteArrayList<>();

  private static Member member(InterruptSink sink) {
    Topology.Vf vf = Topology.member(DeviceType.NET);
    return new Member(
        new Member.MemberSpec(1, 3, 0, true, List.of(), 0, false, true, 0),
        new ConfigDevice(
            DeviceTables.of(vf.type()).orElseThrow(),
            vf.features(),
            vf.queueSizes(),
            vf.guestOrder(),
            vf.config()),
        sink,
        Witness.NONE,
        new ImmediateScheduler(),
        "VF");
  }

  /// A thread that has begun and can go no further, or has ended.
  private static Thread begun(Runnable task) {
    Thread thread = Thread.ofPlatform().start(task);
    while (thread.getState() == Thread.State.RUNNABLE || thread.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
    return thread;
  }

  /// > … respond to the commands … DEV_MODE_SET, … DEV_PARTS_SET after the member device completes
  /// > FLR, if the FLR is in progress …
  @Test
  void waitsForAResetThatIsUnderWay() throws InterruptedException {
    Member member = member(InterruptSink.NONE);
    Thread reset;
    Thread stop;
    synchronized (member.registers()) { // so that the reset gets no further than to its registers
      reset = begun(member::functionLevelReset);
      assertTrue(reset.isAlive());
      stop = begun(() -> member.setStopped(true));
    }
    reset.join();
    stop.join();
    assertTrue(member.restore(member.registers().state()), "the reset ended before it stopped");
  }

  /// > … MUST finish all the outstanding PCI transactions before completing the command
  @Test
  void waitsForInterruptsThatAreBeingRaised() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    Member member =
        member(
            new InterruptSink() {
              @Override
              public void queueUsed(int vector, int queue) {
                try {
                  goOn.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                done.add("raised");
              }

              @Override
              public void configChanged(int vector) {
                done.add("too late");
              }
            });
    Thread raise = begun(() -> member.stimulus().queueUsed(0));
    Thread stop =
        begun(() -> {
          member.setStopped(true);
          done.add("stopped");
        });
    goOn.countDown();
    raise.join();
    stop.join();
    member.stimulus().configChanged();
    assertEquals(List.of("raised", "stopped"), done);
  }
}
