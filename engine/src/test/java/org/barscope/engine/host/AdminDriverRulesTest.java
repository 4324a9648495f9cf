package org.barscope.engine.host;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.EmulatedMember;
import org.barscope.engine.EmulatedOwner;
import org.barscope.engine.Rig;
import org.barscope.engine.Switch;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules for the driver of reference §11, A-003 and, one method each or more;
/// where Linux breaks a rule, in both positions of its switch. Rules about what the driver makes of
/// an answer are in [AdminAnswersTest].
class AdminDriverRulesTest {
  private static final String QUERY = hex("0000 0100", zeros(20)) + "/16";

  private static Topology topology(Topology.BuiltIn firmware, Switches switches) {
    List<Topology.Vf> vfs = Rig.topology(2).pfs().getFirst().vfs();
    return new Topology(List.of(new Topology.Pf(256, vfs, firmware, true)), switches, 0);
  }

  private static Topology offering(long commands, Switches switches) {
    return topology(new Topology.BuiltIn(commands, 4, Topology.Latency.NONE), switches);
  }

  private static Topology linux() {
    return offering(0x7f, Switches.DEFAULT);
  }

  private static Switches position(Switch which, String position) {
    return Switches.DEFAULT.with(which, position);
  }

  private static List<String> answers(Rig rig) {
    return rig.facts(Fact.AdminComplete.class).stream()
        .map(done -> done.opcode() + ":" + done.status() + ":" + done.qualifier())
        .toList();
  }

  @Nested
  class LegacyCommands {
    /// little-endian in the command, whatever the guest's order is.
    @Test
    void carryLittleEndianNumbers() {
      try (Rig rig = Rig.of(linux())) {
        rig.ready(
            1,
            guest -> {
              rig.forget();
              guest.w16(14, 0x0102);
              guest.w32(8, 0x00abcdef);
            });
        assertEquals(
            List.of(
                hex("02000100", zeros(12), "01", zeros(7), "0e", zeros(7), "0201") + "/8",
                hex("02000100", zeros(12), "01", zeros(7), "08", zeros(7), "efcdab00") + "/8"),
            rig.commands());
      }
    }

    /// A-008 (L): an access of two fields is passed on as it is; the device refuses it.
    @Test
    void passTheGuestsAccessesThrough() {
      try (Rig rig = Rig.of(linux())) {
        rig.ready(
            1,
            guest -> {
              rig.forget();
              assertEquals("EINVAL", guest.write(14, "01000000"));
              assertEquals("EINVAL", guest.read(18, 2));
            });
        assertEquals(List.of("2:22:3", "3:22:3"), answers(rig));
      }
    }

    /// doorbells go to the notify address, never as a write of offset 0x10.
    @Test
    void areNoDoorbells() {
      try (Rig rig = Rig.of(linux())) {
        rig.ready(
            2,
            guest -> {
              rig.forget();
              guest.w16(16, 1);
            });
        assertEquals(List.of(), rig.commands());
        assertEquals(List.of(new Fact.Notify(4, 0x3000, 1)), rig.facts(Fact.Notify.class));
      }
    }

    /// members from 1 to NumVFs; (L) the lists go to member 0.
    @Test
    void nameMembersFrom1() {
      try (Rig rig = Rig.of(linux())) {
        rig.ready(1, guest -> guest.r8(18));
        rig.ready(2, guest -> guest.r8(18));
        assertEquals(
            List.of("0 0", "1 0", "6 1", "6 2", "3 1", "3 2"),
            rig.facts(Fact.AdminSubmit.class).stream()
                .map(submit -> submit.opcode() + " " + submit.member())
                .toList());
      }
    }
  }

  @Nested
  class NotifyEntries {
    private static EmulatedMember member(Rig rig) {
      return rig.engine().member(0, 1);
    }

    private static Rig rig(String checked, Topology.NotifyAddress... addresses) {
      Topology.Vf net = Topology.member(DeviceType.NET);
      Topology.Vf vf =
          new Topology.Vf(
              net.type(),
              net.features(),
              net.queueSizes(),
              net.config(),
              net.guestOrder(),
              net.vectors(),
              false,
              List.of(addresses),
              0);
      return Rig.of(
          new Topology(
              List.of(new Topology.Pf(256, List.of(vf))),
              Switches.DEFAULT.with(Switch.NOTIFY_ENTRIES, checked),
              0));
    }

    private static Topology.NotifyAddress owner(int bar, long offset) {
      return new Topology.NotifyAddress(true, bar, offset, 0x1000);
    }

    private static Topology.NotifyAddress member(int bar, long offset) {
      return new Topology.NotifyAddress(bar, offset, 0x1000);
    }

    private static List<Fact.Notify> ring(Rig rig) {
      rig.ready(1, guest -> guest.w16(16, 1));
      return rig.facts(Fact.Notify.class);
    }

    /// entries of the owner are passed over, the first of the member's is taken.
    @ParameterizedTest
    @ValueSource(strings = {"unchecked", "checked"})
    void ofTheOwnerArePassedOver(String checked) {
      try (Rig rig = rig(checked, owner(2, 0x10), member(3, 0x20), member(4, 0x30))) {
        assertEquals(List.of(new Fact.Notify(3, 0x20, 1)), ring(rig));
        assertEquals(List.of("L-113"), rig.faults(), "the doorbell reached the device");
      }
    }

    /// A-010 (Linux's setting): an odd or foreign address is used as it is.
    @ParameterizedTest(name = "offset {0}")
    @ValueSource(longs = {0x21, 0x0fff, 0x1000, 0x7fff_ffff_ffff_fffeL})
    void thatAreWrongAreTakenUnchecked(long offset) {
      try (Rig rig = rig("unchecked", member(3, offset), member(4, 0x30))) {
        assertEquals(List.of(new Fact.Notify(3, offset, 1)), ring(rig));
      }
    }

    /// A-010 (the standard's setting): they are ignored, the next one counts.
    @ParameterizedTest(name = "BAR {0}, offset {1}")
    @CsvSource({
      "3, 0x21",
      "3, 0x0fff",
      "3, 0x1000",
      "3, 0x7ffffffffffffffe",
      "3, -2",
      "0, 0x20",
      "6, 0x20"
    })
    void thatAreWrongAreIgnoredWhenChecked(int bar, String offset) {
      try (Rig rig = rig("checked", member(bar, Long.decode(offset)), member(4, 0x30))) {
        assertEquals(List.of(new Fact.Notify(4, 0x30, 1)), ring(rig));
      }
    }

    /// A-010 (the standard's setting): BARs are numbered 1 to 5, and a BAR may begin with it.
    @ParameterizedTest(name = "BAR {0}, offset {1}")
    @CsvSource({"1, 0x10", "1, 0x0", "2, 0x0", "5, 0x0", "5, 0xffe"})
    void thatAreRightAreTakenWhenChecked(int bar, String offset) {
      try (Rig rig = rig("checked", member(bar, Long.decode(offset)), member(4, 0x30))) {
        assertEquals(List.of(new Fact.Notify(bar, Long.decode(offset), 1)), ring(rig));
      }
    }

    /// the last two bytes of a BAR are inside.
    @Test
    void mayEndWithTheBar() {
      try (Rig rig = rig("checked", member(3, 0xffe))) {
        assertEquals(List.of(new Fact.Notify(3, 0xffe, 1)), ring(rig));
      }
    }

    /// A-010, F-05: with none that is usable the probe fails, and there is no way back.
    @Test
    void thatAreAllWrongFailTheProbe() {
      try (Rig rig = rig("checked", owner(3, 0x20), member(3, 0x21), member(6, 0))) {
        assertFalse(member(rig).transitional());
        assertEquals(-19, member(rig).device().open());
        assertEquals("ENOENT", member(rig).reasons().getLast().value());
      }
    }
  }

  @Nested
  class Lists {
    /// LIST_USE has ended before anything else is sent. A-031: nothing is in flight when it
    /// is sent.
    @Test
    void comeFirstAndAlone() {
      try (Rig rig = Rig.of(linux())) {
        List<String> order = new ArrayList<>();
        for (Event event : rig.events()) {
          switch (event.fact()) {
            case Fact.AdminSubmit submit -> order.add("+" + submit.opcode());
            case Fact.AdminComplete done -> order.add("-" + done.opcode());
            default -> {}
          }
        }
        assertEquals(List.of("+0", "-0", "+1", "-1", "+6", "-6", "+6", "-6"), order);
      }
    }

    /// LIST_USE is what was offered and is known, whatever is offered.
    @ParameterizedTest(name = "offered {0}: asked {1}")
    @CsvSource({
      "0x7f, 7c00000000000000",
      "0x3f, 3c00000000000000",
      "0x03, 0000000000000000",
      "0x3e7ff, fce7030000000000",
      "0x7fffffffffffffff, fce7030000000000",
    })
    void askForWhatIsOfferedAndKnown(String offered, String asked) {
      try (Rig rig = Rig.of(offering(Long.decode(offered), Switches.DEFAULT))) {
        assertEquals(hex("0100 0100", zeros(20), asked) + "/8", rig.commands().get(1));
      }
    }

    /// bits 0 and 1 are cleared, so later lists are refused until a reset.
    @Test
    void blockThemselves() {
      try (Rig rig = Rig.of(linux())) {
        EmulatedOwner owner = rig.engine().owners().getFirst();
        rig.run(() -> {
          AdminCommand query = new AdminCommand(0, 1, 0, Bytes.EMPTY, 8);
          assertEquals("1600020000000000", status(owner.submit(query)));
          owner.reset();
          owner.restore();
          assertEquals("1600020000000000", status(owner.submit(query)));
        });
        assertEquals(QUERY, rig.commands().getFirst());
      }
    }

    private static String status(AdminCompletion completion) {
      return completion.writable().slice(0, 8).toHex();
    }

    /// A-026, F-11: a strict device leaves Linux without commands, and all VFs plain.
    @ParameterizedTest(name = "{0}")
    @CsvSource({"accepted, true", "refused, false"})
    void beforeVfEnableDecideOverEverything(String position, boolean transitional) {
      Switches switches = position(Switch.LISTS_BEFORE_VF_ENABLE, position);
      try (Rig rig = Rig.of(offering(0x7f, switches))) {
        assertEquals(transitional, rig.engine().member(0, 1).transitional());
        assertEquals(transitional, rig.engine().member(0, 2).transitional());
        assertEquals(
            transitional ? List.of("0:0:0", "1:0:0", "6:0:0", "6:0:0") : List.of("0:22:4"),
            answers(rig));
      }
    }

    /// A-023, A-030 (L for the owner itself): the capability commands come without LIST_USE; a
    /// strict device refuses the first, and there are no more.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "accepted, 0:0:0 1:0:0 7:0:0 8:0:0 9:0:0 6:0:0 6:0:0, virtio-vfio-pci-trans-lm",
      "refused, 0:0:0 1:0:0 7:22:2 6:0:0 6:0:0, virtio-vfio-pci-trans",
    })
    void forTheOwnerItselfAreNeverSent(String position, String answers, String operations) {
      Switches switches = position(Switch.SELF_BEFORE_LIST_USE, position);
      try (Rig rig = Rig.of(offering(0x3e7ff, switches))) {
        assertEquals(answers, String.join(" ", answers(rig)));
        assertEquals(operations, rig.engine().member(0, 1).reasons().getLast().value());
      }
    }
  }

  /// A-044 (L) and E-15: a padded access of one byte is one of eight, and no single field.
  @Nested
  class Parts {
    private static Rig rig(String padding, String lengths) {
      return Rig.of(
          offering(
              0x7f,
              Switches.DEFAULT.with(Switch.PADDING, padding).with(Switch.PART_LENGTHS, lengths)));
    }

    @ParameterizedTest(name = "padding {0}, lengths {1}: {2}")
    @CsvSource({
      "none, any,         3:0:0",
      "none, multipleOf8, 3:22:1",
      "to8,  any,         3:22:3",
      "to8,  multipleOf8, 3:22:3",
    })
    void decideWhetherASingleByteCanBeRead(String padding, String lengths, String answer) {
      try (Rig rig = rig(padding, lengths)) {
        assertTrue(rig.engine().member(0, 1).transitional(), "start-up and probe are padded as is");
        rig.ready(
            1,
            guest -> {
              rig.forget();
              assertEquals(answer.equals("3:0:0") ? "00" : "EINVAL", guest.read(18, 1));
            });
        assertEquals(List.of(answer), answers(rig));
      }
    }

    @Test
    void arePaddedInBothDirections() {
      try (Rig rig = rig("to8", "any")) {
        rig.ready(
            1,
            guest -> {
              rig.forget();
              guest.read(12, 2);
              guest.write(8, "01020304");
              guest.write(18, "07");
            });
        String header = zeros(12) + "01" + zeros(7);
        assertEquals(
            List.of(
                "03000100" + header + "0c" + zeros(7) + "/16",
                "02000100" + header + "08" + zeros(7) + "01020304" + zeros(4) + "/8",
                "02000100" + header + "12" + zeros(7) + "07" + zeros(7) + "/8"),
            rig.commands());
      }
    }

    /// A field of eight bytes is the one thing that a padded access reads.
    @Test
    void ofEightBytesAreTheSameEitherWay() {
      Topology.Pf blk = new Topology.Pf(256, List.of(Topology.member(DeviceType.BLOCK)));
      Switches padded = Switches.DEFAULT.with(Switch.PADDING, "to8");
      try (Rig rig = Rig.of(new Topology(List.of(blk), padded, 0))) {
        rig.ready(
            1,
            guest -> {
              assertEquals("0000020000000000", guest.read(20, 8));
              assertEquals("EINVAL", guest.read(28, 4));
            });
      }
    }
  }
}
