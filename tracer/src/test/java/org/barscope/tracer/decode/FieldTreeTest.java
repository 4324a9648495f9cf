package org.barscope.tracer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.AccessStream;
import org.barscope.tracer.RandomEvents;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTreeTest {
  private static final String HEADER_2 = "020001000000000000000000000000000100000000000000";
  private static final String HEADER_3 = "030001000000000000000000000000000100000000000000";

  private final AccessStream stream = new AccessStream();

  private FieldTree tree() {
    return FieldTree.of(stream.events(), MemberTypes.NET);
  }

  /// One line for each field, and where its bytes are: `guest[0+4]`.
  private static String text(FieldTree tree) {
    StringBuilder text = new StringBuilder();
    tree.roots().forEach(node -> append(text, node, tree, ""));
    return text.toString();
  }

  private static void append(StringBuilder text, FieldNode node, FieldTree tree, String indent) {
    text.append(indent).append(node.mark().glyph());
    text.append(node.mark().glyph().isEmpty() ? "" : " ").append(node.label()).append(":");
    text.append(node.value().isEmpty() ? "" : " " + node.value());
    text.append(node.note().isEmpty() ? "" : " (" + node.note() + ")");
    for (FieldTree.Span span : node.spans()) {
      String strip = tree.strips().get(span.strip()).label();
      text.append(" %s[%d+%d]".formatted(strip, span.offset(), span.length()));
    }
    text.append('\n');
    node.children().forEach(child -> append(text, child, tree, indent + "  "));
  }

  @Test
  void aWriteShowsTheAccessItsCommandAndTheAnswer() {
    long begin = stream.beginWrite(1, 8, "a3f20100");
    Bytes readable = Bytes.hex(HEADER_2 + "0800000000000000" + "a3f20100");
    long submit = stream.add(1, begin, new Fact.AdminSubmit(2, 1, 1, readable, 8));
    Bytes written = Bytes.hex("0000000000000000");
    stream.add(1, submit, new Fact.AdminComplete(2, 1, 0, 0, 8, written, 1500));
    stream.endWrite(1, begin, 24, 8, "a3f20100");
    assertEquals(
        """
        Legacy access: W32 @8 QueuePfn guest[0+4] command[32+4]
          register: QueuePfn (§4.1.4.10)
          page: 0x1f2a3 → address 0x1f2a3000 guest[0+4] command[32+4]
          outcome: OK
          header: 24 bytes, MSI-X
          timing: 3.0 µs
            began: 0.000 000 s
            ended: 0.000 003 s
        Admin command: COMMON_CFG_WRITE off 8 len 4 (§2.12.1.1.1) command[0+36]
          opcode: 0x0002 LEGACY_COMMON_CFG_WRITE command[0+2]
          group: 1 sriov command[2+2]
          reserved: zero command[4+12]
          member: 1 command[16+8]
          offset: 8 QueuePfn command[24+1]
          reserved: zero command[25+7]
          data: 0x1f2a3 → address 0x1f2a3000 command[32+4] guest[0+4]
          writable part: 8 bytes
        Completion: OK answer[0+8]
          status: 0 OK answer[0+2]
          qualifier: 0 OK answer[2+2]
          reserved: zero answer[4+4]
          used length: 8 bytes
          round trip: 1.0 µs
            submitted: 0.000 001 s
            taken by the firmware: 0.000 001 s
            completed: 0.000 002 s
        Recording: events 0 to 3
          time: 0.000 000 s
        """,
        text(tree()));
  }

  @Test
  void aCommandThatHadToWaitSaysForWhomAndHowLong() {
    long begin = stream.beginRead(1, 18, 1);
    Bytes readable = Bytes.hex(HEADER_3 + "12");
    Fact.Wait wait = new Fact.Wait("cmd_lock", 41, 12_300);
    long submit = stream.add(1, begin, new Fact.AdminSubmit(3, 1, 1, readable, 9, wait));
    stream.add(
        1, submit, new Fact.AdminComplete(3, 1, 0, 0, 9, Bytes.hex("000000000000000007"), 1500));
    stream.endRead(1, begin, 24, 18, "07");
    String text = text(tree());
    assertTrue(text.contains("  waited: 12.3 µs for cmd_lock, held by event 41\n"), text);
  }

  @Test
  void aReadSharesItsBytesWithTheResult() {
    long begin = stream.beginRead(1, 26, 2);
    long submit =
        stream.add(
            1,
            begin,
            new Fact.AdminSubmit(5, 1, 1, Bytes.hex("05" + HEADER_3.substring(2) + "02"), 10));
    stream.add(
        1, submit, new Fact.AdminComplete(5, 1, 0, 0, 10, Bytes.hex("00000000000000000012"), 1000));
    stream.endRead(1, begin, 24, 26, "0012");
    assertEquals(
        """
        Legacy access: R16 @26 DeviceConfig mac[2..3] guest[0+2] answer[8+2]
          field: DeviceConfig mac[2..3] (§5.1.4)
          value: 00:12 guest[0+2] answer[8+2]
        """,
        text(tree()).lines().limit(3).map(line -> line + "\n").reduce("", String::concat));
    assertTrue(text(tree()).contains("  result: 00:12 answer[8+2] guest[0+2]\n"));
    assertTrue(text(tree()).contains("  offset: 2 DeviceConfig mac[2..3] command[24+1]\n"));
  }

  @Test
  void featuresAndStatusAreSpelledOutBitByBit() {
    stream.read(1, 4, "20000100");
    stream.write(1, 18, "43");
    FieldTree features = FieldTree.of(stream.events().subList(0, 2), MemberTypes.NET);
    assertTrue(
        text(features)
            .contains(
                """
                  value: 0x00010020 (2 features) (§2.2) guest[0+4]
                    bit 5: MAC
                    bit 16: STATUS
                """),
        text(features));
    FieldTree status = FieldTree.of(stream.events().subList(2, 4), MemberTypes.NET);
    assertTrue(text(status).contains("    bit 6: DEVICE_NEEDS_RESET\n"), text(status));
  }

  @Test
  void anAccessToSeveralRegistersShowsEach() {
    stream.read(1, 12, "00010200");
    assertTrue(
        text(tree())
            .startsWith(
                """
                Legacy access: R32 @12 QueueSize,QueueSelect guest[0+4]
                  register: QueueSize (§4.1.4.10) guest[0+2]
                  value: 0x0100 (256 entries) guest[0+2]
                  register: QueueSelect (§4.1.4.10) guest[2+2]
                  value: 0x0002 (queue 2) guest[2+2]
                """),
        text(tree()));
  }

  @Test
  void aFailedReadSaysWhatTheGuestSaw() {
    stream.fail(1, stream.beginRead(1, 18, 1), 20, 18, 1, 5);
    assertTrue(
        text(tree())
            .startsWith(
                """
                Legacy access: R8 @18 DeviceStatus guest[0+1]
                  register: DeviceStatus (§4.1.4.10)
                  guest saw: 0xff guest[0+1]
                  ✗ outcome: EIO
                  header: 20 bytes
                """),
        text(tree()));
  }

  @Test
  void anAccessThatHasNotEndedWaits() {
    long begin = stream.beginRead(1, 24, 1);
    stream.add(
        1, begin, new Fact.AdminSubmit(5, 1, 1, Bytes.hex("05" + HEADER_3.substring(2) + "00"), 9));
    assertEquals(
        """
        Legacy access: R8 @24 DeviceConfig mac[0]
          field: DeviceConfig mac[0] (§5.1.4)
          ◔ outcome: not ended
          timing: since 0.000 000 s
            began: 0.000 000 s
        ◔ Admin command: DEV_CFG_READ off 0 len 1 (not answered) command[0+25]
          opcode: 0x0005 LEGACY_DEV_CFG_READ command[0+2]
          group: 1 sriov command[2+2]
          reserved: zero command[4+12]
          member: 1 command[16+8]
          offset: 0 DeviceConfig mac[0] command[24+1]
          writable part: 9 bytes
          submitted: 0.000 001 s
        Recording: events 0 to 1
          time: 0.000 000 s
        """,
        text(tree()));
  }

  @Test
  void aConfigAccessShowsWhatTheOverlayChanged() {
    Bytes seen = Bytes.hex("f41a0010");
    Bytes core = Bytes.hex("f41a4110");
    stream.add(
        1, Event.NONE, new Fact.ConfigAccess(Direction.READ, 0, 4, seen, seen, core, 0, 0, 900));
    assertEquals(
        """
        Config access: R32 @0x0 VENDOR_ID, DEVICE_ID guest[0+4]
          VENDOR_ID: 0x1af4 guest[0+2] core[0+2]
          DEVICE_ID: 0x1000 (overlay; the core has 0x1041) guest[2+2] core[2+2]
          outcome: OK
          timing: 900 ns
            began: 0.000 000 s
            ended: 0.000 000 s
        Recording: event 0
          time: 0.000 000 s
        """,
        text(tree()));
  }

  @Test
  void theCommandRegisterIsReadInWords() {
    Bytes data = Bytes.hex("0704");
    stream.add(
        1,
        Event.NONE,
        new Fact.ConfigAccess(Direction.WRITE, 4, 2, data, Bytes.EMPTY, Bytes.EMPTY, 0, 0, 900));
    assertTrue(
        text(tree()).contains("  COMMAND: 0x0407 IO|MEMORY|MASTER|INTX_DISABLE guest[0+2]\n"),
        text(tree()));
  }

  @Test
  void listsNameTheirCommands() {
    Bytes written = Bytes.hex("0000000000000000" + "7f00000000000000");
    stream.add(0, Event.NONE, new Fact.AdminComplete(0, 0, 0, 0, 16, written, Event.NONE));
    String text = text(tree());
    assertTrue(
        text.startsWith("Completion: OK 0x7f (its command was not seen) answer[0+16]\n"), text);
    assertTrue(text.contains("  commands: 0x7f answer[8+8]\n    0x0: LIST_QUERY\n"), text);
    assertTrue(text.contains("    0x6: NOTIFY_INFO\n"), text);
    assertTrue(text.contains("    ? taken: never\n"), text);
  }

  @Test
  void notifyPlacesAreReadEntryByEntry() {
    Bytes written =
        Bytes.hex("0000000000000000" + "02040000000000000030000000000000" + "00".repeat(16));
    stream.add(1, Event.NONE, new Fact.AdminComplete(6, 1, 0, 0, 40, written, 0));
    assertTrue(
        text(tree())
            .contains(
                """
                  entry 0: member BAR 4 + 0x3000 answer[8+16]
                    flags: 2 member answer[8+1]
                    bar: 4 answer[9+1]
                    reserved: zero answer[10+6]
                    offset: 0x3000 answer[16+8]
                  entry 1: end of list answer[24+16]
                """),
        text(tree()));
  }

  @Test
  void aDoorbellStandsUnderItsAccess() {
    long begin = stream.beginWrite(1, 16, "0100");
    stream.add(1, begin, new Fact.Notify(4, 0x3000, 1));
    stream.endWrite(1, begin, 24, 16, "0100");
    assertTrue(
        text(tree())
            .contains(
                """
                Doorbell: queue 1 (§2.12.1.1.5)
                  queue: 1
                  place: BAR 4 + 0x3000
                """),
        text(tree()));
  }

  @Test
  void aDoorbellInTheOwnersBarSaysSo() {
    stream.add(1, Event.NONE, new Fact.Notify(true, 2, 0x10, 1));
    assertTrue(
        text(tree())
            .contains(
                """
                Doorbell: queue 1 (§2.12.1.1.5)
                  queue: 1
                  place: the owner's BAR 2 + 0x10
                """),
        text(tree()));
  }

  @Test
  void aWordInTheOwnersBarThatReachedNobodySaysSo() {
    stream.add(0, Event.NONE, new Fact.Notify(true, 2, 0x12, 1));
    assertTrue(
        text(tree())
            .contains(
                """
                Doorbell: nobody's (§2.12.1.1.5)
                  value: 0x1
                  place: the owner's BAR 2 + 0x12
                """),
        text(tree()));
  }

  @Nested
  class SingleEvents {
    private String of(Fact fact) {
      stream.add(1, Event.NONE, fact);
      String text = text(tree());
      return text.substring(0, text.indexOf("Recording:"));
    }

    @Test
    void interrupts() {
      assertEquals(
          "Interrupt: MSI-X vector 1\n  reason: used buffers\n  queue: 0\n",
          of(new Fact.Interrupt(1, InterruptReason.QUEUE, 0)));
    }

    @Test
    void interruptsByPin() {
      assertEquals(
          "Interrupt: INTx\n  reason: the device configuration changed\n",
          of(new Fact.Interrupt(-1, InterruptReason.CONFIG, -1)));
    }

    @Test
    void theProbeWithEachCondition() {
      assertEquals(
          "Lifecycle: probe\n  ✓ function is a VF: VF 1\n  ✗ VF has no BAR0: length 32\n",
          of(
              new Fact.Lifecycle(
                  "probe",
                  List.of(
                      new Condition("function is a VF", true, "VF 1"),
                      new Condition("VF has no BAR0", false, "length 32")))));
    }

    @Test
    void guestFaults() {
      assertEquals(
          "✗ Guest fault: queue 9 notified, has 3\n  rule: L-113\n",
          of(new Fact.GuestFault("L-113", "queue 9 notified, has 3")));
    }

    @Test
    void losses() {
      assertEquals(
          "✗ Lost: 12,345 events\n  where: event ring\n", of(new Fact.Lost(12_345, "event ring")));
    }

    @Test
    void whatThisVersionDoesNotKnow() {
      assertEquals(
          "? Unknown event: kind 0x4d\n  payload: 0xefbeadde payload[0+4]\n",
          of(new Fact.Unknown(77, Bytes.hex("deadbeef"))));
    }

    @Test
    void theSetupAsATree() {
      assertEquals(
          """
          Setup:
            seed: 7
            pfs:
              0:
                queueSizes: 256, 64
                empty: none
          """,
          of(new Fact.Setup("{\"seed\":7,\"pfs\":[{\"queueSizes\":[256,64],\"empty\":[]}]}")));
    }

    @Test
    void aSetupThatIsNotJson() {
      assertEquals("✗ Setup: {oops\\u000a (malformed: not JSON)\n", of(new Fact.Setup("{oops\n")));
    }
  }

  @Nested
  class MalformedCommands {
    private String command(int opcode, String readable) {
      stream.add(1, Event.NONE, new Fact.AdminSubmit(opcode, 1, 1, Bytes.hex(readable), 8));
      return text(tree());
    }

    @Test
    void aHeaderThatIsTooShort() {
      String text = command(3, "030001");
      assertTrue(
          text.contains("  ✗ group: 1 sriov (malformed: 1 of 2 bytes) command[2+1]\n"), text);
      assertTrue(text.contains("  ✗ malformed: 3 bytes, expected at least 24\n"), text);
    }

    @Test
    void reservedBytesThatAreNotZero() {
      String text = command(3, "030001000000000000000000000000ff" + "0100000000000000" + "12");
      assertTrue(text.contains("  ✗ reserved: 0000000000000000000000ff (expected zero)"), text);
    }

    @Test
    void aWriteWithoutData() {
      assertTrue(command(2, HEADER_2 + "12").contains("  ✗ malformed: no bytes to write\n"));
      assertTrue(text(tree()).contains("  offset: 18 DeviceStatus command[24+1]\n"));
    }

    @Test
    void aReadWithoutOffset() {
      assertTrue(command(3, HEADER_3).contains("  ✗ malformed: no offset\n"));
    }

    @Test
    void aReadWithTooMuchData() {
      assertTrue(
          command(3, HEADER_3 + "12ff")
              .contains("  ✗ extra: 0xff (malformed: the data is 1 byte) command[25+1]\n"));
    }

    @Test
    void anOpcodeThatNobodyKnows() {
      String text = command(0x8001, "0180010000000000000000000000000001000000000000000007");
      assertTrue(text.contains("  opcode: 0x8001 unknown command[0+2]\n"), text);
      assertTrue(text.contains("  ? data: 0x0700 command[24+2]\n"), text);
    }

    @Test
    void anAnswerThatIsTooShort() {
      stream.add(1, Event.NONE, new Fact.AdminComplete(3, 1, 0, 0, 9, Bytes.hex("0000"), 0));
      String text = text(tree());
      assertTrue(text.contains("  ✗ malformed: 2 bytes, expected at least 8\n"), text);
      assertTrue(text.contains("  ✗ used length: 9 bytes (the part holds 2)\n"), text);
    }
  }

  /// Whatever the events are, and however they are put together.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyByteOfEveryStripBelongsToAField(long seed) {
    List<Event> events = RandomEvents.of(seed, 3000);
    Random random = new Random(seed);
    int bytes = 0;
    for (int from = 0; from < events.size(); ) {
      List<Event> row = new ArrayList<>();
      for (int i = 1 + random.nextInt(4); i > 0 && from < events.size(); i--) {
        row.add(events.get(from++));
      }
      bytes += coveredBytes(FieldTree.of(row, MemberTypes.NET));
    }
    assertTrue(bytes > 10_000, "there must have been something to cover");
  }

  /// An access and its command, cut at every length.
  @Test
  void everyByteBelongsToAFieldAtEveryLength() {
    Bytes readable = Bytes.hex(HEADER_2 + "0800000000000000" + "a3f20100" + "77");
    Bytes written = Bytes.hex("0000000000000000" + "a3f20100");
    for (int opcode = 0; opcode < 0x14; opcode++) {
      for (int length = 0; length <= readable.length(); length++) {
        AccessStream some = new AccessStream();
        long begin = some.beginWrite(1, 8, "a3f20100");
        Bytes cut = readable.slice(0, length);
        long submit = some.add(1, begin, new Fact.AdminSubmit(opcode, 1, 1, cut, 12));
        Bytes answer = written.slice(0, Math.min(length, written.length()));
        some.add(1, submit, new Fact.AdminComplete(opcode, 1, 0, 0, answer.length(), answer, 0));
        some.endWrite(1, begin, 24, 8, "a3f20100");
        assertTrue(coveredBytes(FieldTree.of(some.events(), MemberTypes.NET)) >= 4);
      }
    }
  }

  private static int coveredBytes(FieldTree tree) {
    int bytes = 0;
    for (int strip = 0; strip < tree.strips().size(); strip++) {
      for (int at = 0; at < tree.strips().get(strip).bytes().length(); at++) {
        Optional<FieldNode> field = tree.at(strip, at);
        assertTrue(field.isPresent(), () -> text(tree));
        assertTrue(
            field.get().children().stream().noneMatch(c -> !c.spans().isEmpty()), () -> text(tree));
        bytes++;
      }
    }
    tree.roots().forEach(root -> insideStrips(root, tree));
    return bytes;
  }

  private static void insideStrips(FieldNode node, FieldTree tree) {
    for (FieldTree.Span span : node.spans()) {
      int length = tree.strips().get(span.strip()).bytes().length();
      assertTrue(span.offset() >= 0 && span.length() > 0, () -> text(tree));
      assertTrue(span.offset() + span.length() <= length, () -> text(tree));
    }
    node.children().forEach(child -> insideStrips(child, tree));
  }

  @Test
  void noEventsGiveNoTree() {
    assertEquals(FieldTree.EMPTY, FieldTree.of(List.of(), MemberTypes.NET));
  }

  @Test
  void anAccessToAnotherRegionIsShownToo() {
    stream.add(
        1, Event.NONE, new Fact.AccessStart(Region.VGA, Direction.WRITE, 64, 2, Bytes.hex("0102")));
    assertTrue(
        text(tree())
            .startsWith("Access to vga: W16 @64 guest[0+2]\n  bytes at 0x40: 0x0201 guest[0+2]\n"),
        text(tree()));
  }
}
