package org.barscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which room may import which: the table of `ARCHITECTURE.md`, held against the compiled classes.
///
/// A room is a package. Its row names what its classes may use directly, besides `java.*`, JSpecify
/// and itself; `x.*` is `x` and every room below it. A room without a row fails, and so does a row
/// without a room.
class FloorsTest {
  private static final String ROOMS =
      """
      # the engine: what things are called
      engine.protocol.bytes  :
      engine.protocol.vfio   : engine.protocol.bytes
      engine.protocol.pci    : engine.protocol.bytes
      engine.protocol.ring   : engine.protocol.bytes
      engine.protocol.legacy : engine.protocol.bytes
      engine.protocol.device : engine.protocol.bytes
      engine.protocol.device.net engine.protocol.device.blk engine.protocol.device.console :
                               engine.protocol.device engine.protocol.bytes
      engine.protocol.device.entropy engine.protocol.device.balloon engine.protocol.device.scsi :
                               engine.protocol.device engine.protocol.bytes
      engine.protocol.types  : engine.protocol.device engine.protocol.device.*
      engine.protocol.admin  : engine.protocol.bytes engine.protocol.legacy

      # the engine: what stands between the rooms
      engine.port            : engine.protocol.*
      engine.event           : engine.protocol.*

      # the engine: the model
      engine.time            : engine.port
      engine.memory          : engine.port engine.protocol.bytes
      engine.queue           : engine.port engine.protocol.bytes engine.protocol.ring
      engine.device          : engine.queue engine.port engine.protocol.bytes
                               engine.protocol.device engine.protocol.legacy
      engine.member          : engine.device engine.queue engine.port engine.protocol.bytes
                               engine.protocol.device engine.protocol.legacy engine.protocol.pci
                               engine.protocol.vfio
      engine.owner           : engine.member engine.queue engine.port engine.protocol.*
      engine.host            : engine.queue engine.port engine.protocol.*
      engine.variant         : engine.port engine.protocol.bytes engine.protocol.device
                               engine.protocol.legacy engine.protocol.pci engine.protocol.vfio
                               engine.protocol.admin engine.protocol.types
      engine.external        : engine.port engine.protocol.* com.fasterxml.jackson

      # the engine: what watches it, and what puts it together
      engine.trace           : engine.port engine.event engine.protocol.*
      engine                 : engine.* com.fasterxml.jackson

      # the tracer
      tracer.pcapng          : engine.protocol.bytes
      tracer.capture         : tracer.pcapng engine.event engine.protocol.*
      tracer.decode          : engine.event engine.protocol.* com.fasterxml.jackson
      tracer.recording       : engine.protocol.*
      tracer.state           : tracer.capture tracer.decode engine.event engine.protocol.*
      tracer.format          : tracer.capture tracer.decode tracer.recording engine.event
                               engine.protocol.* com.fasterxml.jackson
      tracer.replay          : tracer.capture tracer.decode tracer.recording engine engine.event
                               engine.port engine.protocol.*

      # what comes with the program; it has tests only
      samples                :

      # the application
      app.session            : engine engine.event engine.port engine.protocol.* tracer.*
      app.console            : engine engine.event engine.port engine.protocol.*
                               tracer.decode tracer.format com.fasterxml.jackson
      app.cli                : app.console app.session app.shell engine engine.event engine.port
                               engine.protocol.* tracer.* com.fasterxml.jackson picocli
      app.navigation         : tracer.* engine.event engine.protocol.* javafx
      app.ui                 : engine.protocol.bytes javafx atlantafx
      app.shell              : app.* tracer.* engine.event engine.protocol.* javafx
                               javax.imageio org.controlsfx

      # features: they never import each other
      app.details app.events app.members app.registers :
                               app.session app.navigation app.ui tracer.* engine.event
                               engine.protocol.* com.fasterxml.jackson javafx atlantafx
                               org.controlsfx

      # and the door
      app                    : app.*
      """;

  /// Fewer classes than these mean that the test looked at the wrong place.
  private static final Map<String, Integer> FEWEST = Map.of("engine", 100, "tracer", 90, "app", 15);

  private static final String ROOT = "org.barscope.";
  private static final Set<String> ALWAYS = Set.of("java", "org.jspecify.annotations");
  private static final List<String> MODEL =
      List.of("device", "external", "member", "owner", "host", "variant", "queue", "memory");

  private static final Collection<JavaClass> CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.barscope");

  private final Map<String, Set<String>> table = table(ROOMS);

  @Test
  void everyImportIsAllowedByTheTable() {
    assertEquals(List.of(), strangers(table, CLASSES));
  }

  @Test
  void everyRoomHasARowAndEveryRowARoom() {
    assertEquals(table.keySet(), rooms(CLASSES));
  }

  @Test
  void theWholeHouseWasSeen() {
    assertEquals(List.of(), tooFew(CLASSES));
  }

  /// Watching and breaking add nothing to the thing watched.
  @ParameterizedTest
  @ValueSource(strings = {"engine.event", "engine.trace", "engine.fault"})
  void noModelRoomKnowsThatItIsWatchedOrBroken(String forbidden) {
    for (String room : MODEL) {
      assertEquals(List.of(), uses("engine." + room, forbidden));
    }
  }

  @Test
  void theHostNeverSeesTheOwnerButThroughPorts() {
    assertEquals(List.of(), uses("engine.host", "engine.owner"));
    assertEquals(List.of(), uses("engine.host", "engine.member"));
  }

  @Test
  void theVariantDriverNeverSeesTheFirmwareNorTheMember() {
    assertEquals(List.of(), uses("engine.variant", "engine.owner"));
    assertEquals(List.of(), uses("engine.variant", "engine.member"));
    assertEquals(List.of(), uses("engine.variant", "engine.host"));
  }

  @Test
  void noRoomOfTheEngineUsesItsFrontDoorNorTheFloorsAbove() {
    for (String room : rooms(CLASSES)) {
      if (room.startsWith("engine.")) {
        assertEquals(List.of(), usesExactly(room, "engine"));
      }
      if (under(room, "engine")) {
        assertEquals(List.of(), uses(room, "tracer"));
        assertEquals(List.of(), uses(room, "app"));
      }
      if (under(room, "tracer")) {
        assertEquals(List.of(), uses(room, "app"));
      }
    }
  }

  @Test
  void fromOutsideTheEngineOnlyItsPublicRoomsAreUsed() {
    Set<String> open = Set.of("engine", "engine.event", "engine.port", "engine.fault");
    for (String room : rooms(CLASSES)) {
      for (String used : roomsUsedBy(room)) {
        assertTrue(
            under(room, "engine")
                || !under(used, "engine")
                || under(used, "engine.protocol")
                || open.contains(used),
            room + " uses " + used);
      }
    }
  }

  @Test
  void jsonIsReadAndWrittenInFivePlacesOnly() {
    for (JavaClass origin : CLASSES) {
      String room = room(origin);
      boolean may =
          Set.of("engine", "engine.external", "tracer.format", "tracer.decode").contains(room)
              || under(room, "app");
      assertTrue(
          may || targets(origin).stream().noneMatch(used -> under(used, "com.fasterxml.jackson")),
          origin.getName());
    }
  }

  /// The test of the test: a table or a house that is wrong is found out.
  @Nested
  class ItSees {
    @Test
    void anImportThatTheTableForbids() {
      table.get("engine.owner").remove("engine.queue");
      assertEquals(List.of("engine.owner: Owner uses engine.queue.DeviceRing"), newlyFound());
    }

    @Test
    void aLibraryThatTheTableForbids() {
      table.get("engine").remove("com.fasterxml.jackson");
      assertTrue(
          newlyFound()
              .contains(
                  "engine: TopologyJson uses com.fasterxml.jackson.databind.node.ObjectNode"));
    }

    /// Dropping any room from any row that needs it is noticed.
    @Test
    void everyImportThatIsNeeded() {
      for (String room : rooms(CLASSES)) {
        for (String used : roomsUsedBy(room)) {
          Map<String, Set<String>> narrower = table(ROOMS);
          narrower.put(
              room,
              rooms(CLASSES).stream()
                  .filter(other -> !other.equals(used))
                  .collect(Collectors.toCollection(TreeSet::new)));
          assertTrue(
              strangers(narrower, CLASSES).stream()
                  .anyMatch(entry ->
                      entry.startsWith(room + ": ") && entry.contains(" uses " + used + ".")),
              room + " without " + used);
        }
      }
    }

    @Test
    void aRoomWithoutARow() {
      table.remove("engine.queue");
      assertTrue(difference(rooms(CLASSES), table.keySet()).contains("engine.queue"));
      assertTrue(newlyFound().contains("engine.queue: DriverRing is in a room without a row"));
    }

    @Test
    void aRowWithoutARoom() {
      table.put("engine.cellar", new TreeSet<>());
      assertTrue(difference(table.keySet(), rooms(CLASSES)).contains("engine.cellar"));
    }

    @Test
    void thatItSawTooLittle() {
      Collection<JavaClass> one =
          new ClassFileImporter().importPackages("org.barscope.engine.protocol.bytes");
      assertEquals(3, tooFew(one).size());
      assertEquals(3, tooFew(List.of()).size());
    }

    /// What the changed table finds and the real one does not.
    private List<String> newlyFound() {
      List<String> found = new ArrayList<>(strangers(table, CLASSES));
      found.removeAll(strangers(table(ROOMS), CLASSES));
      return found;
    }

    @Test
    void arraysAndTypesThatOnlySignaturesName() {
      assertTrue(roomsUsedBy("engine.port").contains("engine.protocol.admin"));
      assertTrue(roomsUsedBy("engine.trace").contains("engine.port"));
    }
  }

  /// `room -> what it may use`; rooms may share a row, which goes on in lines that start with white
  /// space.
  private static Map<String, Set<String>> table(String text) {
    Map<String, Set<String>> table = new TreeMap<>();
    List<Set<String>> row = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String rest = line;
      if (!Character.isWhitespace(line.charAt(0))) {
        String[] halves = line.split(":", 2);
        row = new ArrayList<>();
        for (String room : halves[0].strip().split("\\s+")) {
          Set<String> own = new TreeSet<>();
          row.add(own);
          assertEquals(null, table.put(room, own), "two rows for " + room);
        }
        rest = halves[1];
      }
      List<String> words =
          Arrays.stream(rest.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
      row.forEach(own -> own.addAll(words));
    }
    return table;
  }

  private static List<String> strangers(
      Map<String, Set<String>> table, Collection<JavaClass> classes) {
    Set<String> found = new TreeSet<>();
    for (JavaClass origin : classes) {
      String room = room(origin);
      Set<String> row = table.get(room);
      if (row == null) {
        found.add(room + ": " + origin.getSimpleName() + " is in a room without a row");
        continue;
      }
      for (String used : targets(origin)) {
        String place = used.substring(0, used.lastIndexOf('.'));
        if (!place.equals(room)
            && ALWAYS.stream().noneMatch(allowed -> under(place, allowed))
            && row.stream().noneMatch(allowed -> allows(allowed, place))) {
          found.add(room + ": " + origin.getSimpleName() + " uses " + used);
        }
      }
    }
    return List.copyOf(found);
  }

  /// A room of ours by its exact name, or with those below it; a library with all its packages.
  private static boolean allows(String allowed, String place) {
    if (allowed.endsWith(".*")) {
      return under(place, allowed.substring(0, allowed.length() - 2));
    }
    boolean ours = List.of("engine", "tracer", "app").contains(allowed.split("\\.")[0]);
    return ours ? place.equals(allowed) : under(place, allowed);
  }

  private static boolean under(String place, String root) {
    return place.equals(root) || place.startsWith(root + ".");
  }

  /// The classes that a class uses directly: ours from the room on, others by their whole name.
  private static Set<String> targets(JavaClass origin) {
    Set<String> targets = new TreeSet<>();
    for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
      JavaClass target = dependency.getTargetClass().getBaseComponentType();
      if (!target.isPrimitive()) {
        String name = target.getName();
        targets.add(name.startsWith(ROOT) ? name.substring(ROOT.length()) : name);
      }
    }
    return targets;
  }

  private static Set<String> rooms(Collection<JavaClass> classes) {
    return classes.stream().map(FloorsTest::room).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String room(JavaClass origin) {
    return origin.getPackageName().substring(ROOT.length());
  }

  private static Set<String> roomsUsedBy(String room) {
    Set<String> rooms = rooms(CLASSES);
    Set<String> used = new TreeSet<>();
    for (JavaClass origin : CLASSES) {
      if (room(origin).equals(room)) {
        targets(origin).stream()
            .map(target -> target.substring(0, target.lastIndexOf('.')))
            .filter(place -> !place.equals(room) && rooms.contains(place))
            .forEach(used::add);
      }
    }
    return used;
  }

  private static List<String> uses(String room, String forbidden) {
    return roomsUsedBy(room).stream().filter(used -> under(used, forbidden)).toList();
  }

  private static List<String> usesExactly(String room, String forbidden) {
    return roomsUsedBy(room).stream().filter(forbidden::equals).toList();
  }

  private static Set<String> difference(Set<String> from, Set<String> other) {
    Set<String> rest = new TreeSet<>(from);
    rest.removeAll(other);
    return rest;
  }

  private static List<String> tooFew(Collection<JavaClass> classes) {
    List<String> tooFew = new ArrayList<>();
    FEWEST.forEach((floor, fewest) -> {
      long seen = classes.stream().filter(origin -> under(room(origin), floor)).count();
      if (seen < fewest) {
        tooFew.add(floor + ": saw " + seen + " classes, expected " + fewest);
      }
    });
    return tooFew;
  }
}
