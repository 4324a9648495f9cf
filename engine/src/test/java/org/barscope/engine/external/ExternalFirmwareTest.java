package org.barscope.engine.external;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A firmware behind a socket that answers right, late, not at all, or nonsense.
class ExternalFirmwareTest {
  private static final long PATIENT = 60_000;
  private static final long IMPATIENT = 30;

  /// COMMON_CFG_READ of VF 1, 1 byte at offset 18.
  private static final Bytes READ =
      Bytes.hex("03000100" + "00".repeat(12) + "0100000000000000" + "12");

  /// EBUSY, TRYAGAIN.
  private static final String REFUSED = "1000070000000000";

  @TempDir Path folder;
  private Path socket;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void placeTheSocket() {
    socket = folder.resolve("fw.sock");
  }

  private interface Talk {
    void with(ExternalFirmware firmware) throws Exception;
  }

  /// Lets a firmware run the script, and talks with it.
  private List<String> talk(long timeoutMillis, ListeningFirmware.Script script, Talk talk)
      throws Exception {
    try (ListeningFirmware server = new ListeningFirmware(socket, script);
        ExternalFirmware firmware =
            new ExternalFirmware(LineSocket.connect(socket), timeoutMillis, new Told())) {
      talk.with(firmware);
      return server.heard();
    }
  }

  private static String read(ExternalFirmware firmware) {
    return firmware.execute(READ, 9).toHex();
  }

  private final class Told implements Witness {
    @Override
    public void lifecycle(String what, List<Condition> reasons) {
      StringBuilder line = new StringBuilder(what);
      for (Condition reason : reasons) {
        line.append(reason.holds() ? " | " : " | not ")
            .append(reason.name())
            .append(": ")
            .append(reason.value());
      }
      told.add(line.toString());
    }

    @Override
    public void guestFault(String rule, String message) {
      told.add(rule);
    }

    @Override
    public void coreRead(byte[] bytes, int count) {}

    @Override
    public void headerLength(int bytes) {}
  }

  @Nested
  class ThatAnswers {
    @Test
    void getsEachCommandAsALineOfJson() throws Exception {
      List<String> heard =
          talk(
              PATIENT,
              connection -> {
                connection.hear();
                connection.say("{\"id\":1,\"written\":\"000000000000000007\"}\n");
                connection.hear();
                connection.say("{ \"written\" : \"0B0007\", \"id\" : 2 }\r\n");
                connection.hear();
                connection.say("{\"id\":3,\"written\":\"\"}\n");
              },
              firmware -> {
                assertEquals("000000000000000007", read(firmware));
                assertEquals("0b0007", firmware.execute(Bytes.hex("ffff"), 8).toHex());
                assertEquals("", firmware.execute(Bytes.EMPTY, 0).toHex());
              });
      assertEquals(
          List.of(
              "{\"id\":1,\"opcode\":3,\"group\":1,\"member\":1,\"readable\":\""
                  + READ
                  + "\",\"writable\":9}",
              "{\"id\":2,\"opcode\":65535,\"group\":0,\"member\":0,\"readable\":\"ffff\",\"writable\":8}",
              "{\"id\":3,\"opcode\":0,\"group\":0,\"member\":0,\"readable\":\"\",\"writable\":0}"),
          heard);
      assertEquals(List.of(), told);
    }

    @Test
    void isToldWhenItAnswersTwiceAndTheNextCommandStillGetsItsAnswer() throws Exception {
      talk(
          PATIENT,
          connection -> {
            connection.hear();
            connection.say("{\"id\":1,\"written\":\"000000000000000007\"}\n");
            connection.say("{\"id\":1,\"written\":\"000000000000000008\"}\n");
            connection.hear();
            connection.say("{\"id\":2,\"written\":\"000000000000000009\"}\n");
          },
          firmware -> {
            assertEquals("000000000000000007", read(firmware));
            assertEquals("000000000000000009", read(firmware));
          });
      assertEquals(
          List.of(
              "firmware-lied | command 2: COMMON_CFG_READ of VF 1"
                  + " | not a command is answered once: another answer to command 1"),
          told);
    }

    @Test
    void seesMembersAsUnsignedNumbers() throws Exception {
      List<String> heard =
          talk(
              PATIENT,
              connection -> {
                connection.hear();
                connection.say("{\"id\":1,\"written\":\"\"}\n");
              },
              firmware ->
                  firmware.execute(Bytes.hex("03000100" + "00".repeat(12) + "ff".repeat(8)), 8));
      assertTrue(heard.getFirst().contains("\"member\":18446744073709551615,"), heard.toString());
    }

    @Test
    void mayTakeSeveralWritesForALine() throws Exception {
      talk(
          PATIENT,
          connection -> {
            connection.hear();
            for (char each : "{\"id\":1,\"written\":\"00000000000000002a\"}\n".toCharArray()) {
              connection.say(String.valueOf(each));
            }
          },
          firmware -> assertEquals("00000000000000002a", read(firmware)));
    }

    @Test
    void mayAnswerALotAtOnce() throws Exception {
      String many = "ab".repeat(400_000);
      talk(
          PATIENT,
          connection -> {
            connection.hear();
            connection.say("{\"id\":1,\"written\":\"" + many + "\"}\n");
          },
          firmware -> assertEquals(many, firmware.execute(READ, 400_000).toHex()));
    }

    @Test
    void mayDieAfterItsAnswer() throws Exception {
      talk(
          PATIENT,
          connection -> {
            connection.hear();
            connection.say("{\"id\":1,\"written\":\"00\"}\n");
          },
          firmware -> assertEquals("00", read(firmware)));
      assertEquals(List.of(), told);
    }
  }

  @Nested
  class ThatIsLate {
    @Test
    void hasItsAnswerPassedOver() throws Exception {
      CountDownLatch gaveUp = new CountDownLatch(1);
      talk(
          IMPATIENT,
          connection -> {
            connection.hear();
            gaveUp.await();
            connection.say("{\"id\":1,\"written\":\"0000000000000000ff\"}\n");
            connection.sleep();
          },
          firmware -> {
            assertEquals(REFUSED, read(firmware));
            gaveUp.countDown();
            assertEquals(REFUSED, read(firmware));
          });
      assertEquals(
          List.of(
              "firmware-late | command 1: COMMON_CFG_READ of VF 1"
                  + " | not the answer is there: not within 30 ms",
              "firmware-late | command 2: COMMON_CFG_READ of VF 1"
                  + " | not the answer is there: not within 30 ms"),
          told);
    }

    /// It never reads: what fits into the socket is sent, then sending has a time limit too.
    @Test
    void mayNotReadAtAll() throws Exception {
      Bytes huge = Bytes.copyOf(new byte[1 << 20]);
      talk(
          IMPATIENT,
          ListeningFirmware.Connection::sleep,
          firmware -> {
            for (int i = 0; i < 3; i++) {
              assertEquals(REFUSED, firmware.execute(huge, 8).toHex());
            }
          });
      assertEquals(
          List.of(
              "firmware-late | command 1: LIST_QUERY | not the command is read: not within 30 ms",
              "firmware-late | command 2: LIST_QUERY | not the command is read: not within 30 ms",
              "firmware-late | command 3: LIST_QUERY | not the command is read: not within 30 ms"),
          told);
    }

    /// Two that write before they read would wait for each other.
    @Test
    void mayWriteALotBeforeItReads() throws Exception {
      Bytes huge = Bytes.copyOf(new byte[1 << 20]);
      talk(
          PATIENT,
          connection -> {
            connection.say("{\"id\":1,\"written\":\"" + "00".repeat(400_000) + "\"}\n");
            connection.hear();
          },
          firmware -> assertEquals(400_000, firmware.execute(huge, 400_000).length()));
    }
  }

  @Nested
  class ThatDies {
    private static final String LOST =
        "firmware-lost | command 1: COMMON_CFG_READ of VF 1 | not the firmware is connected: ";

    @Test
    void isToldOnceAndStaysDead() throws Exception {
      talk(
          PATIENT,
          ListeningFirmware.Connection::hear,
          firmware -> {
            for (int i = 0; i < 3; i++) {
              assertEquals(REFUSED, read(firmware));
            }
          });
      assertEquals(List.of(LOST + "it closed the connection"), told);
    }

    @Test
    void mayDieInTheMiddleOfALine() throws Exception {
      talk(
          PATIENT,
          connection -> {
            connection.hear();
            connection.say("{\"id\":1,\"wri");
          },
          firmware -> assertEquals(REFUSED, read(firmware)));
      assertEquals(List.of(LOST + "it closed the connection in the middle of a line"), told);
    }

    @Test
    void mayDieBeforeItHearsAnything() throws Exception {
      CountDownLatch gone = new CountDownLatch(1);
      try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        listener.bind(UnixDomainSocketAddress.of(socket));
        LineSocket line = LineSocket.connect(socket);
        listener.accept().close();
        gone.countDown();
        ExternalFirmware firmware = new ExternalFirmware(line, PATIENT, new Told());
        assertEquals(REFUSED, read(firmware));
        assertEquals(REFUSED, read(firmware));
        firmware.close();
      }
      assertEquals(1, told.size());
      assertTrue(told.getFirst().startsWith(LOST), told.toString());
    }
  }

  @ParameterizedTest(name = "line {index}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          hello               | the answer is JSON: hello
          {'id':1,            | the answer is JSON: {'id':1,
          {'id':1,'id':1}     | the answer is JSON: {'id':1,'id':1}
          {'id':1,'written':'00'} x | the answer is JSON: {'id':1,'written':'00'} x
          [1,2]               | the answer is a JSON object: [1,2]
          7                   | the answer is a JSON object: 7
          null                | the answer is a JSON object: null
          ~~                  | the answer is a JSON object: an empty line
          {}                  | the answer has id 1: none
          {'id':'1','written':''}   | the answer has id 1: '1'
          {'id':1.0,'written':''}   | the answer has id 1: 1.0
          {'id':2,'written':''}     | the answer has id 1: 2
          {'id':0,'written':''}     | the answer has id 1: 0
          {'id':-1,'written':''}    | the answer has id 1: -1
          {'id':18446744073709551617,'written':''} | the answer has id 1: 18446744073709551617
          {'id':1}                  | written is bytes in hex: none
          {'id':1,'written':null}   | written is bytes in hex: null
          {'id':1,'written':12}     | written is bytes in hex: 12
          {'id':1,'written':'0'}    | written is bytes in hex: '0'
          {'id':1,'written':'0g'}   | written is bytes in hex: '0g'
          {'id':1,'written':'00 00'}| written is bytes in hex: '00 00'
          {'id':1,'written':'00000000000000000000'} | at most 9 bytes are written: 10 bytes
          {'id':1,'written':'00','status':0} | the answer has no fields but id and written: status
          """)
  void lies(String line, String told1) throws Exception {
    talk(
        PATIENT,
        connection -> {
          connection.hear();
          connection.say(line.replace('\'', '"') + "\n");
          connection.hear();
          connection.say("{\"id\":2,\"written\":\"0000000000000000aa\"}\n");
        },
        firmware -> {
          assertEquals(REFUSED, read(firmware));
          assertEquals("0000000000000000aa", read(firmware));
        });
    assertEquals(
        List.of(
            "firmware-lied | command 1: COMMON_CFG_READ of VF 1 | not " + told1.replace('\'', '"')),
        told);
  }

  @Test
  void aLineThatIsTooLongIsALieAndTheNextOneCounts() throws Exception {
    talk(
        PATIENT,
        connection -> {
          connection.hear();
          connection.say("y".repeat(3 << 20) + "\n");
          connection.hear();
          connection.say("{\"id\":2,\"written\":\"0000000000000000aa\"}\n");
        },
        firmware -> {
          assertEquals(REFUSED, read(firmware));
          assertEquals("0000000000000000aa", read(firmware));
        });
    assertEquals(
        List.of(
            "firmware-lied | command 1: COMMON_CFG_READ of VF 1"
                + " | not the answer has at most 1048576 bytes: "
                + "y".repeat(59)
                + "…"),
        told);
  }

  @Test
  void anEndlessLineHasATimeLimit() throws Exception {
    AtomicReference<String> answer = new AtomicReference<>("");
    talk(
        IMPATIENT,
        connection -> {
          connection.hear();
          while (true) {
            connection.say("z".repeat(1 << 16));
          }
        },
        firmware -> {
          answer.set(read(firmware));
          assertEquals(REFUSED, read(firmware));
        });
    assertEquals(REFUSED, answer.get());
    assertEquals(2, told.size());
  }

  @Test
  void closingEndsACommandInFlightWithoutAnEvent() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    AtomicReference<String> answer = new AtomicReference<>("");
    talk(
        3_600_000,
        connection -> {
          connection.hear();
          heard.countDown();
          connection.sleep();
        },
        firmware -> {
          Thread caller = Thread.ofVirtual().start(() -> answer.set(read(firmware)));
          heard.await();
          firmware.close();
          assertTimeoutPreemptively(Duration.ofMinutes(1), () -> caller.join());
          assertEquals(REFUSED, answer.get());
          assertEquals(REFUSED, read(firmware));
          firmware.close();
        });
    assertEquals(List.of(), told);
  }
}
