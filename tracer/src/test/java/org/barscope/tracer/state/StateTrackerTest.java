package org.barscope.tracer.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.barscope.engine.event.Event;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.tracer.AccessStream;
import org.barscope.tracer.RandomEvents;
import org.barscope.tracer.state.MemberState.Queue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StateTrackerTest {
  private final AccessStream stream = new AccessStream();

  private MemberState state() {
    StateTracker tracker = new StateTracker();
    stream.events().forEach(tracker::accept);
    return tracker.state(0);
  }

  private Queue queue(int index) {
    return Optional.ofNullable(state().queues().get(index)).orElseThrow();
  }

  @Test
  void knowsNothingBeforeTheFirstEvent() {
    MemberState state = state();
    assertEquals(OptionalInt.empty(), state.status());
    assertEquals(OptionalInt.empty(), state.hostFeatures());
    assertTrue(state.queues().isEmpty());
    assertEquals("", state.operations());
  }

  @Test
  void registersAreWhatWasReadOrWrittenLast() {
    stream.read(1, 0, "6480bf39");
    stream.write(1, 4, "6400bf38");
    stream.write(1, 14, "0200");
    stream.write(1, 18, "03");
    stream.read(1, 19, "01");
    stream.write(1, 20, "0100");
    MemberState state = state();
    assertEquals(OptionalInt.of(0x39bf8064), state.hostFeatures());
    assertEquals(OptionalInt.of(0x38bf0064), state.guestFeatures());
    assertEquals(OptionalInt.of(2), state.queueSelect());
    assertEquals(OptionalInt.of(3), state.status());
    assertEquals(OptionalInt.of(1), state.isr());
    assertEquals(OptionalInt.of(1), state.configVector());
    assertEquals(6, state.counts().accesses());
  }

  @Test
  void queueRegistersBelongToTheSelectedQueue() {
    stream.write(1, 14, "0100");
    stream.read(1, 12, "0001");
    stream.write(1, 8, "a3f20100");
    stream.write(1, 22, "0200");
    assertEquals(OptionalInt.of(256), queue(1).size());
    assertEquals(OptionalLong.of(0x1f2a3), queue(1).pfn());
    assertEquals(OptionalInt.of(2), queue(1).vector());
    assertTrue(queue(1).active());
  }

  @Test
  void queueRegistersSayNothingWhileNoQueueIsSelected() {
    stream.read(1, 12, "0001");
    assertTrue(state().queues().isEmpty());
  }

  @Test
  void aPartOfAnUnknownRegisterStaysUnknown() {
    stream.read(1, 1, "80");
    assertEquals(OptionalInt.empty(), state().hostFeatures());
  }

  @Test
  void aPartOfAKnownRegisterChangesThatPart() {
    stream.read(1, 0, "6480bf39");
    stream.read(1, 1, "81");
    assertEquals(OptionalInt.of(0x39bf8164), state().hostFeatures());
  }

  @Test
  void aWriteDoesNotChangeWhatIsReadOnly() {
    stream.read(1, 0, "6480bf39");
    stream.write(1, 0, "00000000");
    assertEquals(OptionalInt.of(0x39bf8064), state().hostFeatures());
  }

  @Test
  void deviceConfigurationIsCountedFromTheEndOfTheHeader() {
    stream.endRead(1, stream.beginRead(1, 20, 1), 20, 20, "52");
    stream.endRead(1, stream.beginRead(1, 25, 1), 24, 25, "54");
    assertEquals("5254", state().config(0, 6).toHex());
    assertEquals(24, state().headerLength());
  }

  @Test
  void aFailedAccessCountsAndTellsNothing() {
    stream.fail(1, stream.beginRead(1, 18, 1), 24, 18, 1, 22);
    stream.fail(1, stream.beginRead(1, 18, 1), 24, 18, 1, 22);
    assertEquals(OptionalInt.empty(), state().status());
    assertEquals(2, state().counts().failed());
    assertEquals(2, state().counts().failedInRow());
    stream.read(1, 18, "00");
    assertEquals(2, state().counts().failed());
    assertEquals(0, state().counts().failedInRow());
  }

  @Test
  void doorbellsAndInterruptsAreCountedPerQueue() {
    stream.notify(1, 0);
    stream.notify(1, 1);
    stream.notify(1, 1);
    stream.interrupt(1, 1);
    assertEquals(2, queue(1).notifies());
    assertEquals(OptionalLong.of(2000), queue(1).lastNotify());
    assertEquals(1, queue(1).interrupts());
    assertEquals(3, state().counts().notifies());
    assertEquals(1, state().counts().interrupts());
  }

  @Nested
  class Resets {
    private void driverIsReady() {
      stream.read(1, 0, "6480bf39");
      stream.write(1, 4, "6400bf38");
      stream.write(1, 14, "0100");
      stream.read(1, 12, "0001");
      stream.write(1, 8, "a3f20100");
      stream.write(1, 18, "07");
    }

    @Test
    void zeroInDeviceStatusClearsWhatTheDriverHasSet() {
      driverIsReady();
      stream.write(1, 18, "00");
      assertEquals(OptionalInt.of(0), state().status());
      assertEquals(OptionalInt.of(0), state().guestFeatures());
      assertEquals(OptionalInt.of(0), state().queueSelect());
      assertFalse(queue(1).active());
      assertEquals(OptionalInt.of(0xffff), queue(1).vector());
    }

    @Test
    void whatTheDeviceOffersStays() {
      driverIsReady();
      stream.write(1, 18, "00");
      assertEquals(OptionalInt.of(0x39bf8064), state().hostFeatures());
      assertEquals(OptionalInt.of(256), queue(1).size());
    }

    @Test
    void readingZeroFromDeviceStatusResetsNothing() {
      driverIsReady();
      stream.read(1, 18, "00");
      assertTrue(queue(1).active());
    }

    @Test
    void aResetOfTheDeviceDoesTheSame() {
      driverIsReady();
      stream.lifecycle(1, "reset", new Condition("result", true, "OK"));
      assertEquals(OptionalInt.of(0), state().status());
      assertFalse(queue(1).active());
    }

    @Test
    void aResetThatFailedDoesNothing() {
      driverIsReady();
      stream.lifecycle(1, "reset", new Condition("result", false, "EIO"));
      assertEquals(OptionalInt.of(7), state().status());
    }
  }

  @Test
  void theProbeSaysWhichOperationsWereChosen() {
    Condition vf = new Condition("function is a VF", true, "VF 1");
    Condition operations = new Condition("operations", true, "virtio-vfio-pci-trans");
    stream.lifecycle(1, "probe", vf, operations);
    assertEquals(List.of(vf, operations), state().probe());
    assertEquals("virtio-vfio-pci-trans", state().operations());
  }

  @Test
  void theInterruptModeIsWhatTheVmmHasSet() {
    stream.lifecycle(1, "irq-mode", new Condition("mode", true, "msix"));
    assertEquals("msix", state().irqMode());
    assertEquals(24, state().headerLength());
    stream.lifecycle(
        1,
        "irq-mode",
        new Condition("mode", true, "intx"),
        new Condition("result", false, "EINVAL"));
    assertEquals("msix", state().irqMode());
    assertEquals(24, state().headerLength());
    stream.lifecycle(1, "irq-mode", new Condition("mode", true, "none"));
    assertEquals(20, state().headerLength());
  }

  @Test
  void goesOnFromAnyStateItWasIn() {
    List<Event> events = RandomEvents.of(42, 3000);
    StateTracker through = new StateTracker();
    StateTracker resumed = new StateTracker();
    for (Event event : events) {
      through.accept(event);
      resumed = new StateTracker(resumed.state(0));
      resumed.accept(event);
      assertEquals(through.state(0), resumed.state(0));
    }
  }
}
