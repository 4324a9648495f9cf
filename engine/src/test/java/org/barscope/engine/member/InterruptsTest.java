package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Rig;
import org.barscope.engine.Route;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// virtio 1.4, 4.1.5.3 and 4.1.5.4: which interrupt a member raises, over BAR0 and by admin
/// commands.
class InterruptsTest {
  @ParameterizedTest
  @EnumSource
  void usedBuffersRaiseTheVectorOfTheirQueue(Route route) {
    route.run(registers -> {
      registers.msix(true);
      registers.write(14, "0100");
      registers.write(22, "0200");
      registers.stimuli().queueUsed().accept(1);
      assertEquals(List.of("queue 1 vector 2"), registers.interrupts());
    });
  }

  @ParameterizedTest
  @EnumSource
  void aConfigurationChangeRaisesItsVector(Route route) {
    route.run(registers -> {
      registers.msix(true);
      registers.write(20, "0000");
      registers.stimuli().configChanged().run();
      assertEquals(List.of("config vector 0"), registers.interrupts());
    });
  }

  /// > … NO_VECTOR … MUST NOT deliver an interrupt … (4.1.5.3.1, L-095)
  @ParameterizedTest
  @EnumSource
  void nothingIsRaisedWithoutAVector(Route route) {
    route.run(registers -> {
      registers.msix(true);
      registers.write(14, "0100");
      registers.write(22, "0200");
      registers.stimuli().queueUsed().accept(0);
      registers.stimuli().queueUsed().accept(-1);
      registers.stimuli().queueUsed().accept(3);
      registers.stimuli().configChanged().run();
      registers.write(22, "ffff");
      registers.stimuli().queueUsed().accept(1);
      assertEquals(List.of(), registers.interrupts());
    });
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsRaisedAfterAReset(Route route) {
    route.run(registers -> {
      registers.msix(true);
      registers.write(20, "0000");
      registers.write(22, "0100");
      registers.write(18, "00");
      registers.stimuli().queueUsed().accept(0);
      registers.stimuli().configChanged().run();
      assertEquals(List.of(), registers.interrupts());
    });
  }

  @ParameterizedTest
  @EnumSource
  void aVfWithoutPinRaisesNothingWithoutMsix(Route route) {
    route.run(registers -> {
      registers.stimuli().queueUsed().accept(0);
      registers.stimuli().configChanged().run();
      assertEquals(List.of(), registers.interrupts());
    });
  }

  @ParameterizedTest
  @EnumSource
  void aMemberWithPinRaisesItOnlyWithoutMsix(Route route) {
    route.run(
        Route.pinned(Rig.topology(1).pfs().getFirst().vfs().getFirst()),
        registers -> {
          registers.stimuli().queueUsed().accept(1);
          registers.stimuli().queueUsed().accept(-1);
          registers.stimuli().configChanged().run();
          registers.msix(true);
          registers.stimuli().queueUsed().accept(1);
          assertEquals(
              List.of("queue 1 vector -1", "queue -1 vector -1", "config vector -1"),
              registers.interrupts());
        });
  }

  @ParameterizedTest
  @EnumSource
  void isrBitsCanBeSetWithoutAnInterrupt(Route route) {
    route.run(registers -> {
      registers.msix(true);
      registers.write(20, "0000");
      registers.stimuli().isr().accept(0x03);
      assertEquals(List.of(), registers.interrupts());
      assertEquals("03", registers.read(19, 1));
    });
  }
}
