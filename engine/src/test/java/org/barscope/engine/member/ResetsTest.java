package org.barscope.engine.member;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.barscope.engine.Guest;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Reset, function level reset and reopening in every state of a driver's life, for every type
/// (virtio 1.4, 2.4 and 4.1.4.10; reference §2.6).
class ResetsTest {
  /// How far a driver got; each state goes on where the one before it stopped.
  private enum State {
    POWER_UP(guest -> {}),
    RESET(guest -> guest.w8(18, 0)),
    ACKNOWLEDGED(guest -> guest.w8(18, 0x01)),
    DRIVEN(guest -> guest.w8(18, 0x03)),
    FEATURES(guest -> guest.w32(4, 0x20000000)),
    MSIX_ON(guest -> guest.msix(true)),
    CONFIG_VECTOR(guest -> guest.w16(20, 0)),
    QUEUE_SELECTED(guest -> guest.w16(14, 0)),
    QUEUE_ACTIVE(guest -> guest.w32(8, 0x12345)),
    QUEUE_VECTOR(guest -> guest.w16(22, 1)),
    READY(guest -> guest.w8(18, 0x07)),
    RINGING(guest -> guest.w16(16, 0)),
    INTERRUPTED(guest -> guest.member().queueUsed(0)),
    RECONFIGURED(guest -> guest.member().configChanged()),
    QUEUE_STOPPED(guest -> guest.w32(8, 0)),
    NEEDS_RESET(guest -> guest.member().needReset()),
    FAILED(guest -> guest.w8(18, 0xc7));

    final Consumer<Guest> step;

    State(Consumer<Guest> step) {
      this.step = step;
    }
  }

  /// How the device is reset; afterwards its header has 20 or, if MSI-X stays, 24 bytes.
  private enum Way {
    STATUS_0(guest -> guest.w8(18, 0), true, false),
    DEVICE_RESET(guest -> assertEquals(0, guest.device().reset()), true, true),
    FLR(guest -> assertEquals("2", guest.cfgWrite(0x68, "0080")), true, true),
    REOPEN(
        guest -> {
          guest.device().close();
          assertEquals(0, guest.device().open());
        },
        false,
        true);

    final Consumer<Guest> step;
    final boolean keepsMsix;
    final boolean wholeFunction;

    Way(Consumer<Guest> step, boolean keepsMsix, boolean wholeFunction) {
      this.step = step;
      this.keepsMsix = keepsMsix;
      this.wholeFunction = wholeFunction;
    }
  }

  private static Stream<Object[]> everyWay() {
    return Stream.of(DeviceType.NET, DeviceType.BLOCK, DeviceType.CONSOLE, DeviceType.SCSI)
        .flatMap(type ->
            Arrays.stream(State.values())
                .flatMap(state ->
                    Arrays.stream(Way.values()).map(way -> new Object[] {type, state, way})));
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

  private static void walk(Guest guest, State until) {
    guest.powerOn();
    for (State state : State.values()) {
      state.step.accept(guest);
      if (state == until) {
        return;
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}, {2}")
  @MethodSource("everyWay")
  void everyRegisterIsAsAfterPowerUp(DeviceType type, State state, Way way) {
    try (Rig rig = Rig.of(Topology.of(List.of(Topology.member(type))))) {
      rig.on(
          1,
          guest -> {
            walk(guest, state);
            List<String> before = rig.faults();
            way.step.accept(guest);
            if (way.wholeFunction) {
              assertEquals("EIO", guest.read(18, 1), "I/O decoding is off");
              guest.cfgWrite(0x04, "0100");
            }
            boolean msix = way.keepsMsix && state.ordinal() >= State.MSIX_ON.ordinal();
            assertEquals(registers(type, msix), seen(guest, type, msix));
            assertEquals(before, rig.faults(), "a reset is no fault");
          });
    }
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

  private static List<String> seen(Guest guest, DeviceType type, boolean msix) {
    List<String> seen =
        new ArrayList<>(
            List.of(
                guest.read(0, 4),
                guest.read(4, 4),
                guest.read(8, 4),
                guest.read(12, 2),
                guest.read(14, 2),
                guest.read(18, 1),
                guest.read(19, 1)));
    if (msix) {
      seen.add(guest.read(20, 2));
      seen.add(guest.read(22, 2));
    }
    int base = msix ? 24 : 20;
    List<String> config =
        switch (type) {
          case NET -> List.of(guest.read(base, 6), guest.read(base + 6, 2));
          case BLOCK -> List.of(guest.read(base, 8), guest.read(base + 8, 4));
          case SCSI -> List.of(guest.read(base, 4), guest.read(base + 4, 4));
          default -> List.of(guest.read(base, 2), guest.read(base + 2, 2));
        };
    seen.addAll(config);
    return seen;
  }

  /// After a reset of the whole function a driver has to begin with a reset (L-010); after its own
  /// reset it has begun.
  @ParameterizedTest
  @EnumSource
  void afterAFunctionResetADriverBeginsAnew(Way way) {
    try (Rig rig = Rig.net(1)) {
      rig.on(
          1,
          guest -> {
            walk(guest, State.READY);
            way.step.accept(guest);
            guest.cfgWrite(0x04, "0100");
            rig.forget();
            guest.w8(18, 1);
            guest.w8(18, 3);
          });
      assertEquals(way.wholeFunction ? List.of("L-010") : List.of(), rig.faults());
    }
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
    try (Rig rig = Rig.of(Topology.of(List.of(Topology.member(type))))) {
      rig.ready(
          1,
          guest -> {
            int width = before.length() / 2;
            assertEquals(before, guest.read(at, width));
            guest.write(at, written);
            assertEquals(written, guest.read(at, width));
            way.step.accept(guest);
            guest.cfgWrite(0x04, "0100");
            assertEquals(before, guest.read(at, width));
          });
    }
  }

  /// > After a reset … MUST NOT send notifications … (2.4.1, L-017)
  @ParameterizedTest
  @EnumSource
  void noVectorIsLeftToInterruptWith(Way way) {
    try (Rig rig = Rig.net(1)) {
      rig.on(
          1,
          guest -> {
            walk(guest, State.READY);
            way.step.accept(guest);
            rig.forget();
            guest.member().queueUsed(0);
            guest.member().configChanged();
            guest.member().needReset();
          });
      assertEquals(List.of(), rig.facts(Fact.Interrupt.class));
    }
  }

  /// VFs do not reset each other.
  @ParameterizedTest
  @EnumSource
  void theNeighborKeepsItsState(Way way) {
    try (Rig rig = Rig.net(2)) {
      rig.on(2, guest -> walk(guest, State.READY));
      rig.on(
          1,
          guest -> {
            walk(guest, State.READY);
            way.step.accept(guest);
          });
      rig.on(
          2,
          guest -> {
            assertEquals("07", guest.read(18, 1));
            assertEquals("45230100", guest.read(8, 4));
            assertEquals("0100", guest.read(22, 2));
          });
    }
  }
}
