package org.barscope.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;

/// What one guest did to BAR0, a row for each access with what it became:
///
/// - `R16@12=0001 3@12`: 16 bits read at offset 12, bytes in memory order; opcode 3 with offset 12
/// - `W8@18=07 2@18=07`: the same of a write, with the command's data
/// - `W16@16=0200 bell 2`: a doorbell
///
/// and `irq-mode msix` where the interrupt mode changed. A `?` in front marks what was inferred.
final class Rows {
  private final Map<Long, List<Event>> children = new HashMap<>();
  private final int vf;

  private Rows(List<Event> events, int vf) {
    this.vf = vf;
    for (Event event : events) {
      children.computeIfAbsent(event.cause(), _ -> new ArrayList<>()).add(event);
    }
  }

  static List<String> of(Run run, int vf) {
    Rows rows = new Rows(run.events(), vf);
    List<String> texts = new ArrayList<>();
    for (Event event : run.of(vf)) {
      String mark = event.inferred() ? "?" : "";
      if (event.fact() instanceof Fact.AccessStart start && start.region() == Region.BAR0) {
        texts.add(mark + rows.row(event, start));
      } else if (event.fact() instanceof Fact.Lifecycle life && life.what().equals("irq-mode")) {
        texts.add(mark + "irq-mode " + life.reasons().getFirst().value());
      }
    }
    return texts;
  }

  /// The accesses only: without interrupt modes, and without what they became.
  static List<String> accesses(Run run, int vf) {
    return of(run, vf).stream()
        .filter(row -> !row.contains("irq-mode"))
        .map(row -> row.substring(0, row.indexOf(' ')))
        .toList();
  }

  /// Rows of a text block, where runs of spaces are only for the eye.
  static List<String> parse(String block) {
    return block
        .lines()
        .map(line -> line.strip().replaceAll(" +", " "))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private String row(Event event, Fact.AccessStart start) {
    List<Event> caused = new ArrayList<>(children.getOrDefault(event.seq(), List.of()));
    caused.removeIf(
        child -> child.fact() instanceof Fact.Interrupt || child.fact() instanceof Fact.Lifecycle);
    assertEquals(2, caused.size(), () -> event + " caused " + caused);
    Fact.LegacyAccess end = (Fact.LegacyAccess) caused.getLast().fact();
    assertEquals(start.direction(), end.direction());
    assertEquals(start.offset(), end.offset());
    assertEquals(start.width(), end.width());
    assertEquals(0, end.errno());
    boolean read = start.direction() == Direction.READ;
    assertEquals(read ? end.seen() : start.data(), end.data());
    String access =
        "%s%d@%d=%s"
            .formatted(read ? "R" : "W", 8 * start.width(), start.offset(), end.data().toHex());
    return access + " " + became(caused.getFirst(), end);
  }

  private String became(Event event, Fact.LegacyAccess access) {
    if (event.fact() instanceof Fact.Notify notify) {
      assertEquals(4, notify.bar());
      assertEquals(0x3000, notify.offset());
      return "bell " + notify.queue();
    }
    Fact.AdminSubmit submit = (Fact.AdminSubmit) event.fact();
    List<Event> answers = children.getOrDefault(event.seq(), List.of());
    Fact.AdminComplete complete = (Fact.AdminComplete) answers.getFirst().fact();
    assertEquals(1, submit.group());
    assertEquals(vf, submit.member());
    assertEquals(vf, complete.member());
    assertEquals(submit.opcode(), complete.opcode());
    assertEquals(0, complete.status());
    assertEquals(0, complete.qualifier());
    assertEquals(
        "%02x000100000000000000000000000000%02x00000000000000".formatted(submit.opcode(), vf),
        header(submit.readable()));
    int offset = submit.readable().u8(24);
    if (access.direction() == Direction.READ) {
      assertEquals(25, submit.readable().length());
      assertEquals(8 + access.width(), submit.writableLength());
      assertEquals(8 + access.width(), complete.usedLength());
      assertEquals("0000000000000000" + access.data().toHex(), complete.written().toHex());
      return submit.opcode() + "@" + offset;
    }
    assertEquals(32 + access.width(), submit.readable().length());
    assertEquals("00000000000000", submit.readable().slice(25, 7).toHex());
    assertEquals(8, submit.writableLength());
    assertEquals("0000000000000000", complete.written().toHex());
    String data = submit.readable().slice(32, access.width()).toHex();
    return submit.opcode() + "@" + offset + "=" + data;
  }

  private static String header(Bytes readable) {
    assertTrue(readable.length() > 24, readable::toString);
    return readable.slice(0, 24).toHex();
  }
}
