package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every write of the device status over every status (virtio 1.4, 2.1, 3.1.1; reference §4.2,
/// §10.2): what is stored, and which rules are broken, against an oracle that names bits one by
/// one.
class StatusWritesTest {
  private static final int ACKNOWLEDGE = 0x01;
  private static final int DRIVER = 0x02;
  private static final int DRIVER_OK = 0x04;
  private static final int NEEDS_RESET = 0x40;
  private static final int FAILED = 0x80;

  private final Bench bench = Bench.net(1).up();

  private void write(int status) {
    bench.send(Bench.command(2, 1, "12" + Rig.zeros(7) + "%02x".formatted(status)), 8);
  }

  private int read() {
    return Integer.parseInt(bench.send(Bench.command(3, 1, "12"), 9).substring(16), 16);
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
  @Test
  void everyValueOverEveryStatus() {
    Map<String, Integer> counts = new HashMap<>();
    for (int old = 0; old < 0x100; old++) {
      for (int value = 0; value < 0x100; value++) {
        write(0);
        write(old);
        bench.faults().clear();
        write(value);
        String name = "0x%02x over 0x%02x".formatted(value, old);
        assertEquals(oracle(old, value), bench.faults(), name);
        assertEquals(value == 0 ? 0 : value | (old & NEEDS_RESET), read(), name);
        bench.faults().forEach(rule -> counts.merge(rule, 1, Integer::sum));
      }
    }
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
    write(0);
    write(Integer.parseInt(old, 16));
    bench.faults().clear();
    write(Integer.parseInt(value, 16));
    assertEquals(rules, String.join(" ", bench.faults()));
  }

  /// L-019: the device's bit is told once the driver is ready, and not before.
  @ParameterizedTest(name = "status {0}: {1}, ISR {2}")
  @CsvSource({"00, 40, 0", "03, 43, 0", "07, 47, 2", "87, c7, 2", "83, c3, 0"})
  void needsReset(String before, String after, int isr) {
    write(0);
    write(Integer.parseInt(before, 16));
    bench.member(1).stimulus().needReset();
    assertEquals(Integer.parseInt(after, 16), read());
    assertEquals("%02x".formatted(isr), bench.send(Bench.command(3, 1, "13"), 9).substring(16));
  }
}
