package org.barscope.engine.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Guest;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a guest sees in configuration space through the transitional operations (reference §3).
class ConfigOverlayTest {
  private final Rig rig = Rig.net(1);

  private static void open(Guest guest) {
    assertEquals(0, guest.device().open());
  }

  /// Reference §3.1.
  @Nested
  class Identity {
    @ParameterizedTest(name = "{0}: {3} instead of {4}")
    @CsvSource({
      "Vendor ID,           0x00, 2, f41a,     f41a",
      "Device ID,           0x02, 2, 0010,     4110",
      "Command,             0x04, 2, 0000,     0000",
      "Revision ID,         0x08, 1, 00,       01",
      "Class code,          0x09, 3, 000002,   000002",
      "BAR0,                0x10, 4, 01000000, 00000000",
      "BAR1,                0x14, 4, 00000000, 00000000",
      "Subsystem Vendor,    0x2c, 2, f41a,     f41a",
      "Subsystem ID,        0x2e, 2, 0100,     4100",
      "Capabilities,        0x34, 1, 40,       40",
      "MSI-X capability,    0x40, 4, 11500200, 11500200",
      "Interrupt Pin,       0x3d, 1, 00,       00",
    })
    void overlayAndCore(String name, String offset, int width, String seen, String core) {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals(seen, guest.cfgRead(Integer.decode(offset), width), name);
          });
      Fact.ConfigAccess access = rig.facts(Fact.ConfigAccess.class).getFirst();
      assertEquals(core, access.core().toHex());
      assertEquals(seen, access.data().toHex());
    }

    @Test
    void theFirst64BytesInOneRead() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals(
                Rig.hex(
                    "f41a0010 00001000 00000002 00000000",
                    "01000000 00000000 00000000 00000000",
                    "00000000 00000000 00000000 f41a0100",
                    "00000000 40000000 00000000 00000000"),
                guest.cfgRead(0, 64));
          });
    }

    @Test
    void everySplitOfARangeReadsTheSameBytes() {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(0x04, "0700");
            guest.cfgWrite(0x10, "5fc00000");
            String whole = guest.cfgRead(0, 256);
            for (int width = 1; width <= 9; width++) {
              for (int at = 0; at + width <= 256; at++) {
                assertEquals(
                    whole.substring(2 * at, 2 * (at + width)),
                    guest.cfgRead(at, width),
                    "at " + at);
              }
            }
          });
    }

    @Test
    void aMemberWithAnInterruptPinShowsIt() {
      Topology.Vf net = Rig.topology(1).pfs().getFirst().vfs().getFirst();
      Topology.Vf pinned =
          new Topology.Vf(
              net.type(),
              net.features(),
              net.queueSizes(),
              net.config(),
              net.guestOrder(),
              net.vectors(),
              true,
              net.notifyAddresses(),
              0);
      try (Rig other = Rig.of(Topology.of(List.of(pinned)))) {
        other.on(
            1,
            guest -> {
              open(guest);
              assertEquals("01", guest.cfgRead(0x3d, 1));
              assertEquals("0001", guest.cfgRead(0x3c, 2));
            });
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x00", "0x02", "0x08", "0x2c", "0x2e", "0x3d"})
    void cannotBeWritten(String offset) {
      rig.on(
          1,
          guest -> {
            open(guest);
            int at = Integer.decode(offset);
            String before = guest.cfgRead(at, 2);
            assertEquals("2", guest.cfgWrite(at, "ffff"));
            assertEquals(before, guest.cfgRead(at, 2));
          });
    }
  }

  /// The worked partial reads of reference §3.2, row by row.
  @Nested
  class PartialReads {
    @ParameterizedTest(name = "{1} bytes at {0} are {2}")
    @CsvSource({
      "0x00, 4, f41a0010",
      "0x02, 1, 00",
      "0x03, 1, 10",
      "0x08, 4, 00000002",
      "0x10, 4, 01000000",
      "0x05, 1, 00",
      "0x2c, 4, f41a0100",
      "0x2d, 2, 1a01",
      // beyond the table: requests that start before, inside and after a register
      "0x01, 2, 1a00",
      "0x03, 2, 1000",
      "0x06, 4, 10000000",
      "0x07, 1, 00",
      "0x0f, 2, 0001",
      "0x13, 2, 0000",
      "0x2f, 2, 0000",
      "0x2b, 2, 00f4",
      "0x2e, 1, 01",
    })
    void asTheReferenceWorksThem(String offset, int width, String bytes) {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals(bytes, guest.cfgRead(Integer.decode(offset), width));
          });
    }

    @Test
    void bar0SizedByAllOnesIs32Bytes() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals("4", guest.cfgWrite(0x10, "ffffffff"));
            assertEquals("e1ffffff", guest.cfgRead(0x10, 4));
          });
    }

    @Test
    void bar0WrittenByHalfReadsByHalf() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals("2", guest.cfgWrite(0x10, "5fc0"));
            assertEquals("41c0", guest.cfgRead(0x10, 2));
            assertEquals("41c00000", guest.cfgRead(0x10, 4));
          });
    }

    @Test
    void theHighByteOfCommandNeverShowsTheIoBit() {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(0x04, "0100");
            assertEquals("00", guest.cfgRead(0x05, 1));
            assertEquals("001000", guest.cfgRead(0x05, 3));
            assertEquals("01", guest.cfgRead(0x04, 1));
            assertEquals("1001", guest.cfgRead(0x03, 2));
          });
    }
  }

  /// Reference §3.3.
  @Nested
  class Writes {
    @Test
    void theIoBitShowsOnlyAfterItWasSet() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals("0000", guest.cfgRead(0x04, 2));
            guest.cfgWrite(0x04, "0600");
            assertEquals("0600", guest.cfgRead(0x04, 2));
            assertEquals("EIO", guest.read(18, 1));
            guest.cfgWrite(0x04, "0700");
            assertEquals("0700", guest.cfgRead(0x04, 2));
            assertEquals("00", guest.read(18, 1));
            guest.cfgWrite(0x04, "0600");
            assertEquals("0600", guest.cfgRead(0x04, 2));
            assertEquals("EIO", guest.read(18, 1));
          });
    }

    @Test
    void theLowByteOfCommandAloneSwitchesIo() {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(0x04, "01");
            assertEquals("00", guest.read(18, 1));
            guest.cfgWrite(0x05, "04");
            assertEquals("00", guest.read(18, 1));
            assertEquals("0104", guest.cfgRead(0x04, 2));
            guest.cfgWrite(0x04, "00");
            assertEquals("EIO", guest.read(18, 1));
          });
    }

    @Test
    void theIoBitIsFoundAnywhereInAWrite() {
      rig.on(
          1,
          guest -> {
            open(guest);
            assertEquals("8", guest.cfgWrite(0x00, "ffffffff 0100ffff"));
            assertEquals("00", guest.read(18, 1));
            assertEquals("2", guest.cfgWrite(0x03, "ff00"));
            assertEquals("EIO", guest.read(18, 1));
          });
    }

    @Test
    void anUnrelatedWriteLeavesIoAndBar0Alone() {
      rig.on(
          1,
          guest -> {
            guest.powerOn();
            guest.cfgWrite(0x10, "00c00000");
            guest.cfgWrite(0x06, "0000");
            guest.cfgWrite(0x0c, "10000000");
            guest.cfgWrite(0x14, "ffffffff");
            guest.cfgWrite(0x3c, "0b");
            assertEquals("0700", guest.cfgRead(0x04, 2));
            assertEquals("01c00000", guest.cfgRead(0x10, 4));
            assertEquals("0b", guest.cfgRead(0x3c, 1));
          });
    }

    @ParameterizedTest(name = "{1} at {0} gives {2}")
    @CsvSource({
      "0x10, ff,       e1000000",
      "0x11, c0,       01c00000",
      "0x12, 3412,     01003412",
      "0x13, 80,       01000080",
      "0x0e, ffff40c0, 41c00000",
      "0x12, 3412ffff, 01003412",
      "0x10, 1f000000, 01000000",
      "0x10, 20000000, 21000000",
      "0x10, 01c00000, 01c00000",
    })
    void bar0KeepsWhatItIsGivenAndMasksOnRead(String offset, String written, String read) {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(Integer.decode(offset), written);
            assertEquals(read, guest.cfgRead(0x10, 4));
          });
    }

    @Test
    void otherBarsAreSizedByTheVf() {
      rig.on(
          1,
          guest -> {
            open(guest);
            guest.cfgWrite(0x10, "ffffffff".repeat(6));
            assertEquals(
                Rig.hex("e1ffffff 00f0ffff 00000000 00000000 00c0ffff 00000000"),
                guest.cfgRead(0x10, 24));
          });
    }
  }

  @Test
  void aMemberWithoutVectorsHasNoMsix() {
    Topology.Vf net = Rig.topology(1).pfs().getFirst().vfs().getFirst();
    Topology.Vf none =
        new Topology.Vf(
            net.type(),
            net.features(),
            net.queueSizes(),
            net.config(),
            net.guestOrder(),
            0,
            false,
            net.notifyAddresses(),
            0);
    try (Rig other = Rig.of(Topology.of(List.of(none)))) {
      other.ready(
          1,
          guest -> {
            assertEquals("50", guest.cfgRead(0x34, 1));
            assertEquals("00000000", guest.cfgRead(0x40, 4));
            assertEquals("EINVAL", Rig.result(guest.device().setIrqs(IrqMode.MSIX, 1)));
            assertEquals("525400123401", guest.read(20, 6));
            guest.cfgWrite(0x42, "00c0");
            assertEquals("0000", guest.cfgRead(0x42, 2));
            assertEquals("525400123401", guest.read(20, 6));
            guest.device().close();
            guest.powerOn();
            assertEquals("525400123401", guest.read(20, 6));
          });
    }
  }

  @Test
  void aClosedDeviceAnswersOnlyRegionInfo() {
    rig.on(
        1,
        guest -> {
          assertEquals("ENODEV", guest.read(18, 1));
          assertEquals("ENODEV", guest.write(18, "00"));
          assertEquals("ENODEV", guest.cfgRead(0, 4));
          assertEquals("ENODEV", Rig.result(guest.device().reset()));
          assertEquals("ENODEV", Rig.result(guest.device().setIrqs(IrqMode.NONE, 0)));
          open(guest);
          assertEquals("EBUSY", Rig.result(guest.device().open()));
        });
  }

  @Test
  void aBufferShorterThanTheCountFaults() {
    rig.ready(
        1,
        guest -> {
          assertEquals("EFAULT", Rig.result(guest.device().read(Region.CONFIG, 0, new byte[1], 2)));
          assertEquals(
              "EFAULT", Rig.result(guest.device().write(Region.CONFIG, 4, new byte[1], 2)));
          assertEquals("0700", guest.cfgRead(4, 2));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "0x7fffffff, 1, EFAULT",
    "0x7fffffff, 2, EFAULT",
    "0x7ffffffe, 2, EFAULT",
    "0x7ff00000, 0x100000, EFAULT",
    "0x7ffffffd, 2, EFAULT",
    "0x1000, 1, EFAULT",
    "0xffd, 4, EFAULT",
    "0xffc, 4, 4",
    "0x1000, 0, 0",
  })
  void anAccessBeyondTheEndOfConfigurationSpaceFaults(String offset, String count, String result) {
    int at = Integer.decode(offset);
    byte[] bytes = new byte[Integer.decode(count)];
    rig.ready(
        1,
        guest -> {
          int read = guest.device().read(Region.CONFIG, at, bytes, bytes.length);
          int written = guest.device().write(Region.CONFIG, at, bytes, bytes.length);
          assertEquals(result, Rig.result(read));
          assertEquals(result, Rig.result(written));
          assertEquals("f41a0010", guest.cfgRead(0, 4));
        });
  }

  @Test
  void aWriteThatTheCoreRefusesHasReachedTheOverlay() {
    rig.ready(
        1,
        guest -> {
          byte[] long4093 = new byte[4093];
          assertEquals(
              "EFAULT", Rig.result(guest.device().write(Region.CONFIG, 4, long4093, 4093)));
          assertEquals("EIO", Rig.result(guest.device().read(Region.BAR0, 0, new byte[4], 4)));
          long4093[0] = 1;
          assertEquals(
              "EFAULT", Rig.result(guest.device().write(Region.CONFIG, 4, long4093, 4093)));
          assertEquals("4", Rig.result(guest.device().read(Region.BAR0, 0, new byte[4], 4)));
        });
  }
}
