package org.barscope.engine.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.barscope.engine.Guest;
import org.barscope.engine.Rig;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Region;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What comes from the core and what does not (reference §3.1, §3.4, §6.2): over a VF whose values
/// are not those that the overlay lays over them.
class CoreViewTest {
  private final Stand stand = new Stand();

  private String config(int offset, int count) {
    byte[] into = new byte[count];
    assertEquals(count, stand.device.read(Region.CONFIG, offset, into, count));
    return HexFormat.of().formatHex(into);
  }

  private String bar(Region region, int offset, int count) {
    byte[] into = new byte[count];
    int result = stand.device.read(region, offset, into, count);
    return result < 0 ? Rig.result(result) : HexFormat.of().formatHex(into, 0, result);
  }

  @ParameterizedTest(name = "{2} bytes at {0}: {3} over {1}")
  @CsvSource({
    "0x00, cdab,     2, cdab", // vendor
    "0x02, 4110,     2, 0010", // device
    "0x08, 77,       1, 00", // revision
    "0x09, 112233,   3, 112233", // class
    "0x2c, 3412,     2, f41a", // subsystem vendor
    "0x2e, 7856,     2, 0100", // subsystem
    "0x34, 40,       1, 40", // capabilities
    "0x40, 11000200, 4, 11000200",
    "0x80, 55aa,     2, 55aa", // a byte that nobody virtualizes
  })
  void anIdentityIsLaidOverWhateverTheVfHas(String offset, String core, int count, String seen) {
    stand.up();
    stand.function.put(Integer.decode(offset), core);
    assertEquals(seen, config(Integer.decode(offset), count));
  }

  /// The region of each BAR is the VF's own, from the first to the last.
  @ParameterizedTest
  @CsvSource({"1, 0x1000", "2, 0x2000", "3, 0x10", "5, 0x100000"})
  void otherBarsAreTheVfs(int bar, String length) {
    stand.function.bars[bar] = Long.decode(length);
    stand.up();
    assertEquals(3, stand.device.regionInfo(bar).flags());
    assertEquals(Long.decode(length), stand.device.regionInfo(bar).size());
  }

  @Test
  void theNotifyBarReadsWhatTheDoorbellReads() {
    stand.up();
    stand.function.word = 0xabcd;
    assertEquals("cdab", bar(Region.BAR4, 0x3000, 2));
    assertEquals("cdab", bar(Region.BAR4, 0x3ffe, 2));
    assertEquals("EINVAL", bar(Region.BAR4, 0x3fff, 2));
    assertEquals(List.of("read bar 4 + 0x3000", "read bar 4 + 0x3ffe"), stand.function.log);
    stand.forget();
    assertEquals(2, stand.device.write(Region.BAR4, 0x3ffe, new byte[] {1, 0}, 2));
    assertEquals(List.of("bar 4 + 0x3ffe = 0x0001"), stand.function.log);
  }

  /// Guests' writes to the MSI-X control are virtual: the VF has the bit that the VMM's mode gave
  /// it.
  @Nested
  class MsixControl {
    /// Whether the device has the register at 20: the status of reading it by command.
    private static int status(Rig rig) {
      AdminCommand read = new AdminCommand(3, 1, 1, Bytes.of(0x14), 2);
      AdminCompletion done = rig.engine().owners().getFirst().submit(read);
      return (int) done.writable().little(0, 2);
    }

    @Test
    void doesNotReachTheVf() {
      try (Rig rig = Rig.net(1)) {
        rig.ready(
            1,
            guest -> {
              guest.cfgWrite(0x42, "0080");
              assertEquals("0280", guest.cfgRead(0x42, 2));
              assertEquals(22, status(rig));
              guest.cfgWrite(0x40, "ffffffc0");
              assertEquals(22, status(rig));
              guest.msix(true);
              guest.cfgWrite(0x42, "0000");
              assertEquals("0200", guest.cfgRead(0x42, 2));
              assertEquals(0, status(rig));
              guest.cfgWrite(0x43, "00");
              assertEquals(0, status(rig));
              guest.msix(false);
              assertEquals(22, status(rig));
            });
      }
    }

    @Test
    void isForgottenByOpening() {
      try (Rig rig = Rig.net(1)) {
        rig.on(
            1,
            guest -> {
              guest.powerOn();
              guest.cfgWrite(0x42, "00c0");
              assertEquals("02c0", guest.cfgRead(0x42, 2));
              reopen(guest);
              assertEquals("0200", guest.cfgRead(0x42, 2));
            });
      }
    }

    private static void reopen(Guest guest) {
      guest.device().close();
      assertEquals(0, guest.device().open());
    }
  }
}
