package org.barscope.engine.host;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Rig;
import org.barscope.engine.event.Fact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The exact byte counts and bytes that Linux puts on the admin queue (reference §5.6).
class WireTest {
  private final Rig rig = Rig.net(3);

  @AfterEach
  void close() {
    rig.close();
  }

  /// Readable and writable bytes of the commands with this opcode.
  private List<String> lengths(int opcode) {
    return rig.facts(Fact.AdminSubmit.class).stream()
        .filter(submit -> submit.opcode() == opcode)
        .map(submit -> submit.readable().length() + "/" + submit.writableLength())
        .distinct()
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"LIST_QUERY, 0, 24/16", "LIST_USE, 1, 32/8", "NOTIFY_INFO, 6, 24/72"})
  void ofStartUpAndProbe(String name, int opcode, String lengths) {
    assertEquals(List.of(lengths), lengths(opcode), name);
  }

  @ParameterizedTest(name = "opcode {0}, {2} bytes at {1}: {3}")
  @CsvSource({
    "3, 18, 1, 25/9", "3, 12, 2, 25/10", "3, 0, 4, 25/12",
    "5, 20, 1, 25/9", "5, 20, 2, 25/10", "5, 20, 4, 25/12",
  })
  void ofReads(int opcode, int position, int count, String lengths) {
    rig.ready(3, guest -> guest.read(position, count));
    assertEquals(List.of(lengths), lengths(opcode));
  }

  @ParameterizedTest(name = "opcode {0}, {2} at {1}: {3}")
  @CsvSource({
    "2, 18, 01, 33/8", "2, 14, 0100, 34/8", "2, 8, 01000000, 36/8",
    "4, 20, 01, 33/8", "4, 20, 0100, 34/8", "4, 20, 01000000, 36/8",
  })
  void ofWrites(int opcode, int position, String data, String lengths) {
    rig.ready(3, guest -> guest.write(position, data));
    assertEquals(List.of(lengths), lengths(opcode));
  }

  @Test
  void statusWrittenOnMember3() {
    rig.ready(
        3,
        guest -> {
          rig.forget();
          guest.w8(18, 1);
        });
    assertEquals(
        List.of(hex("02000100", zeros(12), "0300000000000000 1200000000000000 01") + "/8"),
        rig.commands());
    Fact.AdminComplete complete = rig.facts(Fact.AdminComplete.class).getFirst();
    assertEquals(zeros(8), complete.written().toHex());
    assertEquals(8, complete.usedLength());
  }

  @Test
  void queueSizeReadOnMember3() {
    rig.ready(
        3,
        guest -> {
          rig.forget();
          assertEquals(256, guest.r16(12));
        });
    assertEquals(
        List.of(hex("03000100", zeros(12), "0300000000000000 0c") + "/10"), rig.commands());
    Fact.AdminComplete complete = rig.facts(Fact.AdminComplete.class).getFirst();
    assertEquals(hex(zeros(8), "0001"), complete.written().toHex());
    assertEquals(10, complete.usedLength());
  }

  @Test
  void macReadWithMsixOnMember3() {
    rig.ready(
        3,
        guest -> {
          guest.msix(true);
          rig.forget();
          assertEquals(0x52, guest.r8(24));
        });
    assertEquals(List.of(hex("05000100", zeros(12), "0300000000000000 00") + "/9"), rig.commands());
    assertEquals(
        hex(zeros(8), "52"), rig.facts(Fact.AdminComplete.class).getFirst().written().toHex());
  }

  @Test
  void pfnWrittenOnMember3() {
    rig.ready(
        3,
        guest -> {
          rig.forget();
          guest.w32(8, 0x12345);
        });
    assertEquals(
        List.of(hex("02000100", zeros(12), "0300000000000000 0800000000000000 45230100") + "/8"),
        rig.commands());
  }

  @Test
  void aRefusalIsEightBytes() {
    rig.ready(
        3,
        guest -> {
          rig.forget();
          assertEquals("EINVAL", guest.read(12, 4));
        });
    Fact.AdminComplete complete = rig.facts(Fact.AdminComplete.class).getFirst();
    assertEquals(hex("1600 0300 00000000"), complete.written().toHex());
    assertEquals(8, complete.usedLength());
    assertEquals(22, complete.status());
    assertEquals(3, complete.qualifier());
  }
}
