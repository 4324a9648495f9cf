package org.barscope.engine.protocol.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The table of virtio 1.4, 4.1.4.10, checked against literals.
class LegacyRegisterTest {
  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "HostFeatures,      0, 4, READ_ONLY",
    "GuestFeatures,     4, 4, READ_WRITE",
    "QueuePfn,          8, 4, READ_WRITE",
    "QueueSize,        12, 2, READ_ONLY",
    "QueueSelect,      14, 2, READ_WRITE",
    "QueueNotify,      16, 2, READ_WRITE",
    "DeviceStatus,     18, 1, READ_WRITE",
    "IsrStatus,        19, 1, READ_ONLY",
    "ConfigMsixVector, 20, 2, MSIX_ONLY",
    "QueueMsixVector,  22, 2, MSIX_ONLY",
  })
  void standsWhereTheStandardPutsIt(
      String name, int offset, int width, LegacyRegister.Access access) {
    LegacyRegister register = LegacyRegister.at(offset, true).orElseThrow();
    assertEquals(name, register.text());
    assertEquals(offset, register.offset());
    assertEquals(width, register.width());
    assertEquals(access, register.access());
    for (int i = 0; i < width; i++) {
      assertEquals(Optional.of(register), LegacyRegister.at(offset + i, true));
      assertEquals(Optional.of(register), LegacyRegister.holding(offset + i, width - i, true));
      assertEquals(Optional.empty(), LegacyRegister.holding(offset + i, width - i + 1, true));
    }
  }

  @Test
  void thereAreTenAndNoGap() {
    assertEquals(10, LegacyRegister.values().length);
    for (int at = 0; at < 24; at++) {
      assertEquals(true, LegacyRegister.at(at, true).isPresent());
      assertEquals(at < 20, LegacyRegister.at(at, false).isPresent());
    }
    assertEquals(Optional.empty(), LegacyRegister.at(24, true));
    assertEquals(Optional.empty(), LegacyRegister.at(-1, true));
  }

  @Test
  void theHeaderEndsAt20Or24() {
    assertEquals(20, LegacyRegister.headerLength(false));
    assertEquals(24, LegacyRegister.headerLength(true));
    assertEquals(0xffff, LegacyRegister.NO_VECTOR);
    assertEquals(12, LegacyRegister.PFN_SHIFT);
  }

  /// virtio 1.4, 2.1.
  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0x00, RESET",
    "0x01, ACKNOWLEDGE",
    "0x02, DRIVER",
    "0x04, DRIVER_OK",
    "0x08, FEATURES_OK",
    "0x10, SUSPEND",
    "0x40, DEVICE_NEEDS_RESET",
    "0x80, FAILED",
    "0x07, ACKNOWLEDGE|DRIVER|DRIVER_OK",
    "0x20, 0x20",
    "0xa3, ACKNOWLEDGE|DRIVER|FAILED|0x20",
  })
  void statusBitsHaveNames(String status, String words) {
    assertEquals(words, DeviceStatus.words(Integer.decode(status)));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"0, none", "1, QUEUE", "2, CONFIG", "3, QUEUE|CONFIG", "4, 0x4", "255, 0xff"})
  void isrBitsHaveNames(int isr, String words) {
    assertEquals(words, IsrStatus.words(isr));
  }
}
