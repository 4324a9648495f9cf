package org.barscope.engine.host;

import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.barscope.engine.EmulatedOwner;
import org.barscope.engine.Guest;
import org.barscope.engine.Rig;
import org.barscope.engine.Switch;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.external.ListeningFirmware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the PF driver makes of answers that the built-in firmware never gives, in both positions of
/// each switch (reference §5.7, §11): a firmware behind a socket says to each access of the guest
/// what the test has told it.
class AdminAnswersTest {
  private static final Pattern COMMAND = Pattern.compile("\"id\":(\\d+),\"opcode\":(\\d+),");
  private static final String OK = zeros(8);

  @TempDir Path folder;

  /// Runs a guest on VF 1; its accesses get these answers, status block first, one after the other.
  ///
  /// @return how many commands followed the probe
  private int run(Switches switches, List<String> answers, Consumer<Guest> script)
      throws IOException {
    return run(switches, List.of(), answers, (guest, owner) -> script.accept(guest));
  }

  /// The same with answers to LIST_QUERY, of which the last one is used from then on.
  private int run(
      Switches switches,
      List<String> lists,
      List<String> answers,
      BiConsumer<Guest, EmulatedOwner> script)
      throws IOException {
    Deque<String> offers = new ArrayDeque<>(lists);
    offers.add(OK + "7f00000000000000");
    Path socket = folder.resolve("s");
    Deque<String> left = new ArrayDeque<>(answers);
    try (ListeningFirmware firmware =
        new ListeningFirmware(
            socket,
            connection -> {
              while (true) {
                Matcher command = COMMAND.matcher(connection.hear());
                if (!command.find()) {
                  throw new IOException("no command");
                }
                String written =
                    switch (command.group(2)) {
                      case "0" -> offers.size() > 1 ? offers.pop() : offers.element();
                      case "1" -> OK;
                      case "6" -> OK + "0204000000000000" + "0030000000000000" + zeros(48);
                      default -> left.isEmpty() ? OK : left.pop();
                    };
                connection.say(
                    "{\"id\":%s,\"written\":\"%s\"}\n".formatted(command.group(1), written));
              }
            })) {
      Topology.Pf pf =
          new Topology.Pf(
              256,
              Rig.topology(1).pfs().getFirst().vfs(),
              new Topology.External(socket.toString(), 60_000),
              true);
      try (Rig rig = Rig.of(new Topology(List.of(pf), switches, 0))) {
        rig.ready(1, guest -> script.accept(guest, rig.engine().owners().getFirst()));
      }
      return (int)
          firmware.heard().stream()
              .filter(line -> line.contains("\"opcode\":3") || line.contains("\"opcode\":2"))
              .count();
    }
  }

  private static Switches position(Switch which, String position) {
    return Switches.DEFAULT.with(which, position);
  }

  /// A-034 (L), F-12: a status that the standard does not have is passed on, or is EINVAL; those
  /// that it has stay what they are.
  @ParameterizedTest(name = "{0}: {1} is {2}")
  @CsvSource({
    "passed, ff0f, -4095",
    "passed, 0010, -4096",
    "passed, 0080, -32768",
    "passed, ffff, -65535",
    "passed, 0100, EPERM",
    "EINVAL, ff0f, EINVAL",
    "EINVAL, 0010, EINVAL",
    "EINVAL, 0080, EINVAL",
    "EINVAL, ffff, EINVAL",
    "EINVAL, 0100, EINVAL",
    "passed, 0600, ENXIO",
    "EINVAL, 0600, ENXIO",
    "EINVAL, 0b00, EAGAIN",
    "EINVAL, 0c00, ENOMEM",
    "EINVAL, 1000, EBUSY",
    "EINVAL, 1100, EEXIST",
    "EINVAL, 1600, EINVAL",
    "EINVAL, 1c00, ENOSPC",
  })
  void reservedStatuses(String position, String status, String result) throws IOException {
    run(
        position(Switch.RESERVED_STATUS, position),
        List.of(status + zeros(6)),
        guest -> assertEquals(result, guest.read(18, 1)));
  }

  /// a qualifier, reserved or not, changes nothing.
  @ParameterizedTest(name = "{0}, qualifier {1}")
  @CsvSource({"passed, 0800", "passed, ffff", "EINVAL, 0800", "EINVAL, ffff"})
  void reservedQualifiers(String position, String qualifier) throws IOException {
    run(
        position(Switch.RESERVED_STATUS, position),
        List.of("1600" + qualifier + zeros(4), "0000" + qualifier + zeros(4) + "07"),
        guest -> {
          assertEquals("EINVAL", guest.read(18, 1));
          assertEquals("07", guest.read(18, 1));
        });
  }

  /// A-045 (L), F-04: Linux gives up at the first EAGAIN; the standard's driver repeats the
  /// command, here ten times at most.
  @ParameterizedTest(name = "{0}, {1} times EAGAIN: {2} after {3} commands")
  @CsvSource({
    "never, 1, EAGAIN, 1",
    "EAGAIN, 1, 07, 2",
    "EAGAIN, 10, 07, 11",
    "EAGAIN, 11, EAGAIN, 11",
  })
  void commandsThatShouldBeRepeated(String position, int times, String result, int commands)
      throws IOException {
    String[] answers = new String[times + 1];
    Arrays.fill(answers, "0b000700" + zeros(4));
    answers[times] = OK + "07";
    assertEquals(
        commands,
        run(
            position(Switch.RETRY, position),
            List.of(answers),
            guest -> assertEquals(result, guest.read(18, 1))));
  }

  /// nothing but EAGAIN is repeated.
  @ParameterizedTest(name = "{0}")
  @CsvSource({"1000, EBUSY", "0c00, ENOMEM", "1600, EINVAL"})
  void commandsThatAreNotRepeated(String status, String result) throws IOException {
    assertEquals(
        1,
        run(
            position(Switch.RETRY, "EAGAIN"),
            List.of(status + "0700" + zeros(4), OK + "07"),
            guest -> assertEquals(result, guest.read(18, 1))));
  }

  /// A-046 (L), F-08: bytes that the device did not write are those of the access before at that
  /// place, or zero.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"stale, ff02 ff02", "zero, ff00 0000"})
  void missingResults(String position, String reads) throws IOException {
    run(
        position(Switch.MISSING_RESULT, position),
        List.of(OK + "0102", OK + "ff", OK),
        guest -> {
          assertEquals("0102", guest.read(12, 2));
          assertEquals(reads, guest.read(12, 2) + " " + guest.read(12, 2));
        });
  }

  /// A-046, F-09: an answer without status reads as OK; a status in a short answer counts.
  @ParameterizedTest(name = "{0}")
  @CsvSource({"stale, 45230100", "zero, 00000000"})
  void missingStatuses(String position, String read) throws IOException {
    run(
        position(Switch.MISSING_RESULT, position),
        List.of(OK, "", "1600", "16"),
        guest -> {
          assertEquals("4", guest.write(8, "45230100"));
          assertEquals(read, guest.read(8, 4));
          assertEquals("EINVAL", guest.read(8, 4));
          assertEquals("EINVAL", guest.read(8, 4));
        });
  }

  /// The switches are independent: with all at the standard's side each does its own.
  @Test
  void allAtTheStandardsSide() throws IOException {
    run(
        Switches.DEFAULT
            .with(Switch.RESERVED_STATUS, "EINVAL")
            .with(Switch.RETRY, "EAGAIN")
            .with(Switch.MISSING_RESULT, "zero"),
        List.of(OK + "0102", "0b000700" + zeros(4), OK + "ff", "0080" + zeros(6)),
        guest -> {
          assertEquals("0102", guest.read(12, 2));
          assertEquals("ff00", guest.read(12, 2));
          assertEquals("EINVAL", guest.read(12, 2));
        });
  }

  /// F-39, A-025: a list that is shorter after a reset takes commands away from VFs in use.
  @Test
  void aListThatShrinksTakesCommandsAway() throws IOException {
    run(
        Switches.DEFAULT,
        List.of(OK + "7f00000000000000", OK + "3b00000000000000"),
        List.of(OK + "07"),
        (guest, owner) -> {
          owner.reset();
          owner.restore();
          assertEquals("07", guest.read(18, 1));
          assertEquals("EOPNOTSUPP", guest.write(18, "00"));
          assertEquals("2", guest.write(16, "0000"));
        });
  }

  /// Reference §2.5: an error of LIST_QUERY leaves what was agreed on before.
  @Test
  void aListThatFailsLeavesTheOldOne() throws IOException {
    run(
        Switches.DEFAULT,
        List.of(OK + "7f00000000000000", "16000400" + zeros(4) + "0300000000000000"),
        List.of(OK + "07"),
        (guest, owner) -> {
          owner.reset();
          owner.restore();
          assertEquals("07", guest.read(18, 1));
          assertEquals("1", guest.write(18, "00"));
        });
  }
}
