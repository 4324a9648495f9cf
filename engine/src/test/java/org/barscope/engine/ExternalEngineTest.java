package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.external.ListeningFirmware;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.protocol.vfio.Condition;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An engine whose firmware is behind a socket, from the start-up of the PF to the engine's end.
class ExternalEngineTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENT = 60_000;

  @TempDir Path folder;
  private Path socket;

  @BeforeEach
  void placeTheSocket() {
    socket = folder.resolve("fw.sock");
  }

  private static EngineOptions options(boolean deterministic) {
    return deterministic ? EngineOptions.DETERMINISTIC : EngineOptions.LIVE;
  }

  private Topology topology(int vfs, long timeoutMillis) {
    List<Topology.Vf> members = Rig.topology(vfs).pfs().getFirst().vfs();
    Topology.Firmware firmware = new Topology.External(socket.toString(), timeoutMillis);
    Topology.Pf pf = new Topology.Pf(256, members, firmware, true);
    return new Topology(List.of(pf), Switches.DEFAULT, 0);
  }

  /// A firmware that asks the engine's own, which has members of its own.
  private static ListeningFirmware.Script delegating(Bench bench) {
    return connection -> {
      while (true) {
        connection.say(answer(connection.hear(), bench) + "\n");
      }
    };
  }

  private static String answer(String line, Bench bench) throws IOException {
    JsonNode command = JSON.readTree(line);
    String written =
        bench.send(command.path("readable").asText(), command.path("writable").asInt());
    return "{\"id\":%d,\"written\":\"%s\"}".formatted(command.path("id").asLong(), written);
  }

  private static Bench bench(int vfs) {
    Bench bench = Bench.net(vfs);
    bench.enableVfs(vfs);
    return bench;
  }

  private static List<String> lifecycle(Rig rig) {
    return rig.facts(Fact.Lifecycle.class).stream().map(Fact.Lifecycle::what).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void startsAndServesMembers(boolean deterministic) throws IOException {
    try (ListeningFirmware server = new ListeningFirmware(socket, delegating(bench(3)));
        Rig rig = Rig.of(topology(3, PATIENT), options(deterministic))) {
      assertEquals(3, rig.engine().members().stream().filter(EmulatedMember::transitional).count());
      assertEquals(
          List.of("kernel-log", "pf-driver-start", "vf-enable", "probe", "probe", "probe"),
          lifecycle(rig));
      rig.ready(
          2,
          guest -> {
            assertEquals("6480bf39", guest.read(0, 4));
            guest.w16(14, 2);
            assertEquals(64, guest.r16(12));
            assertEquals("525400123402", guest.read(20, 4) + guest.read(24, 2));
            assertEquals("EINVAL", guest.read(12, 4));
          });
      // LIST_QUERY, LIST_USE, NOTIFY_INFO of three members, and what the guest did
      assertEquals(11, server.heard().size());
    }
  }

  /// Commands of several members wait for each other at the socket, and nobody gets another's
  /// answer.
  @Test
  void servesSeveralGuestsAtOnce() throws IOException {
    try (ListeningFirmware server = new ListeningFirmware(socket, delegating(bench(4)));
        Rig rig = Rig.of(topology(4, PATIENT), EngineOptions.LIVE)) {
      List<Scheduler.Strand> strands = new ArrayList<>();
      for (int vf = 1; vf <= 4; vf++) {
        Guest guest = rig.guest(vf);
        String last = "340" + vf;
        strands.add(
            rig.scheduler()
                .spawn(
                    "guest " + vf,
                    () -> {
                      guest.powerOn();
                      for (int i = 0; i < 50; i++) {
                        assertEquals(last, guest.read(24, 2));
                      }
                    }));
      }
      strands.forEach(Rig::join);
      assertEquals(2 + 4 + 200, server.heard().size());
    }
  }

  /// Same bytes, whoever executes the commands.
  @Test
  void givesTheSameEventsAsTheFirmwareOfTheEngine() throws IOException {
    List<String> builtIn;
    try (Rig rig = Rig.net(2)) {
      builtIn = events(rig);
    }
    try (ListeningFirmware server = new ListeningFirmware(socket, delegating(bench(2)));
        Rig rig = Rig.of(topology(2, PATIENT))) {
      assertEquals(builtIn, events(rig));
      assertFalse(server.heard().isEmpty());
    }
  }

  private static List<String> events(Rig rig) {
    rig.ready(
        1,
        guest -> {
          guest.w8(18, 0);
          guest.w8(18, 3);
          guest.r32(0);
        });
    return rig.events().stream()
        .filter(event -> !(event.fact() instanceof Fact.Setup))
        .map(Event::toString)
        .toList();
  }

  /// Only the firmware knows its registers: whether a queue is active, or is one at all.
  @Test
  void nobodyHereSaysWhichRulesAGuestBreaks() throws IOException {
    try (ListeningFirmware server = new ListeningFirmware(socket, delegating(bench(1)));
        Rig rig = Rig.of(topology(1, PATIENT), options(true))) {
      rig.ready(
          1,
          guest -> {
            guest.w8(18, 7);
            guest.w16(16, 0);
            guest.w16(16, 99);
          });
      assertEquals(List.of(), rig.faults());
      assertFalse(server.heard().isEmpty());
      assertEquals(2, rig.facts(Fact.Notify.class).size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void membersOfOneThatNeverAnswersArePlain(boolean deterministic) throws IOException {
    try (ListeningFirmware server =
            new ListeningFirmware(socket, ListeningFirmware.Connection::sleep);
        Rig rig = Rig.of(topology(1, 20), options(deterministic))) {
      assertFalse(rig.engine().member(0, 1).transitional());
      assertEquals(
          List.of(
              "firmware-late", "kernel-log", "kernel-log", "pf-driver-start", "vf-enable", "probe"),
          lifecycle(rig));
      assertEquals(List.of(), server.heard());
      if (deterministic) {
        rig.events().forEach(event -> assertEquals(0, event.time()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFirmwareThatDiesFailsEveryAccessFromThenOn(boolean deterministic) throws IOException {
    Bench bench = bench(1);
    ListeningFirmware.Script script =
        connection -> {
          for (int i = 0; i < 4; i++) {
            connection.say(answer(connection.hear(), bench) + "\n");
          }
          connection.hear();
        };
    try (ListeningFirmware server = new ListeningFirmware(socket, script);
        Rig rig = Rig.of(topology(1, PATIENT), options(deterministic))) {
      rig.forget();
      rig.ready(
          1,
          guest -> {
            assertEquals("6480bf39", guest.read(0, 4));
            assertEquals("EBUSY", guest.read(0, 4));
            assertEquals("EBUSY", guest.read(18, 1));
          });
      assertEquals(1, lifecycle(rig).stream().filter("firmware-lost"::equals).count());
      List<Fact.AdminComplete> ends = rig.facts(Fact.AdminComplete.class);
      assertEquals(List.of(0, 16, 16), ends.stream().map(Fact.AdminComplete::status).toList());
      assertEquals(List.of(0, 7, 7), ends.stream().map(Fact.AdminComplete::qualifier).toList());
      assertEquals(5, server.heard().size());
    }
  }

  @Test
  void whatItDidWrongIsCausedByTheCommand() throws IOException {
    Bench bench = bench(1);
    ListeningFirmware.Script script =
        connection -> {
          for (int i = 0; i < 3; i++) {
            connection.say(answer(connection.hear(), bench) + "\n");
          }
          connection.hear();
          connection.say("nonsense\n");
          connection.sleep();
        };
    try (ListeningFirmware server = new ListeningFirmware(socket, script);
        Rig rig = Rig.of(topology(1, PATIENT))) {
      rig.forget();
      rig.ready(1, guest -> guest.read(0, 4));
      Event lie =
          rig.events(Fact.Lifecycle.class).stream()
              .filter(event -> ((Fact.Lifecycle) event.fact()).what().equals("firmware-lied"))
              .findFirst()
              .orElseThrow();
      assertEquals(
          List.of(
              new Condition("command 4", true, "COMMON_CFG_READ of VF 1"),
              new Condition("the answer is JSON", false, "nonsense")),
          ((Fact.Lifecycle) lie.fact()).reasons());
      Event submit = rig.events(Fact.AdminSubmit.class).getFirst();
      assertEquals(submit.seq(), lie.cause());
      assertEquals(4, server.heard().size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void closingEndsACommandInFlight(boolean deterministic) throws Exception {
    Bench bench = bench(1);
    CountDownLatch inFlight = new CountDownLatch(1);
    ListeningFirmware.Script script =
        connection -> {
          for (int i = 0; i < 3; i++) {
            connection.say(answer(connection.hear(), bench) + "\n");
          }
          connection.hear();
          inFlight.countDown();
          connection.sleep();
        };
    try (ListeningFirmware server = new ListeningFirmware(socket, script)) {
      Rig rig = Rig.of(topology(1, 3_600_000), options(deterministic));
      Guest guest = rig.guest(1);
      AtomicReference<String> seen = new AtomicReference<>("");
      Scheduler.Strand strand =
          rig.scheduler()
              .spawn(
                  "guest",
                  () -> {
                    guest.powerOn();
                    seen.set(guest.read(0, 4));
                    seen.set(seen.get() + " " + guest.read(0, 4));
                  });
      Thread joiner = Thread.ofPlatform().daemon().start(strand::join);
      inFlight.await();
      assertTimeoutPreemptively(Duration.ofMinutes(1), rig::close);
      assertTimeoutPreemptively(Duration.ofMinutes(1), () -> joiner.join());
      if (!deterministic) {
        assertEquals("EBUSY EBUSY", seen.get());
      }
      assertFalse(lifecycle(rig).contains("firmware-lost"));
      assertEquals(4, server.heard().size());
    }
  }

  @Test
  void withoutAListenerTheTopologyCannotBeBuilt() {
    TopologyException thrown =
        assertThrows(
            TopologyException.class,
            () -> Engine.start(topology(1, 20), EngineOptions.DETERMINISTIC));
    assertEquals(
        "firmware socket "
            + socket
            + ": No such file or directory, expected a firmware that listens there",
        thrown.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\0b", "/tmp/a-path/that-is-too-long"})
  void aPathThatIsNoneCannotBeBuilt(String path) {
    String whole = path.endsWith("long") ? path.repeat(5) : path;
    Topology.Pf pf = new Topology.Pf(8, List.of(), new Topology.External(whole, 20), true);
    Topology topology = new Topology(List.of(pf), Switches.DEFAULT, 0);
    TopologyException thrown =
        assertThrows(
            TopologyException.class, () -> Engine.start(topology, EngineOptions.DETERMINISTIC));
    assertTrue(thrown.getMessage().endsWith(", expected a firmware that listens there"));
  }

  /// The connection of the first PF is closed when the second one cannot be built.
  @Test
  void aStartThatFailsLetsTheOtherFirmwareGo() throws IOException {
    CountDownLatch gone = new CountDownLatch(1);
    Bench bench = bench(1);
    ListeningFirmware.Script script =
        connection -> {
          try {
            delegating(bench).run(connection);
          } finally {
            gone.countDown();
          }
        };
    try (ListeningFirmware server = new ListeningFirmware(socket, script)) {
      Topology.Pf first = topology(1, PATIENT).pfs().getFirst();
      Topology.Firmware nobody = new Topology.External(folder.resolve("no").toString(), 20);
      Topology.Pf second = new Topology.Pf(8, List.of(), nobody, true);
      Topology both = new Topology(List.of(first, second), Switches.DEFAULT, 0);
      assertThrows(TopologyException.class, () -> Engine.start(both, EngineOptions.LIVE));
      assertTimeoutPreemptively(Duration.ofMinutes(1), () -> gone.await());
      assertEquals(3, server.heard().stream().filter(line -> line.startsWith("{")).count());
    }
  }

  /// `samples/programs/firmware.py`, the example of `docs/firmware.md`.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theExampleInPythonServesTwoVfs(boolean deterministic) throws Exception {
    List<String> line =
        List.of("python3", "../samples/programs/firmware.py", socket.toString(), "2");
    Process python = started(line);
    try (BufferedReader out = python.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("listening on " + socket, out.readLine());
      try (Rig rig = Rig.of(topology(2, PATIENT), options(deterministic))) {
        assertEquals(
            List.of(true, true),
            rig.engine().members().stream().map(EmulatedMember::transitional).toList());
        rig.ready(2, ExternalEngineTest::startDriver);
        assertEquals(
            List.of(),
            lifecycle(rig).stream().filter(what -> what.startsWith("firmware")).toList());
      }
      assertEquals(0, python.waitFor());
    } finally {
      python.destroyForcibly();
    }
  }

  /// What a legacy driver does with a network device.
  private static void startDriver(Guest guest) {
    guest.w8(18, 0);
    guest.w8(18, 3);
    assertEquals(0x10020, guest.r32(0));
    guest.w32(4, 0x10020);
    for (int queue = 0; queue < 3; queue++) {
      guest.w16(14, queue);
      assertEquals(queue < 2 ? 256 : 0, guest.r16(12));
      assertEquals(0, guest.r32(8));
    }
    guest.w16(14, 1);
    guest.w32(8, 0x1234);
    assertEquals(0x1234, guest.r32(8));
    guest.w16(14, 0);
    assertEquals(0, guest.r32(8));
    guest.w8(18, 7);
    assertEquals(7, guest.r8(18));
    assertEquals("525400000002", guest.read(20, 4) + guest.read(24, 2));
    assertEquals("0100", guest.read(26, 2));
    assertEquals("EINVAL", guest.read(0, 2));
    assertEquals("EINVAL", guest.read(29, 1));
    guest.w8(18, 0);
    assertEquals(0, guest.r8(18));
    guest.w16(14, 1);
    assertEquals(0, guest.r32(8));
  }

  private static Process started(List<String> line) {
    try {
      return new ProcessBuilder(new ArrayList<>(line)).redirectErrorStream(true).start();
    } catch (IOException e) {
      Assumptions.abort("no python3 here: " + e.getMessage());
      throw new IllegalStateException(e);
    }
  }
}
