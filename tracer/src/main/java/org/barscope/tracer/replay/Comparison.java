package org.barscope.tracer.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.Field;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.legacy.IsrStatus;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.barscope.engine.protocol.pci.PciCommand;
import org.barscope.engine.protocol.types.DeviceTables;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedDevice.Sources;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// Compares what a guest sees here with what the real device answered, read by read.
///
/// Of BAR0 every read counts; of configuration space the fields that the variant driver overlays,
/// and the interrupt pin. Used by the one strand that plays the guest; read after it has ended.
public final class Comparison {
  private static final int MOST_DIFFERENCES = 100;

  private final DeviceType type;
  private final Sources sources;
  private final Bytes config;
  private final int barLength;
  private final Set<Integer> unknownAnswers;
  private final Set<ConfigRegister> written = EnumSet.noneOf(ConfigRegister.class);
  private final Map<Explanation, Long> explained = new EnumMap<>(Explanation.class);
  private final List<Difference> differences = new ArrayList<>();
  private long compared;
  private long equal;
  private long unexplained;

  /// @param config the device configuration that the member was made with
  /// @param barLength of the emulated BAR0
  Comparison(CompletedDevice device, DeviceType type, Bytes config, int barLength) {
    this.type = type;
    this.sources = device.device().sources();
    this.config = config;
    this.barLength = barLength;
    this.unknownAnswers = device.unknownAnswers();
  }

  /// How many reads were compared.
  public long compared() {
    return compared;
  }

  /// How many were equal.
  public long equal() {
    return equal;
  }

  /// How many differed for a reason on the closed list.
  public Map<Explanation, Long> explained() {
    return explained;
  }

  /// How many differed for no such reason.
  public long unexplained() {
    return unexplained;
  }

  /// The first of the unexplained ones.
  public List<Difference> differences() {
    return differences;
  }

  /// The guest wrote.
  void wrote(Action.Access access) {
    if (access.region() == Region.CONFIG) {
      for (ConfigRegister register : ConfigRegister.values()) {
        if (register.field().meets(access.offset(), access.width())) {
          written.add(register);
        }
      }
    }
  }

  /// The guest read.
  ///
  /// @param index of the step
  /// @param seen what it saw here
  void read(int index, RecordedStep step, Action.Access access, Bytes seen, boolean msix) {
    assert access.direction() == Direction.READ;
    if (access.region() == Region.BAR0) {
      compared++;
      if (seen.equals(access.data())) {
        equal++;
      } else {
        judge(step, access, seen, explain(index, access, seen, msix));
      }
    } else if (access.region() == Region.CONFIG) {
      readConfig(step, access, seen);
    }
  }

  private void judge(
      RecordedStep step, Action.Access access, Bytes seen, Optional<Explanation> reason) {
    if (reason.isPresent()) {
      explained.merge(reason.get(), 1L, Long::sum);
      return;
    }
    unexplained++;
    if (differences.size() < MOST_DIFFERENCES) {
      differences.add(
          new Difference(
              step.time(), access.region(), access.offset(), access.width(), access.data(), seen));
    }
  }

  private Optional<Explanation> explain(int index, Action.Access access, Bytes seen, boolean msix) {
    int offset = access.offset();
    int width = access.width();
    if (offset + width > barLength) {
      return Optional.of(Explanation.BEYOND_BAR);
    }
    int header = LegacyRegister.headerLength(msix);
    if (offset >= header) {
      return explainConfig(access, seen, offset - header);
    }
    Optional<LegacyRegister> register = LegacyRegister.holding(offset, width, msix);
    if (register.isEmpty()) {
      return Optional.of(Explanation.SINGLE_FIELD_RULE);
    }
    if (unknownAnswers.contains(index)) {
      return Optional.of(Explanation.MID_LIFE_UNKNOWN);
    }
    return register.get() == LegacyRegister.ISR_STATUS && isrNotLogged(access.data(), seen)
        ? Optional.of(Explanation.CAUSE_NOT_LOGGED)
        : Optional.empty();
  }

  /// The real device had ISR bits set for which the log can have no line: none has one for a
  /// configuration change, and a log without interrupt lines has none for a queue.
  private boolean isrNotLogged(Bytes recorded, Bytes seen) {
    int more = recorded.u8(0) & ~seen.u8(0);
    int fewer = seen.u8(0) & ~recorded.u8(0);
    int untold = IsrStatus.CONFIG | (sources.interrupts() ? 0 : IsrStatus.QUEUE);
    return fewer == 0 && (more & ~untold) == 0;
  }

  private Optional<Explanation> explainConfig(Action.Access access, Bytes seen, int offset) {
    int width = access.width();
    if (DeviceTables.config(type).holding(offset, width).isEmpty()) {
      return Optional.of(Explanation.SINGLE_FIELD_RULE);
    }
    boolean asRevealed =
        offset + width <= config.length() && seen.equals(config.slice(offset, width));
    // the first read in the trace made the configuration; a later one that differs tells of a
    // change
    return asRevealed ? Optional.of(Explanation.CAUSE_NOT_LOGGED) : Optional.empty();
  }

  private void readConfig(RecordedStep step, Action.Access access, Bytes seen) {
    Field request = new Field(access.offset(), access.width());
    boolean touches = false;
    boolean same = true;
    Optional<Explanation> reason = Optional.empty();
    for (Overlaid overlaid : Overlaid.values()) {
      Field both = overlaid.register.field().and(request);
      if (both.width() == 0) {
        continue;
      }
      touches = true;
      if (!overlaid.same(access.data(), seen, both, request.offset())) {
        same = false;
        if (overlaid == Overlaid.PIN) {
          reason = Optional.of(Explanation.NO_INTERRUPT_PIN);
        } else if (overlaid.byGuest && !written.contains(overlaid.register)) {
          reason = Optional.of(Explanation.MID_LIFE_UNKNOWN);
        } else {
          reason = Optional.empty();
          break;
        }
      }
    }
    if (touches) {
      compared++;
      if (same) {
        equal++;
      } else {
        judge(step, access, seen, reason);
      }
    }
  }

  /// The fields of configuration space that are compared, and which of their bits.
  private enum Overlaid {
    DEVICE_ID(ConfigRegister.DEVICE_ID, 0xffff, false),
    IO_ENABLE(ConfigRegister.COMMAND, PciCommand.IO, true),
    REVISION(ConfigRegister.REVISION_ID, 0xff, false),
    BAR0(ConfigRegister.BAR0, 0xffff_ffff, true),
    SUBSYSTEM_VENDOR(ConfigRegister.SUBSYSTEM_VENDOR_ID, 0xffff, false),
    SUBSYSTEM(ConfigRegister.SUBSYSTEM_ID, 0xffff, false),
    PIN(ConfigRegister.INTERRUPT_PIN, 0xff, false);

    private final ConfigRegister register;
    private final int mask;
    private final boolean byGuest;

    Overlaid(ConfigRegister register, int mask, boolean byGuest) {
      this.register = register;
      this.mask = mask;
      this.byGuest = byGuest;
    }

    private boolean same(Bytes recorded, Bytes seen, Field both, int requestOffset) {
      for (int i = 0; i < both.width(); i++) {
        int at = both.offset() - requestOffset + i;
        int bits = mask >>> (8 * (both.offset() - register.offset() + i));
        if (((recorded.u8(at) ^ seen.u8(at)) & bits & 0xff) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
