package org.barscope.tracer.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.tracer.ExampleEvents;
import org.barscope.tracer.decode.MemberKind;
import org.barscope.tracer.decode.MemberTypes;
import org.junit.jupiter.api.Test;

final class EventJsonTest {
  private static final String RECORDING =
      """
      {"seq":0,"t":0,"vf":0,"kind":"Setup","cause":null,"setup":{"pfs":1,"vfs":4,"seed":7}}
      {"seq":1,"t":10000,"vf":0,"kind":"AdminSubmit","cause":null,"opcode":0,"opcodeName":"LIST_QUERY","group":1,"member":0,"readable":"000001000000000000000000000000000000000000000000","writableLength":16}
      {"seq":2,"t":22000,"vf":0,"kind":"AdminComplete","cause":1,"opcode":0,"opcodeName":"LIST_QUERY","member":0,"status":0,"statusName":"OK","qualifier":0,"qualifierName":"OK","usedLength":16,"written":"00000000000000007f00000000000000","taken":15000}
      {"seq":3,"t":30000,"vf":3,"kind":"Lifecycle","cause":null,"what":"probe: transitional","reasons":[{"condition":"the PF negotiated VIRTIO_F_ADMIN_VQ","holds":true,"value":"bit 41"},{"condition":"the VF has no BAR0","holds":false,"value":"0x0000e004"}]}
      {"seq":4,"t":1204118000,"vf":3,"kind":"AccessStart","cause":null,"region":"bar0","dir":"read","offset":18,"width":1,"data":null}
      {"seq":5,"t":1204118300,"vf":3,"kind":"AdminSubmit","cause":4,"opcode":3,"opcodeName":"COMMON_CFG_READ","group":1,"member":3,"readable":"03000100000000000000000000000000030000000000000012","writableLength":9}
      {"seq":6,"t":1204120400,"vf":3,"kind":"AdminComplete","cause":5,"opcode":3,"opcodeName":"COMMON_CFG_READ","member":3,"status":0,"statusName":"OK","qualifier":0,"qualifierName":"OK","usedLength":9,"written":"000000000000000007","taken":1204118900}
      {"seq":7,"t":1204120700,"vf":3,"kind":"LegacyAccess","cause":4,"region":"bar0","dir":"read","offset":18,"width":1,"register":"DeviceStatus","headerLength":24,"data":"07","seen":"07","errno":null,"start":1204118000,"duration":2700}
      {"seq":8,"t":1205000000,"vf":3,"kind":"AccessStart","cause":null,"region":"bar0","dir":"write","offset":16,"width":2,"data":"0100"}
      {"seq":9,"t":1205000100,"vf":3,"kind":"Notify","cause":8,"bar":2,"offset":12288,"queue":1}
      {"seq":10,"t":1205000200,"vf":3,"kind":"LegacyAccess","cause":8,"region":"bar0","dir":"write","offset":16,"width":2,"register":"QueueNotify","headerLength":24,"data":"0100","seen":null,"errno":null,"start":1205000000,"duration":200}
      {"seq":11,"t":1205004000,"vf":3,"kind":"Interrupt","cause":8,"vector":1,"reason":"queue","queue":1}
      {"seq":12,"t":1205005000,"vf":3,"kind":"Interrupt","cause":null,"vector":"intx","reason":"config","queue":null}
      {"seq":13,"t":1206000000,"vf":3,"kind":"AccessStart","cause":null,"region":"config","dir":"read","offset":4,"width":2,"data":null}
      {"seq":14,"t":1206000900,"vf":3,"kind":"ConfigAccess","cause":13,"region":"config","dir":"read","offset":4,"width":2,"register":"COMMAND","data":"0705","seen":"0705","errno":null,"core":"0605","start":1206000000,"duration":900}
      {"seq":15,"t":1207000000,"vf":3,"kind":"AccessStart","cause":null,"region":"bar0","dir":"read","offset":12,"width":4,"data":null}
      {"seq":16,"t":1207000300,"vf":3,"kind":"AdminSubmit","cause":15,"opcode":3,"opcodeName":"COMMON_CFG_READ","group":1,"member":3,"readable":"0300010000000000000000000000000003000000000000000c","writableLength":12}
      {"seq":17,"t":1207003300,"vf":3,"kind":"AdminComplete","cause":16,"opcode":3,"opcodeName":"COMMON_CFG_READ","member":3,"status":22,"statusName":"EINVAL","qualifier":3,"qualifierName":"INVALID_FIELD","usedLength":8,"written":"1600030000000000","taken":1207001000}
      {"seq":18,"t":1207003600,"vf":3,"kind":"LegacyAccess","cause":15,"region":"bar0","dir":"read","offset":12,"width":4,"register":"QueueSize","headerLength":24,"data":null,"seen":"ffffffff","errno":"EINVAL","start":1207000000,"duration":3600}
      {"seq":19,"t":1208000000,"vf":3,"kind":"GuestFault","cause":null,"rule":"L-113","message":"queue 9 notified, has 3"}
      {"seq":20,"t":1209000000,"vf":0,"kind":"Lost","cause":null,"count":37,"where":"ring of pf 0"}
      {"seq":21,"t":1210000000,"vf":3,"kind":"Unknown","cause":null,"code":77,"payload":"deadbeef"}
      {"kind":"Summary","accesses":4}
      """;

  @Test
  void writesOneCompactObjectPerEventAndASummaryAtTheEnd() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (EventJson json = EventJson.to(out, MemberTypes.NET)) {
      for (Event event : ExampleEvents.recording()) {
        json.write(event);
      }
      json.summary(fields -> fields.writeNumberField("accesses", 4));
    }
    assertEquals(RECORDING, out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void writesOneLineWithoutALineEnd() {
    Event event = ExampleEvents.event(20, 5, 0, 4, new Fact.Lost(37, "ring"));
    assertEquals(
        "{\"seq\":20,\"t\":5,\"vf\":0,\"kind\":\"Lost\",\"cause\":4,\"count\":37,\"where\":\"ring\"}",
        EventJson.line(event, MemberTypes.NET));
  }

  @Test
  void showsAnotherOwnerTheRecordedTimeAndTheInferenceOnlyWhereTheyAre() {
    Event event = new Event(9, 5, 2, 1, -1, 77, true, new Fact.Notify(2, 0, 3));
    assertEquals(
        "{\"seq\":9,\"t\":5,\"pf\":2,\"vf\":1,\"kind\":\"Notify\",\"cause\":null,\"recorded\":77,"
            + "\"inferred\":true,\"bar\":2,\"offset\":0,\"queue\":3}",
        EventJson.line(event, MemberTypes.NET));
  }

  @Test
  void saysWhoseBarWasRungOnlyWhenItIsTheOwners() {
    Event event = ExampleEvents.event(9, 5, 1, -1, new Fact.Notify(true, 2, 16, 3));
    assertEquals(
        "{\"seq\":9,\"t\":5,\"vf\":1,\"kind\":\"Notify\",\"cause\":null,\"of\":\"owner\",\"bar\":2,"
            + "\"offset\":16,\"queue\":3}",
        EventJson.line(event, MemberTypes.NET));
  }

  @Test
  void namesTheFieldOfDeviceConfigurationBehindEitherHeader() {
    assertEquals(
        List.of("\"DeviceConfig\",\"field\":\"mac\",\"fieldOffset\":2", "\"ConfigMsixVector\""),
        List.of(register(22, 20, MemberTypes.NET), register(20, 24, MemberTypes.NET)));
    assertEquals(
        "\"DeviceConfig\"",
        register(22, 20, (pf, vf) -> new MemberKind(DeviceType.ENTROPY, GuestOrder.LITTLE)));
    assertEquals("\"DeviceConfig\"", register(64, 24, MemberTypes.NET));
  }

  @Test
  void writesAnErrorNumberWithoutANameAsANumber() {
    String line =
        line(
            new Fact.LegacyAccess(
                Direction.WRITE, 18, 1, 20, Bytes.of(1), Bytes.EMPTY, 0x8000, 0, 1));
    assertEquals("32768", between(line, "\"errno\":", ","));
  }

  @Test
  void writesMembersAbove53BitsAsHexText() {
    assertEquals("9007199254740991", member((1L << 53) - 1));
    assertEquals("\"0x20000000000000\"", member(1L << 53));
    assertEquals("\"0xffffffffffffffff\"", member(-1));
  }

  @Test
  void leavesOutNamesOfNumbersWithoutAName() {
    String line = line(new Fact.AdminComplete(0x8001, 1, 0x99, 0x98, 0, Bytes.EMPTY, -1));
    assertFalse(line.contains("Name"), line);
  }

  @Test
  void keepsASetupThatIsNotOneObjectAsText() {
    for (String text : List.of("", "[1]", "{\"a\":", "{} {}", "{\"a\":1}}")) {
      String line = line(new Fact.Setup(text));
      assertEquals("null", between(line, "\"setup\":", ","), line);
    }
  }

  @Test
  void putsASetupOfSeveralLinesOnOneLineWithItsNumbersUnchanged() {
    String line = line(new Fact.Setup("{\n  \"seed\": 18446744073709551615,\n  \"p\": 0.10\n}\n"));
    assertEquals(
        "{\"seed\":18446744073709551615,\"p\":0.10}", between(line, "\"setup\":", "}") + "}");
  }

  private static String register(int offset, int headerLength, MemberTypes types) {
    Event event =
        ExampleEvents.event(
            0,
            0,
            3,
            -1,
            new Fact.LegacyAccess(
                Direction.WRITE, offset, 1, headerLength, Bytes.of(1), Bytes.EMPTY, 0, 0, 1));
    return between(EventJson.line(event, types), "\"register\":", ",\"headerLength\"");
  }

  private static String member(long member) {
    return between(line(new Fact.AdminSubmit(3, 1, member, Bytes.EMPTY, 8)), "\"member\":", ",");
  }

  private static String line(Fact fact) {
    return EventJson.line(ExampleEvents.event(0, 0, 3, -1, fact), MemberTypes.NET);
  }

  private static String between(String text, String before, String after) {
    int from = text.indexOf(before) + before.length();
    return text.substring(from, text.indexOf(after, from));
  }
}
