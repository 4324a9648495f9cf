package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.barscope.engine.Rig;
import org.barscope.engine.Route;
import org.barscope.engine.Route.FunctionReset;
import org.barscope.engine.Route.Registers;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Reset, function level reset and reopening in every state of a driver's life, for every type,
/// over BAR0 and by admin commands (virtio 1.4, 2.4 and 4.1.4.10; reference §2.6).
class ResetsTest {
  /// How far a driver got; each state goes on where the one before it stopped.
  private enum State {
    POWER_UP(registers -> {}),
    RESET(registers -> write(registers, 18, "00")),
    ACKNOWLEDGED(registers -> write(registers, 18, "01")),
    DRIVEN(registers -> write(registers, 18, "03")),
    FEATURES(registers -> write(registers, 4, "00000020")),
    MSIX_ON(registers -> registers.msix(true)),
    CONFIG_VECTOR(registers -> write(registers, 20, "0000")),
    QUEUE_SELECTED(registers -> write(registers, 14, "0000")),
    QUEUE_ACTIVE(registers -> write(registers, 8, "45230100")),
    QUEUE_VECTOR(registers -> write(registers, 22, "0100")),
    READY(registers -> write(registers, 18, "07")),
    RINGING(registers -> write(registers, 16, "0000")),
    INTERRUPTED(registers -> registers.stimuli().queueUsed().accept(0)),
    RECONFIGURED(registers -> registers.stimuli().configChanged().run()),
    QUEUE_STOPPED(registers -> write(registers, 8, "00000000")),
    NEEDS_RESET(registers -> registers.stimuli().needReset().run()),
    FAILED(registers -> write(registers, 18, "c7"));

    final Consumer<Registers> step;

    State(Consumer<Registers> step) {
      this.step = step;
    }
  }

  /// How the device is reset; afterwards its header has 20 or, if MSI-X stays, 24 bytes.
  private enum Way {
    STATUS_0(registers -> write(registers, 18, "00"), true, false),
    DEVICE_RESET(registers -> registers.reset(FunctionReset.VMM), true, true),
    FLR(registers -> registers.reset(FunctionReset.GUEST), true, true),
    REOPEN(registers -> registers.reset(FunctionReset.REOPEN), false, true);

    final Consumer<Registers> step;
    final boolean keepsMsix;
    final boolean wholeFunction;

    Way(Consumer<Registers> step, boolean keepsMsix, boolean wholeFunction) {
      this.step = step;
      this.keepsMsix = keepsMsix;
      this.wholeFunction = wholeFunction;
    }
  }

  private static void write(Registers registers, int position, String hex) {
    assertEquals("ok", registers.write(position, hex));
  }

  private static Stream<Object[]> everyRouteAndWay() {
    return Arrays.stream(Route.values())
        .flatMap(route -> Arrays.stream(Way.values()).map(way -> new Object[] {route, way}));
  }

  private static Stream<Object[]> everything() {
    return everyRouteAndWay()
        .flatMap(each ->
            Stream.of(DeviceType.NET, DeviceType.BLOCK, DeviceType.CONSOLE, DeviceType.SCSI)
                .flatMap(type ->
                    Arrays.stream(State.values())
                        .map(state -> new Object[] {each[0], type, state, each[1]})));
  }

  /// Header, then configuration, after power-up.
  private static List<String> powerUp(DeviceType type) {
    return switch (type) {
      case NET -> List.of("6480bf39", "0001", "000000000000", "0100");
      case BLOCK -> List.of("546e0038", "0001", "0000020000000000", "00000000");
      case CONSOLE -> List.of("05000038", "8000", "5000", "1900");
      case SCSI -> List.of("06000038", "0001", "01000000", "fe000000");
      default -> throw new AssertionError(type);
    };
  }

  private static void walk(Registers registers, State until) {
    for (State state : State.values()) {
      state.step.accept(registers);
      if (state == until) {
        return;
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1} {2}, {3}")
  @MethodSource("everything")
  void everyRegisterIsAsAfterPowerUp(Route route, DeviceType type, State state, Way way) {
    route.run(
        Topology.member(type),
        registers -> {
          walk(registers, state);
          List<String> before = registers.faults();
          way.step.accept(registers);
          boolean msix = way.keepsMsix && state.ordinal() >= State.MSIX_ON.ordinal();
          assertEquals(registers(type, msix), seen(registers, type, msix));
          assertEquals(before, registers.faults(), "a reset is no fault");
        });
  }

  private static List<String> registers(DeviceType type, boolean msix) {
    List<String> after = powerUp(type);
    List<String> expected =
        new ArrayList<>(
            List.of(after.get(0), "00000000", "00000000", after.get(1), "0000", "00", "00"));
    if (msix) {
      expected.addAll(List.of("ffff", "ffff"));
    }
    expected.addAll(after.subList(2, 4));
    return expected;
  }

  private static List<String> seen(Registers registers, DeviceType type, boolean msix) {
    List<String> seen =
        new ArrayList<>(
            List.of(
                registers.read(0, 4),
                registers.read(4, 4),
                registers.read(8, 4),
                registers.read(12, 2),
                registers.read(14, 2),
                registers.read(18, 1),
                registers.read(19, 1)));
    if (msix) {
      seen.add(registers.read(20, 2));
      seen.add(registers.read(22, 2));
    }
    int base = msix ? 24 : 20;
    List<String> config =
        switch (type) {
          case NET -> List.of(registers.read(base, 6), registers.read(base + 6, 2));
          case BLOCK -> List.of(registers.read(base, 8), registers.read(base + 8, 4));
          case SCSI -> List.of(registers.read(base, 4), registers.read(base + 4, 4));
          default -> List.of(registers.read(base, 2), registers.read(base + 2, 2));
        };
    seen.addAll(config);
    return seen;
  }

  /// After a reset of the whole function a driver has to begin with a reset (L-010); after its own
  /// reset it has begun.
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyRouteAndWay")
  void afterAFunctionResetADriverBeginsAnew(Route route, Way way) {
    route.run(registers -> {
      walk(registers, State.READY);
      way.step.accept(registers);
      registers.forget();
      write(registers, 18, "01");
      write(registers, 18, "03");
      assertEquals(way.wholeFunction ? List.of("L-010") : List.of(), registers.faults());
    });
  }

  /// What a driver wrote to the configuration is gone, over either kind of reset.
  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "BLOCK, STATUS_0, 52, 01, 00",
    "BLOCK, FLR, 52, 01, 00",
    "BLOCK, REOPEN, 52, 01, 00",
    "CONSOLE, STATUS_0, 28, 00000000, 41000000",
    "CONSOLE, DEVICE_RESET, 28, 00000000, 41000000",
    "NET, FLR, 20, 000000000000, 020000000001",
    "BALLOON, STATUS_0, 24, 00000000, 00010000",
    "BALLOON, FLR, 32, 00000000, aaaaaaaa",
    "SCSI, STATUS_0, 40, 60000000, fc000000",
    "SCSI, STATUS_0, 44, 20000000, 10000000",
    "SCSI, REOPEN, 40, 60000000, fc000000",
    "SCSI, FLR, 44, 20000000, 10000000",
  })
  void whatADriverWroteIsGone(DeviceType type, Way way, int at, String before, String written) {
    for (Route route : Route.values()) {
      route.run(
          Topology.member(type),
          registers -> {
            int width = before.length() / 2;
            assertEquals(before, registers.read(at, width));
            write(registers, at, written);
            assertEquals(written, registers.read(at, width));
            way.step.accept(registers);
            assertEquals(before, registers.read(at, width), route.name());
          });
    }
  }

  /// > After a reset … MUST NOT send notifications … (2.4.1, L-017)
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyRouteAndWay")
  void noVectorIsLeftToInterruptWith(Route route, Way way) {
    route.run(registers -> {
      walk(registers, State.READY);
      way.step.accept(registers);
      registers.forget();
      registers.stimuli().queueUsed().accept(0);
      registers.stimuli().configChanged().run();
      registers.stimuli().needReset().run();
      assertEquals(List.of(), registers.interrupts());
    });
  }

  /// VFs do not reset each other.
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyRouteAndWay")
  void theNeighborKeepsItsState(Route route, Way way) {
    route.run(
        Switches.DEFAULT,
        Rig.topology(2).pfs().getFirst().vfs(),
        members -> {
          Registers neighbor = members.get(1);
          members.forEach(registers -> walk(registers, State.READY));
          way.step.accept(members.get(0));
          assertEquals("00", members.get(0).read(18, 1));
          assertEquals("07", neighbor.read(18, 1));
          assertEquals("45230100", neighbor.read(8, 4));
          assertEquals("0100", neighbor.read(22, 2));
        });
  }
}
