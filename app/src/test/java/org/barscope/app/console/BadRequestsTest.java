package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A line that makes no sense gets an error, and the console goes on.
class BadRequestsTest {
  private static final String READ = "\"op\":\"bar.read\",\"vf\":1,\"bar\":0,";

  private final Script script = Script.deterministic();

  @AfterEach
  void close() {
    script.close();
  }

  private void assertRefused(String id, String message, String request) {
    String quoted = message.replace("\"", "\\\"");
    List<String> replies =
        script.lines(request + "\n{\"id\":99,\"op\":\"clock.step\",\"nanos\":0}");
    assertEquals(
        List.of(
            "{\"id\":" + id + ",\"ok\":false,\"errno\":\"EINVAL\",\"message\":\"" + quoted + "\"}",
            "{\"id\":99,\"ok\":true,\"now\":0}"),
        replies);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [1]      | a JSON array, expected an object with id and op
          17       | a JSON number, expected an object with id and op
          null     | a JSON null, expected an object with id and op
          "info"   | a JSON string, expected an object with id and op
          {"id":1,"id":1,"op":"info"} | not JSON: Duplicate field 'id'
          {"id":1    | not JSON: Unexpected end-of-input: expected close marker for Object
          {"id":NaN} | not JSON: Non-standard token 'NaN'
          """)
  void aLineThatIsNoObject(String line, String message) {
    assertRefused("null", message, line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello",
        "{",
        "{\"id\":1",
        "{\"id\":1} x",
        "{\"id\":1,}",
        "{'id':1}",
        "\"\\q\"",
        "}",
        "{\"id\":1}{\"id\":2}",
      })
  void aLineThatIsNoJson(String line) {
    List<String> replies = script.lines(line + "\n{\"id\":2,\"op\":\"clock.step\",\"nanos\":0}");
    assertEquals(2, replies.size(), replies::toString);
    assertTrue(
        replies
            .getFirst()
            .startsWith("{\"id\":null,\"ok\":false,\"errno\":\"EINVAL\",\"message\":\"not JSON: "),
        replies::toString);
    assertEquals("{\"id\":2,\"ok\":true,\"now\":0}", replies.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "vf":1                        | missing op, expected the name of an operation
          "op":7                        | op 7, expected the name of an operation
          "op":"bar.read"               | missing vf, expected the number of a VF, or pf alone for a BAR of the owner
          "op":"bar.write","bar":0      | missing vf, expected the number of a VF, or pf alone for a BAR of the owner
          "op":"region.info","index":0  | missing vf, expected the number of a VF, or pf alone for a BAR of the owner
          "op":"config.read","pf":0     | missing vf, expected a whole number from 1 to 2
          "op":"device.open","pf":0     | missing vf, expected a whole number from 1 to 2
          "op":"bar.read","pf":1        | pf 1, expected 0
          "op":"bar.write","pf":null,"vf":1 | pf null, expected 0
          "op":"bar.write","pf":0,"vf":null | vf null, expected a whole number from 1 to 2
          "op":"bar.write","pf":0,"vf":0    | vf 0, expected a whole number from 1 to 2
          "op":"bar.read","pf":0        | missing bar, expected a whole number from 0 to 5
          "op":"bar.read","pf":0,"bar":6 | bar 6, expected a whole number from 0 to 5
          "op":"bar.write","pf":0,"bar":2,"offset":0 | missing data, expected bytes as hex text, two digits each
          "op":"bar.write","pf":0,"bar":2,"offset":0,"data":"00","length":1 | unknown field length, expected only id, op, pf, vf, bar, offset, data, timeoutMillis
          "op":"region.info","pf":0,"index":6 | index 6, expected a whole number from 0 to 5
          "op":"bar.read","vf":0        | vf 0, expected a whole number from 1 to 2
          "op":"bar.read","vf":3        | vf 3, expected a whole number from 1 to 2
          "op":"bar.read","vf":"1"      | vf "1", expected a whole number from 1 to 2
          "op":"bar.read","vf":1.0      | vf 1.0, expected a whole number from 1 to 2
          "op":"bar.read","vf":null     | vf null, expected a whole number from 1 to 2
          "op":"bar.read","vf":99999999999999999999 | vf 99999999999999999999, expected a whole number from 1 to 2
          "op":"bar.read","vf":1,"bar":6 | bar 6, expected a whole number from 0 to 5
          "op":"clock.step"             | missing nanos, expected a whole number from 0 to 9007199254740991
          "op":"clock.step","nanos":-1  | nanos -1, expected a whole number from 0 to 9007199254740991
          "op":"info","vf":1            | unknown field vf, expected only id, op
          "op":"irq.set","vf":1         | missing index, expected one of none, intx, msi, msix
          "op":"irq.set","vf":1,"index":"MSIX" | index "MSIX", expected one of none, intx, msi, msix
          "op":"admin"                  | missing opcode, expected a whole number from 0 to 65535
          "op":"admin","opcode":65536   | opcode 65536, expected a whole number from 0 to 65535
          "op":"admin","opcode":0,"group":"own"  | group "own", expected one of self, sriov
          "op":"admin","opcode":0,"group":true   | group true, expected a whole number from 0 to 65535
          "op":"admin","opcode":0,"member":"9"   | member "9", expected an unsigned number of 64 bits, or one as text "0x…"
          "op":"memory.read","vf":1,"address":18446744073709551616 | address 18446744073709551616, expected an unsigned number of 64 bits, or one as text "0x…"
          "op":"memory.write","vf":1,"address":0,"data":"0"   | data "0", expected bytes as hex text, two digits each
          "op":"memory.write","vf":1,"address":0,"data":"0 0" | data "0 0", expected bytes as hex text, two digits each
          "op":"memory.write","vf":1,"address":0,"data":"zz"  | data "zz", expected bytes as hex text, two digits each
          "op":"memory.write","vf":1,"address":0,"data":12    | data 12, expected bytes as hex text, two digits each
          "op":"stimulus","vf":1        | missing what, expected one of queueUsed, configChanged, link, config, isr, needReset, errorDetected, busReset, resumable, reset, restore, bind, unbind, hold, release, sriov, assigned, remove
          "op":"stimulus","vf":1,"what":"reset"  | unknown field vf, expected only id, op, what, pf, timeoutMillis
          "op":"stimulus","what":"link"          | missing vf, expected a whole number from 1 to 2
          "op":"stimulus","vf":1,"what":"link"   | missing up, expected true or false
          "op":"stimulus","vf":1,"what":"isr","bits":256 | bits 256, expected a whole number from 0 to 255
          "op":"migration.state","vf":1 | missing state, expected one of error, stop, running, stop_copy, resuming, running_p2p, pre_copy, pre_copy_p2p
          "op":"migration.state","vf":1,"state":"STOP"  | state "STOP", expected one of error, stop, running, stop_copy, resuming, running_p2p, pre_copy, pre_copy_p2p
          "op":"migration.state","vf":1,"state":3       | state 3, expected one of error, stop, running, stop_copy, resuming, running_p2p, pre_copy, pre_copy_p2p
          "op":"migration.state"        | missing vf, expected a whole number from 1 to 2
          "op":"migration.info","vf":3  | vf 3, expected a whole number from 1 to 2
          "op":"migration.info","vf":1,"state":"stop"   | unknown field state, expected only id, op, pf, vf, timeoutMillis
          "op":"migration.read","vf":1  | missing length, expected a whole number from 0 to 1048576
          "op":"migration.read","vf":1,"length":1048577 | length 1048577, expected a whole number from 0 to 1048576
          "op":"migration.write","vf":1 | missing data, expected bytes as hex text, two digits each
          "op":"migration.write","vf":1,"data":"0"      | data "0", expected bytes as hex text, two digits each
          "op":"migration.precopy"      | missing vf, expected a whole number from 1 to 2
          "op":"migration.size","vf":"1" | vf "1", expected a whole number from 1 to 2
          "op":"wait"                   | missing access, expected a whole number from -9007199254740991 to 9007199254740991
          "op":"wait","access":3        | access 3, expected the number of one that is pending
          "op":"events","since":-1      | since -1, expected a whole number from 0 to 9007199254740991
          """)
  void aFieldThatIsMissingOrWrong(String fields, String message) {
    assertRefused("5", message, "{\"id\":5," + fields + "}");
  }

  @Test
  void aFieldThatIsWrongAmongOthers() {
    assertRefused(
        "1",
        "offset -1, expected a whole number from 0 to 2147483647",
        "{\"id\":1," + READ + "\"offset\":-1,\"length\":1}");
    assertRefused(
        "1",
        "length 1048577, expected a whole number from 0 to 1048576",
        "{\"id\":1," + READ + "\"offset\":0,\"length\":1048577}");
    assertRefused(
        "1",
        "timeoutMillis -1, expected a whole number from 0 to 2147483647",
        "{\"id\":1," + READ + "\"offset\":0,\"length\":1,\"timeoutMillis\":-1}");
    assertRefused(
        "1",
        "unknown field width, expected only id, op, pf, vf, bar, offset, length, timeoutMillis",
        "{\"id\":1," + READ + "\"offset\":0,\"length\":1,\"width\":1}");
  }

  @Test
  void anOperationThatIsNotThere() {
    assertRefused(
        "1",
        "op \"bar.peek\", expected one of info, clock.step, wait, events, region.info, config.read,"
            + " config.write, bar.read, bar.write, irq.set, ioeventfd, ioeventfd.signal,"
            + " device.open, device.close, device.reset, memory.read, memory.write,"
            + " migration.info, migration.state, migration.read, migration.write,"
            + " migration.precopy, migration.size, admin,"
            + " stimulus, quit",
        "{\"id\":1,\"op\":\"bar.peek\"}");
  }

  @Test
  void aRefusedRequestDoesNothing() {
    script.line("{\"op\":\"device.open\",\"vf\":1,\"colour\":\"red\"}");
    script.line("{\"op\":\"clock.step\",\"nanos\":5,\"colour\":\"red\"}");
    String info = script.line("{\"op\":\"info\"}");
    assertTrue(info.contains("\"open\":false},{\"vf\":2"), info);
    assertTrue(info.contains("\"now\":0,"), info);
  }

  @Test
  void longValuesAreCutInMessages() {
    String reply =
        script.line("{\"id\":1,\"op\":\"bar.read\",\"vf\":\"" + "x".repeat(1000) + "\"}");
    assertTrue(reply.contains("vf \\\"" + "x".repeat(58) + "…, expected"), reply);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null",
        "true",
        "\"a b\\u0000\"",
        "1",
        "-0",
        "1.50",
        "1E+400",
        "18446744073709551616",
        "[1,{\"a\":[]}]",
        "{\"b\":null}",
        "\"ü\"",
      })
  void anyIdIsEchoed(String id) {
    assertEquals(
        "{\"id\":" + (id.equals("-0") ? "0" : id) + ",\"ok\":true,\"now\":0}",
        script.line("{\"id\":" + id + ",\"op\":\"clock.step\",\"nanos\":0}"));
  }

  @Test
  void blankLinesAndWindowsLineEndsAreNoRequests() {
    assertEquals(
        List.of("{\"id\":1,\"ok\":true,\"now\":0}", "{\"id\":2,\"ok\":true,\"now\":0}"),
        script.lines(
            "\n  \t\r\n{\"id\":1,\"op\":\"clock.step\",\"nanos\":0}\r\n\r\n"
                + "{\"id\":2,\"op\":\"clock.step\",\"nanos\":0}\n\n"));
  }

  @Test
  void anEmptyInputGivesNoOutput() {
    assertArrayEquals(new byte[0], script.bytes(new byte[0]));
  }

  @Test
  void aLineThatIsTooLongIsPassedOver() {
    String longest = "{\"id\":1,\"op\":\"clock.step\",\"nanos\":0}";
    longest += " ".repeat((4 << 20) - longest.length());
    assertEquals(
        List.of(
            "{\"id\":1,\"ok\":true,\"now\":0}",
            "{\"id\":null,\"ok\":false,\"errno\":\"EINVAL\",\"message\":"
                + "\"line of more than 4194304 bytes, expected a shorter one\"}",
            "{\"id\":1,\"ok\":true,\"now\":0}",
            "{\"id\":null,\"ok\":false,\"errno\":\"EINVAL\",\"message\":"
                + "\"line of more than 4194304 bytes, expected a shorter one\"}"),
        script.lines(longest + "\n" + longest + " \n" + longest + "\n" + longest.repeat(3)));
  }

  @Test
  void bytesThatAreNoUtf8AreNoJson() {
    byte[] line = {'{', '"', (byte) 0xff, (byte) 0xfe, '"', ':', '1', '}', '\n'};
    String reply = new String(script.bytes(line), StandardCharsets.UTF_8);
    assertTrue(reply.startsWith("{\"id\":null,\"ok\":false,\"errno\":\"EINVAL\""), reply);
    assertEquals(1, reply.lines().count());
  }

  @Test
  void aLineNestedTooDeepIsNoJson() {
    assertRefused(
        "null",
        "not JSON: Document nesting depth (1001) exceeds the maximum allowed (1000)",
        "[".repeat(100_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "0031", "3100", "00000031", "31000000", "00007b007d"})
  void nothingButUtf8IsRead(String hex) {
    byte[] line = HexFormat.of().parseHex(hex + "0a");
    String reply = new String(script.bytes(line), StandardCharsets.UTF_8);
    assertTrue(reply.contains("\"message\":\"not JSON: "), reply);
    assertEquals(1, reply.lines().count());
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertEquals(
        "{\"id\":1,\"ok\":true,\"now\":0}",
        script.line("\ufeff{\"id\":1,\"op\":\"clock.step\",\"nanos\":0}"));
  }
}
