package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.barscope.engine.Route;
import org.barscope.engine.Route.Registers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Every write of the device status over every status (virtio 1.4, 2.1, 3.1.1; reference §4.2,
/// §10.2), over BAR0 and by admin commands: what is stored, and which rules are broken, against an
/// oracle that names bits one by one.
class StatusWritesTest {
  private static final int ACKNOWLEDGE = 0x01;
  private static final int DRIVER = 0x02;
  private static final int DRIVER_OK = 0x04;
  private static final int NEEDS_RESET = 0x40;
  private static final int FAILED = 0x80;

  private static void write(Registers registers, int status) {
    assertEquals("ok", registers.write(18, HexFormat.of().toHexDigits((byte) status)));
  }

  private static int read(Registers registers) {
    return HexFormat.fromHexDigits(registers.read(18, 1));
  }

  /// The rules that writing `value` over `old` breaks, in the order in which they are told.
  private static List<String> oracle(int old, int value) {
    List<String> broken = new ArrayList<>();
    if (value == 0) {
      return broken;
    }
    boolean clears = false;
    boolean sets = false;
    boolean setsFeaturesOk = false;
    boolean setsForeign = false;
    for (int bit = 1; bit < 0x100; bit += bit) {
      boolean was = (old & bit) == bit;
      boolean is = (value & bit) == bit;
      clears |= was && !is && bit != NEEDS_RESET;
      sets |= !was && is;
      setsFeaturesOk |= !was && is && bit == 0x08;
      setsForeign |= !was && is && (bit == 0x10 || bit == 0x20 || bit == 0x40);
    }
    boolean acknowledged = ((old | value) & ACKNOWLEDGE) != 0;
    boolean driven = ((old | value) & DRIVER) != 0;
    boolean skips =
        (value & DRIVER_OK) != 0
            ? !(acknowledged && driven)
            : (value & DRIVER) != 0 && !acknowledged;
    if (clears) {
      broken.add("L-012");
    }
    if (sets && (old & FAILED) != 0) {
      broken.add("L-013");
    }
    if (skips) {
      broken.add("L-011");
    }
    if (setsFeaturesOk) {
      broken.add("L-014");
    }
    if (setsForeign) {
      broken.add("L-018");
    }
    return broken;
  }

  /// 65,536 pairs; DEVICE_NEEDS_RESET is the device's and stays until a reset.
  @ParameterizedTest
  @EnumSource
  void everyValueOverEveryStatus(Route route) {
    Map<String, Integer> counts = new HashMap<>();
    route.run(registers -> {
      for (int old = 0; old < 0x100; old++) {
        for (int value = 0; value < 0x100; value++) {
          write(registers, 0);
          write(registers, old);
          registers.forget();
          write(registers, value);
          List<String> faults = registers.faults();
          String name = "0x%02x over 0x%02x".formatted(value, old);
          assertEquals(oracle(old, value), faults, name);
          assertEquals(value == 0 ? 0 : value | (old & NEEDS_RESET), read(registers), name);
          faults.forEach(rule -> counts.merge(rule, 1, Integer::sum));
        }
      }
    });
    assertEquals(
        Map.of(
            "L-011", 14336 + 4096, // DRIVER_OK without one of two; else DRIVER without one
            "L-012", 56788 - 254, // one of seven bits cleared, but not all by a reset
            "L-013", 28394, // one of seven bits set over FAILED
            "L-014", 16384, // one bit set
            "L-018", 37888), // one of three bits set
        counts);
  }

  /// The writes that drivers are known to make (§10.2).
  @ParameterizedTest(name = "{1} over {0}: {2}")
  @CsvSource({
    "00, 01, ''",
    "01, 03, ''",
    "03, 07, ''",
    "03, 83, ''",
    "07, 87, ''",
    "07, 00, ''",
    "00, 03, ''",
    "01, 07, ''", // SeaBIOS, iPXE: several at once
    "00, 02, L-011",
    "01, 05, L-011", // U-Boot
    "07, 80, L-012", // SLOF
    "03, 01, L-012",
    "03, 0b, L-014",
    "0b, 0f, ''",
    "83, 87, L-013",
    "03, 43, L-018",
    "43, 47, ''",
    "43, 07, ''",
    "00, 06, L-011",
    "00, ff, L-014 L-018",
    "ff, 01, L-012",
    "80, 02, L-012 L-013 L-011",
  })
  void theWritesOfDrivers(String old, String value, String rules) {
    for (Route route : Route.values()) {
      route.run(registers -> {
        registers.write(18, "00");
        registers.write(18, old);
        registers.forget();
        assertEquals("ok", registers.write(18, value));
        assertEquals(rules, String.join(" ", registers.faults()), route.name());
      });
    }
  }

  /// L-019: the device's bit is told once the driver is ready, and not before.
  @ParameterizedTest(name = "status {0}: {1}, ISR {2}")
  @CsvSource({"00, 40, 00", "03, 43, 00", "07, 47, 02", "87, c7, 02", "83, c3, 00"})
  void needsReset(String before, String after, String isr) {
    for (Route route : Route.values()) {
      route.run(registers -> {
        registers.write(18, "00");
        registers.write(18, before);
        registers.stimuli().needReset().run();
        assertEquals(after, registers.read(18, 1), route.name());
        assertEquals(isr, registers.read(19, 1), route.name());
      });
    }
  }
}
