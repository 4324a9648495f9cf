package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import org.barscope.engine.Rig;
import org.barscope.engine.Route;
import org.barscope.engine.Route.Registers;
import org.barscope.engine.Topology;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// virtio 1.4, 4.1.4.10 "Legacy Interfaces: A Note on PCI Device Layout": the register file of a
/// network member, over BAR0 and by admin commands.
class LegacyRegistersTest {
  private static void both(Consumer<Registers> test) {
    assertAll(() -> Route.BAR0.run(test), () -> Route.ADMIN.run(test));
  }

  /// One row per register, as 4.1.4.10 draws them: offset, width, reset value.
  @Nested
  class AfterPowerUp {
    private static final String COMMON =
        """
        # offset, width, bytes
         0, 4, 6480bf39
         4, 4, 00000000
         8, 4, 00000000
        12, 2, 0001
        14, 2, 0000
        16, 2, 0000
        18, 1, 00
        19, 1, 00
        """;

    @ParameterizedTest(name = "R{1}@{0} is {2}")
    @CsvSource(textBlock = COMMON)
    void headerWithoutMsix(int offset, int width, String bytes) {
      both(registers -> assertEquals(bytes, registers.read(offset, width)));
    }

    @ParameterizedTest(name = "R{1}@{0} is {2}")
    @CsvSource(textBlock = COMMON + "20, 2, ffff\n22, 2, ffff\n")
    void headerWithMsix(int offset, int width, String bytes) {
      both(registers -> {
        registers.msix(true);
        assertEquals(bytes, registers.read(offset, width));
      });
    }

    @ParameterizedTest
    @EnumSource
    void everyByteOfTheHeaderCanBeReadAlone(Route route) {
      route.run(registers -> {
        registers.msix(true);
        StringBuilder bytes = new StringBuilder();
        for (int at = 0; at < 24; at++) {
          bytes.append(at == 16 ? "--" : registers.read(at, 1));
        }
        assertEquals(
            "6480bf39"
                + "00000000"
                + "00000000"
                + "0001"
                + "0000"
                + "--00"
                + "00"
                + "00"
                + "ffff"
                + "ffff",
            bytes.toString());
      });
    }
  }

  @Nested
  class Access {
    @ParameterizedTest(name = "W{1}@{0} keeps {2}")
    @CsvSource({"0, 00000000, 6480bf39", "12, ffff, 0001", "19, ff, 00"})
    void readOnlyRegistersKeepTheirValue(int offset, String written, String kept) {
      both(registers -> {
        assertEquals("ok", registers.write(offset, written));
        assertEquals(kept, registers.read(offset, written.length() / 2));
        assertEquals(List.of("L-061"), registers.faults());
      });
    }

    @ParameterizedTest(name = "W@{0}={1} reads back")
    @CsvSource({"4, 64800000", "8, 45230100", "14, 0200", "18, 03"})
    void readWriteRegistersReadBack(int offset, String written) {
      both(registers -> {
        registers.write(18, "00");
        assertEquals("ok", registers.write(offset, written));
        assertEquals(written, registers.read(offset, written.length() / 2));
        assertEquals(List.of(), registers.faults());
      });
    }

    @ParameterizedTest(name = "W@{0}={1} keeps the rest of {2}")
    @CsvSource({
      "5, 80, 4, 00800000",
      "9, 2301, 8, 00230100",
      "11, 01, 8, 00000001",
      "14, 02, 14, 0200",
    })
    void aPartOfARegisterCanBeWritten(int offset, String written, int register, String whole) {
      both(registers -> {
        assertEquals("ok", registers.write(offset, written));
        assertEquals(whole, registers.read(register, whole.length() / 2));
      });
    }

    @ParameterizedTest(name = "W@{2}={3} over {1} at {0} gives {4}")
    @CsvSource({
      "4, 64800000, 5, 00, 64000000",
      "4, 64800000, 6, 1f, 64801f00",
      "8, 45230100, 8, 99, 99230100",
      "8, 45230100, 9, ffee, 45ffee00",
      "8, 45230100, 11, 7f, 4523017f",
      "14, 3412, 14, 56, 5612",
      "14, 3412, 15, 56, 3456",
      "20, 0200, 20, 01, 0100",
      "20, 0000, 21, 01, ffff", // vector 0x100 of three
    })
    void aPartLeavesTheRestAsItWas(
        int register, String before, int offset, String written, String after) {
      both(registers -> {
        registers.msix(true);
        registers.write(register, before);
        registers.read(0, 4);
        assertEquals("ok", registers.write(offset, written));
        assertEquals(after, registers.read(register, after.length() / 2));
      });
    }

    @ParameterizedTest(name = "{1} bytes at {0}, MSI-X {2}")
    @CsvSource({
      "12, 4, false", "14, 4, true", "18, 2, false", "18, 4, false", "22, 4, true", "2, 4, true",
      "3, 2, true", "7, 2, true", "11, 2, true", "13, 2, true", "15, 2, true", "17, 2, true",
      "17, 4, true", "21, 2, true", "23, 2, true", "19, 2, false", "0, 8, true",
    })
    void crossingTwoRegistersIsRefused(int offset, int width, boolean msix) {
      both(registers -> {
        registers.msix(msix);
        assertEquals("EINVAL", registers.read(offset, width));
        assertEquals("EINVAL", registers.write(offset, "ff".repeat(width)));
      });
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedReadDoesNotClearTheIsr(Route route) {
      route.run(registers -> {
        registers.stimuli().queueUsed().accept(0);
        assertEquals("EINVAL", registers.read(18, 2));
        assertEquals("01", registers.read(19, 1));
      });
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedWriteChangesNothing(Route route) {
      route.run(registers -> {
        assertEquals("EINVAL", registers.write(12, "ffff0100"));
        assertEquals("EINVAL", registers.write(18, "0303"));
        assertEquals("0000", registers.read(14, 2));
        assertEquals("00", registers.read(18, 1));
      });
    }
  }

  @Nested
  class Features {
    @ParameterizedTest
    @EnumSource
    void onlyOfferedOnesAreAccepted(Route route) {
      route.run(registers -> {
        registers.write(4, "ffffffff");
        assertEquals("6480bf39", registers.read(4, 4));
        assertEquals(List.of("L-030"), registers.faults());
      });
    }

    /// Reference §4.3: bits 13 and 14 are not offered, 18 to 21 and 23 need 17.
    @ParameterizedTest(name = "accepting {0} breaks {1}")
    @CsvSource({
      "00000400, L-031",
      "00000800, L-031",
      "00001000, L-031",
      "00002000, L-031",
      "00008000, L-031",
      "00000600,",
      "00008200,",
      "64000000,",
    })
    void featuresThatLackWhatTheyNeedAreFaults(String features, String rule) {
      both(registers -> {
        registers.write(4, features);
        assertEquals(features, registers.read(4, 4));
        assertEquals(rule == null ? List.of() : List.of(rule), registers.faults());
      });
    }

    @ParameterizedTest
    @EnumSource
    void offeredOnesStayWhateverIsAccepted(Route route) {
      route.run(registers -> {
        registers.write(4, "20000000");
        assertEquals("20000000", registers.read(4, 4));
        assertEquals("6480bf39", registers.read(0, 4));
      });
    }
  }

  @Nested
  class QueueSelect {
    @ParameterizedTest(name = "queue {0} has size {1}")
    @CsvSource({"0000, 0001", "0100, 0001", "0200, 4000"})
    void choosesTheQueueSize(String select, String size) {
      both(registers -> {
        registers.write(14, select);
        assertEquals(size, registers.read(12, 2));
      });
    }

    /// > … size 0, PFN 0 … (4.1.5.1.3, L-081)
    @ParameterizedTest(name = "select {0}")
    @CsvSource({"0300", "ff00", "ffff", "0080"})
    void beyondTheLastQueueFindsNone(String select) {
      both(registers -> {
        registers.msix(true);
        assertEquals("ok", registers.write(14, select));
        assertEquals(select, registers.read(14, 2));
        assertEquals("0000", registers.read(12, 2));
        assertEquals("00000000", registers.read(8, 4));
        assertEquals("ffff", registers.read(22, 2));
      });
    }

    @ParameterizedTest
    @EnumSource
    void beyondTheLastQueueActivatesNone(Route route) {
      route.run(registers -> {
        registers.msix(true);
        registers.write(14, "0300");
        assertEquals("ok", registers.write(8, "01000000"));
        assertEquals("ok", registers.write(22, "0100"));
        assertEquals("00000000", registers.read(8, 4));
        assertEquals("ffff", registers.read(22, 2));
        assertEquals(List.of("L-072"), registers.faults());
        for (int queue = 0; queue < 3; queue++) {
          registers.write(14, "0" + queue + "00");
          assertEquals("00000000", registers.read(8, 4));
          assertEquals("ffff", registers.read(22, 2));
        }
      });
    }

    @ParameterizedTest
    @EnumSource
    void keepsPfnsAndVectorsApart(Route route) {
      route.run(registers -> {
        registers.msix(true);
        for (int queue = 0; queue < 3; queue++) {
          registers.write(14, "0" + queue + "00");
          registers.write(8, "0" + (queue + 1) + "ffff7f");
          registers.write(22, "0" + (2 - queue) + "00");
        }
        for (int queue = 0; queue < 3; queue++) {
          registers.write(14, "0" + queue + "00");
          assertEquals("0" + (queue + 1) + "ffff7f", registers.read(8, 4));
          assertEquals("0" + (2 - queue) + "00", registers.read(22, 2));
        }
      });
    }

    @ParameterizedTest
    @EnumSource
    void anAbsentQueueInTheMiddleIsNotActivated(Route route) {
      route.run(
          sized(256, 0, 64),
          registers -> {
            registers.write(14, "0100");
            assertEquals("0000", registers.read(12, 2));
            registers.write(8, "01000000");
            assertEquals("00000000", registers.read(8, 4));
            assertEquals(List.of("L-072"), registers.faults());
          });
    }
  }

  @Nested
  class QueuePfn {
    @ParameterizedTest(name = "{0}")
    @CsvSource({"45230100", "ffffffff", "00000080", "01000000"})
    void readsBack(String pfn) {
      both(registers -> {
        registers.write(8, pfn);
        assertEquals(pfn, registers.read(8, 4));
      });
    }

    @ParameterizedTest
    @EnumSource
    void zeroDeactivates(Route route) {
      route.run(registers -> {
        registers.write(8, "45230100");
        registers.write(8, "00000000");
        assertEquals("00000000", registers.read(8, 4));
        registers.write(16, "0000");
        assertEquals(List.of("L-113"), registers.faults());
      });
    }
  }

  @Nested
  class QueueNotify {
    @ParameterizedTest
    @EnumSource
    void forAnActiveQueueIsNoFault(Route route) {
      route.run(registers -> {
        registers.write(14, "0100");
        registers.write(8, "45230100");
        assertEquals("ok", registers.write(16, "0100"));
        assertEquals(List.of(), registers.faults());
      });
    }

    @ParameterizedTest(name = "queue {0} breaks {1}")
    @CsvSource({"0000, L-113", "0200, L-113", "0300, L-111", "ffff, L-111"})
    void forAnInactiveOrMissingQueueIsAFault(String queue, String rule) {
      both(registers -> {
        assertEquals("ok", registers.write(16, queue));
        assertEquals(List.of(rule), registers.faults());
      });
    }

    @ParameterizedTest
    @EnumSource
    void forAnAbsentQueueIsAFault(Route route) {
      route.run(
          sized(256, 0, 64),
          registers -> {
            registers.write(16, "0100");
            assertEquals(List.of("L-111"), registers.faults());
          });
    }

    /// §6.3: allowed by "single field", semantics undefined; here the high byte of the index.
    @ParameterizedTest
    @EnumSource
    void theHighByteAloneIsAnIndexToo(Route route) {
      route.run(registers -> {
        assertEquals("ok", registers.write(17, "01"));
        assertEquals(List.of("L-111"), registers.faults());
      });
    }
  }

  @Nested
  class DeviceStatus {
    @ParameterizedTest
    @EnumSource
    void keepsEveryBitOfALegacyStart(Route route) {
      route.run(registers -> {
        for (String status : List.of("00", "01", "03", "07", "87")) {
          assertEquals("ok", registers.write(18, status));
          assertEquals(status, registers.read(18, 1));
        }
        assertEquals(List.of(), registers.faults());
      });
    }

    @ParameterizedTest(name = "{0} then {1} breaks {2}")
    @CsvSource({
      "07, 03, L-012",
      "83, 80, L-012",
      "03, 0b, L-014",
      "01, 09, L-014",
      "83, 87, L-013",
      "01, 05, L-011",
      "00, 02, L-011",
      "00, 06, L-011",
      "00, 04, L-011",
      "01, 11, L-018",
      "01, 21, L-018",
      "01, 41, L-018",
      "07, 07,",
      "07, 87,",
      "00, 03,",
      "00, 07,",
    })
    void aBrokenOrderIsAFaultAndStoredAllTheSame(String before, String after, String rule) {
      both(registers -> {
        registers.write(18, "00");
        for (int status = 1; !"00".equals(before) && status <= 3; status = status << 1 | 1) {
          if ((Integer.parseInt(before, 16) & status) == status) {
            registers.write(18, "%02x".formatted(status));
          }
        }
        if (!"00".equals(before)) {
          registers.write(18, before);
        }
        registers.write(18, after);
        assertEquals(after, registers.read(18, 1));
        assertEquals(rule == null ? List.of() : List.of(rule), registers.faults());
      });
    }

    /// 3.1.1: the first step is a reset; U-Boot leaves it out.
    @ParameterizedTest
    @EnumSource
    void aStartWithoutResetIsAFaultOnce(Route route) {
      route.run(registers -> {
        registers.write(18, "01");
        registers.write(18, "03");
        assertEquals("03", registers.read(18, 1));
        assertEquals(List.of("L-010"), registers.faults());
      });
    }
  }

  @Nested
  class Isr {
    @ParameterizedTest
    @EnumSource
    void readingReturnsAndClears(Route route) {
      route.run(registers -> {
        registers.stimuli().queueUsed().accept(0);
        assertEquals("01", registers.read(19, 1));
        assertEquals("00", registers.read(19, 1));
        registers.stimuli().configChanged().run();
        assertEquals("02", registers.read(19, 1));
        assertEquals("00", registers.read(19, 1));
      });
    }

    @ParameterizedTest
    @EnumSource
    void collectsBothReasonsUntilRead(Route route) {
      route.run(registers -> {
        registers.stimuli().configChanged().run();
        registers.stimuli().queueUsed().accept(1);
        registers.stimuli().queueUsed().accept(0);
        assertEquals("03", registers.read(19, 1));
        assertEquals("00", registers.read(19, 1));
      });
    }

    @ParameterizedTest
    @EnumSource
    void writingClearsNothing(Route route) {
      route.run(registers -> {
        registers.stimuli().queueUsed().accept(0);
        registers.write(19, "00");
        assertEquals("01", registers.read(19, 1));
      });
    }

    @ParameterizedTest
    @EnumSource
    void readingAnotherRegisterClearsNothing(Route route) {
      route.run(registers -> {
        registers.stimuli().queueUsed().accept(0);
        registers.read(18, 1);
        registers.read(14, 2);
        assertEquals("01", registers.read(19, 1));
      });
    }
  }

  /// > … read … returns … the vector mapped, or NO_VECTOR on failure (4.1.5.1.2.1)
  @Nested
  class Vectors {
    @ParameterizedTest(name = "{0} reads back {1} of three vectors")
    @CsvSource({
      "0000, 0000",
      "0100, 0100",
      "0200, 0200",
      "0300, ffff",
      "ff07, ffff",
      "ffff, ffff",
      "0080, ffff",
    })
    void readBackWhatIsMapped(String written, String read) {
      both(registers -> {
        registers.msix(true);
        for (int register : List.of(20, 22)) {
          registers.write(register, "0100");
          registers.write(register, written);
          assertEquals(read, registers.read(register, 2));
        }
      });
    }

    @ParameterizedTest
    @EnumSource
    void doNotExistWithoutMsix(Route route) {
      route.run(registers -> {
        assertEquals("5254", registers.read(20, 2));
        assertEquals("ok", registers.write(20, "0000"));
        assertEquals("000000123401", registers.read(20, 6));
        registers.msix(true);
        assertEquals("ffff", registers.read(20, 2));
      });
    }

    @ParameterizedTest
    @EnumSource
    void outliveMsixBeingSwitched(Route route) {
      route.run(registers -> {
        registers.msix(true);
        registers.write(20, "0200");
        registers.msix(false);
        registers.msix(true);
        assertEquals("0200", registers.read(20, 2));
      });
    }
  }

  private static Topology.Vf sized(Integer... sizes) {
    Topology.Vf net = Rig.topology(1).pfs().getFirst().vfs().getFirst();
    return new Topology.Vf(
        net.type(),
        net.features(),
        List.of(sizes),
        net.config(),
        net.guestOrder(),
        net.vectors(),
        net.interruptPin(),
        net.notifyAddresses(),
        0);
  }
}
