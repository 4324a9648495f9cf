package org.barscope.tracer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.ExampleEvents;
import org.barscope.tracer.pcapng.BlockBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The bytes of `docs/capture-format.md`.
final class EventCodecTest {
  private static final List<String> RECORDING =
      List.of(
          "01 00 00" + ascii("{\"pfs\":1,\"vfs\":4,\"seed\":7}"),
          "05 00 01   00 00 10 00",
          "06 01 02 01   10 00 b06d 08 7f00000000000000",
          "0b 00 03   13"
              + ascii("probe: transitional")
              + "02"
              + "01 23"
              + ascii("the PF negotiated VIRTIO_F_ADMIN_VQ")
              + "06"
              + ascii("bit 41")
              + "00 12"
              + ascii("the VF has no BAR0")
              + "0a"
              + ascii("0x0000e004"),
          "02 00 04   00 12",
          "05 01 05 01   00 03 09 01 12",
          "06 01 06 01   10 03 b817 01 07",
          "03 01 07 03   10 12 07 8c15",
          "02 00 08   09 10 0100",
          "07 01 09 01   02 8060 01",
          "03 01 0a 02   19 10 0100 c801",
          "08 01 0b 03   00 02 02",
          "08 00 0c   01 00 00",
          "02 00 0d   71 04",
          "04 01 0e 01   11 04 0705 02 0605 8407",
          "02 00 0f   02 0c",
          "05 01 10 01   00 03 0c 01 0c",
          "06 01 11 01   14 03 16 03 f823 00",
          "03 01 12 03   32 0c 16 901c",
          "0d 00 13   05" + ascii("L-113") + "17" + ascii("queue 9 notified, has 3"),
          "0f 00 14   25 0c" + ascii("ring of pf 0"),
          "4d 00 15   deadbeef");

  @Test
  void writesTheBytesOfTheManual() {
    List<Event> events = ExampleEvents.recording();
    for (int i = 0; i < events.size(); i++) {
      assertEquals(Bytes.hex(RECORDING.get(i)), payload(events.get(i)), events.get(i).toString());
    }
  }

  @Test
  void readsTheBytesOfTheManual() throws MalformedPayloadException {
    List<Event> events = ExampleEvents.recording();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      assertEquals(event, read(RECORDING.get(i), event.vf(), event.time()));
    }
  }

  @Test
  void storesTheRecordedTimeAndTheInference() throws MalformedPayloadException {
    Event event = new Event(300, 9, 0, 3, 299, 5, true, new Fact.Unknown(77, Bytes.EMPTY));
    assertEquals(Bytes.hex("4d 07 ac02 01 05"), payload(event));
    assertEquals(event, read("4d 07 ac02 01 05", 3, 9));
  }

  @Test
  void storesAHeaderThatDoesNotFollowFromItsFieldsWhole() {
    String readable = "0300 0100" + "00".repeat(11) + "01" + "0300000000000000 12";
    assertEquals(
        Bytes.hex("05 00 00   01 03 09 19" + readable),
        payload(
            ExampleEvents.event(
                0, 0, 3, -1, new Fact.AdminSubmit(3, 1, 3, Bytes.hex(readable), 9))));
  }

  @Test
  void storesForWhichLockACommandHadToWait() {
    String readable = "0300 0100" + "00".repeat(12) + "0300000000000000 12";
    assertEquals(
        Bytes.hex("05 00 00   08 03 09 01 12   08 636d645f6c6f636b 54 d80f"),
        payload(
            ExampleEvents.event(
                0,
                0,
                3,
                -1,
                new Fact.AdminSubmit(
                    3, 1, 3, Bytes.hex(readable), 9, new Fact.Wait("cmd_lock", 42, 2008)))));
  }

  /// Captures from before owners had BARs do not have the last byte.
  @Test
  void storesWhoseBarWasRungOnlyWhenItIsTheOwners() {
    assertEquals(
        Bytes.hex("07 00 00   02 10 01"),
        payload(ExampleEvents.event(0, 0, 3, -1, new Fact.Notify(2, 0x10, 1))));
    assertEquals(
        Bytes.hex("07 00 00   02 10 01 01"),
        payload(ExampleEvents.event(0, 0, 3, -1, new Fact.Notify(true, 2, 0x10, 1))));
  }

  @Test
  void readsWhoseBarWasRung() throws MalformedPayloadException {
    assertEquals(new Fact.Notify(2, 0x10, 1), read("07 00 00 02 10 01", 3, 0).fact());
    assertEquals(new Fact.Notify(true, 2, 0x10, 1), read("07 00 00 02 10 01 01", 3, 0).fact());
  }

  @Test
  void storesAMemberAndAGroupOtherThanTheInterfaceTells() {
    String readable = "0700 0000" + "00".repeat(12) + "0500000000000000";
    assertEquals(
        Bytes.hex("05 00 00   06 07 00 05 10 00"),
        payload(
            ExampleEvents.event(
                0, 0, 3, -1, new Fact.AdminSubmit(7, 0, 5, Bytes.hex(readable), 16))));
  }

  @Test
  void storesAnAnswerThatIsShorterThanItsUsedLengthWhole() {
    assertEquals(
        Bytes.hex("06 00 00   09 03 80808008 02 0000"),
        payload(
            ExampleEvents.event(
                0, 0, 3, -1, new Fact.AdminComplete(3, 3, 0, 0, 0x1000000, Bytes.of(0, 0), -1))));
  }

  @Test
  void storesAWidthThatIsNoPowerOfTwo() {
    assertEquals(
        Bytes.hex("02 00 00   0f 00 03 03 aabbcc"),
        payload(
            ExampleEvents.event(
                0,
                0,
                3,
                -1,
                new Fact.AccessStart(
                    Region.BAR0, Direction.WRITE, 0, 3, Bytes.of(0xaa, 0xbb, 0xcc)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02 00 00", // no fields
        "02 00 00 00", // no offset
        "02 00 00 00 12 00", // a byte left over
        "02 00 00 04 12", // width code 4
        "02 00 00 90 12", // region 9
        "02 00 00 00 8080808010", // offset beyond 32 bits
        "03 00 00 27 00 03 14 16 00 01", // an odd failed read has to say what was seen
        "05 00 00 08 03 09 01 12", // a bit of the form that is not defined
        "06 00 00 20 03 09 01 12",
        "07 00 00 02 10 01 00", // the member's BAR, said with a byte too many
        "07 00 00 02 10 01 02", // nobody's BAR
        "07 00 00 02 10 01 01 01", // a byte left over
        "08 00 00 02 00 00", // reason 2
        "0b 00 00 00 ffffffff0f", // 4 billion conditions
        "0b 00 00 00 01 02 00 00", // a condition that holds twice
        "0d 00 00 01 ff 00", // no UTF-8
        "0d 00 00 ffffffff0f", // a length of minus one
      })
  void keepsFieldsThatDoNotFitAsUnknown(String hex) throws MalformedPayloadException {
    Bytes payload = Bytes.hex(hex);
    Fact fact = read(hex, 3, 0).fact();
    assertEquals(new Fact.Unknown(payload.u8(0), payload.slice(3, payload.length() - 3)), fact);
    assertEquals(payload, payload(ExampleEvents.event(0, 0, 3, -1, fact)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "02", "02 00", "02 01 05", "02 08 00", "02 00 ffffffffffffffffffff01"})
  void refusesAPayloadWithoutAReadableNumber(String hex) {
    assertThrows(MalformedPayloadException.class, () -> read(hex, 3, 0));
  }

  private static Event read(String hex, int vf, long time) throws MalformedPayloadException {
    Source source = new Source(FormatVersion.CURRENT, new RecordingId(0, 0), 0, vf, 0);
    return EventCodec.read(Bytes.hex(hex), source, time);
  }

  private static Bytes payload(Event event) {
    BlockBuffer buffer = new BlockBuffer(16);
    EventCodec.write(buffer, event);
    return buffer.copy();
  }

  private static String ascii(String text) {
    StringBuilder hex = new StringBuilder();
    text.chars().forEach(c -> hex.append(Integer.toHexString(0x100 | c), 1, 3));
    return hex.toString();
  }
}
