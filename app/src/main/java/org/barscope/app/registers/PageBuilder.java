package org.barscope.app.registers;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.barscope.app.registers.RegistersPage.Tone;
import org.barscope.app.registers.RegistersPage.Word;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.net.NetConfigField;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.legacy.IsrStatus;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.types.DeviceTables;
import org.barscope.tracer.decode.FeatureNames;
import org.barscope.tracer.decode.Glyphs;
import org.barscope.tracer.decode.Grouped;
import org.barscope.tracer.decode.LegacyDecoder;
import org.barscope.tracer.decode.MemberKind;
import org.barscope.tracer.decode.QueueNames;
import org.barscope.tracer.decode.TimeText;
import org.barscope.tracer.state.MemberState;

/// Puts the state of a member into words.
///
/// @param before the state before the selected row; the same as `state` without one
/// @param touched the register that the selected row wrote, as its offset, or -1
/// @param time the moment that is shown, in nanoseconds
/// @param exact whether that moment stands still, so that times are not to be rounded
record PageBuilder(
    MemberKind kind, MemberState before, MemberState state, int touched, long time, boolean exact) {
  private static final String UNKNOWN = "?";
  private static final long SECOND = 1_000_000_000;

  RegistersPage page(String title) {
    return new RegistersPage(title, "", interrupts(), registers(), features(), queues(), config());
  }

  private String interrupts() {
    String mode =
        switch (state.irqMode()) {
          case "msix" -> "MSI-X";
          case "msi" -> "MSI";
          case "intx" -> "INTx";
          default -> "no interrupts";
        };
    return mode + " · header of " + state.headerLength() + " bytes";
  }

  private List<RegistersPage.Register> registers() {
    List<RegistersPage.Register> list = new ArrayList<>();
    list.add(register(LegacyRegister.HOST_FEATURES, MemberState::hostFeatures, this::offered));
    list.add(register(LegacyRegister.GUEST_FEATURES, MemberState::guestFeatures, this::accepted));
    list.add(register(LegacyRegister.QUEUE_SELECT, MemberState::queueSelect, this::queue));
    list.add(register(LegacyRegister.DEVICE_STATUS, MemberState::status, this::status));
    list.add(register(LegacyRegister.ISR_STATUS, MemberState::isr, PageBuilder::isr));
    if (state.headerLength() == LegacyRegister.HEADER_LENGTH_MSIX) {
      list.add(
          register(
              LegacyRegister.CONFIG_MSIX_VECTOR,
              MemberState::configVector,
              value -> List.of(new Word(vector(value), Tone.PLAIN))));
    }
    return list;
  }

  private RegistersPage.Register register(
      LegacyRegister register,
      Function<MemberState, OptionalInt> of,
      Function<Integer, List<Word>> words) {
    OptionalInt value = of.apply(state);
    boolean changed = register.offset() == touched || !value.equals(of.apply(before));
    return new RegistersPage.Register(
        register.text(),
        register.offset(),
        value.isPresent()
            ? ("0x%0" + 2 * register.width() + "x").formatted(value.getAsInt())
            : UNKNOWN,
        value.isPresent() ? words.apply(value.getAsInt()) : List.of(),
        value.isPresent(),
        changed);
  }

  private List<Word> offered(int features) {
    return List.of(new Word(Integer.bitCount(features) + " offered", Tone.PLAIN));
  }

  private List<Word> accepted(int features) {
    return List.of(new Word(Integer.bitCount(features) + ofOffered(), Tone.PLAIN));
  }

  private String ofOffered() {
    OptionalInt offered = state.hostFeatures();
    return offered.isPresent() ? " of " + Integer.bitCount(offered.getAsInt()) : " accepted";
  }

  private List<Word> queue(int queue) {
    return List.of(new Word(queue + " (" + name(queue) + ")", Tone.PLAIN));
  }

  private List<Word> status(int status) {
    if (status == 0) {
      return List.of(new Word("RESET", Tone.PLAIN));
    }
    List<Word> words = new ArrayList<>();
    int was = before.status().orElse(status);
    for (int bit = 1; bit < 0x100; bit <<= 1) {
      if ((status & bit) != 0) {
        boolean bad =
            bit == DeviceStatus.FAILED.bit() || bit == DeviceStatus.DEVICE_NEEDS_RESET.bit();
        Tone tone = bad ? Tone.WRONG : (was & bit) == 0 ? Tone.NEW : Tone.PLAIN;
        words.add(new Word(DeviceStatus.words(bit), tone));
      }
    }
    return words;
  }

  private static List<Word> isr(int isr) {
    return List.of(new Word(IsrStatus.words(isr), Tone.PLAIN));
  }

  private static String vector(int vector) {
    return vector == LegacyRegister.NO_VECTOR ? "none" : "vector " + vector;
  }

  private List<Word> features() {
    int offered = state.hostFeatures().orElse(0);
    OptionalInt guest = state.guestFeatures();
    int accepted = guest.orElse(0);
    List<Word> words = new ArrayList<>();
    for (int bit = 0; bit < 32; bit++) {
      boolean isOffered = (offered >>> bit & 1) != 0;
      boolean isAccepted = (accepted >>> bit & 1) != 0;
      if (isOffered || isAccepted) {
        words.add(new Word(feature(bit), tone(isOffered, isAccepted, accepted)));
      }
    }
    return words;
  }

  private Tone tone(boolean isOffered, boolean isAccepted, int accepted) {
    if (isAccepted) {
      return isOffered || state.hostFeatures().isEmpty() ? Tone.ACCEPTED : Tone.WRONG;
    }
    // before the guest has accepted anything, nothing is declined
    return accepted == 0 ? Tone.PLAIN : Tone.DECLINED;
  }

  private String feature(int bit) {
    String name = FeatureNames.name(bit, kind.type());
    return name.equals(Integer.toString(bit)) ? "bit " + bit : name;
  }

  private List<RegistersPage.Queue> queues() {
    List<RegistersPage.Queue> list = new ArrayList<>();
    new TreeMap<>(state.queues())
        .forEach((index, queue) -> {
          if (queue.size().orElse(1) != 0 || queue.notifies() > 0) {
            list.add(queue(index, queue));
          }
        });
    return list;
  }

  private RegistersPage.Queue queue(int index, MemberState.Queue queue) {
    MemberState.Queue was = before.queues().getOrDefault(index, MemberState.Queue.UNKNOWN);
    boolean active = queue.active();
    long pfn = queue.pfn().orElse(0);
    return new RegistersPage.Queue(
        name(index),
        queue.size().isPresent() ? Integer.toString(queue.size().getAsInt()) : UNKNOWN,
        queue.pfn().isEmpty() ? UNKNOWN : active ? "0x" + Long.toHexString(pfn) : "none",
        active ? "0x" + Long.toHexString(pfn << LegacyRegister.PFN_SHIFT) : "",
        queueVector(queue),
        Grouped.of(queue.notifies()),
        queue.lastNotify().isPresent() ? ago(queue.lastNotify().getAsLong()) : "never",
        active,
        !queue.equals(was));
  }

  private String queueVector(MemberState.Queue queue) {
    if (state.headerLength() != LegacyRegister.HEADER_LENGTH_MSIX) {
      return "–";
    }
    if (queue.vector().isEmpty()) {
      return UNKNOWN;
    }
    int vector = queue.vector().getAsInt();
    return vector == LegacyRegister.NO_VECTOR ? "none" : Integer.toString(vector);
  }

  private String ago(long when) {
    long nanos = Math.max(0, time - when);
    if (exact) {
      return TimeText.duration(nanos, Glyphs.UTF_8);
    }
    return nanos < SECOND ? "now" : nanos / SECOND + " s";
  }

  private String name(int queue) {
    Bytes pairs = state.config(NetConfigField.MAX_VIRTQUEUE_PAIRS.field().offset(), 2);
    boolean accepted = state.guestFeatures().orElse(0) != 0;
    OptionalInt features = accepted ? state.guestFeatures() : state.hostFeatures();
    return QueueNames.of(kind.type(), queue, features, kind.queuePairs(pairs));
  }

  private List<RegistersPage.Field> config() {
    List<RegistersPage.Field> list = new ArrayList<>();
    ConfigLayout layout = DeviceTables.config(kind.type());
    for (ConfigLayout.Named named : layout.fields()) {
      int offset = named.field().offset();
      int width = named.field().width();
      Bytes bytes = state.config(offset, width);
      boolean known = bytes.length() == width;
      if (known || named.field().end() <= layout.bar0Length()) {
        int from = LegacyRegister.HEADER_LENGTH + offset;
        String value =
            known
                ? LegacyDecoder.value(from, bytes, LegacyRegister.HEADER_LENGTH, kind, 0)
                : UNKNOWN;
        boolean changed = !bytes.equals(before.config(offset, width));
        list.add(new RegistersPage.Field(named.name(), value, known, changed));
      }
    }
    return list;
  }
}
