package org.barscope.engine.owner;

import static org.barscope.engine.Bench.command;
import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.barscope.engine.owner.PartsRig.DRIVEN;
import static org.barscope.engine.owner.PartsRig.EBUSY;
import static org.barscope.engine.owner.PartsRig.ENXIO;
import static org.barscope.engine.owner.PartsRig.GET;
import static org.barscope.engine.owner.PartsRig.IDLE;
import static org.barscope.engine.owner.PartsRig.INVALID_FIELD;
import static org.barscope.engine.owner.PartsRig.OK;
import static org.barscope.engine.owner.PartsRig.SET;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Route;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Members that are stopped (virtio 1.4, 2.12.1.4.3 and 2.12.1.4.4.1; reference §11, A-064 to A-067
/// and A-069).
class DeviceModeTest {
  private final PartsRig rig = new PartsRig(4);
  private final Bench bench = rig.bench();

  @BeforeEach
  void drive() {
    rig.drive(1);
    assertEquals(OK, rig.create(1, 0, SET));
  }

  private boolean stopped(int vf) {
    String answer = rig.set(vf, 0, "");
    assertEquals(true, answer.equals(OK) || answer.equals(EBUSY), answer);
    return answer.equals(OK);
  }

  private List<String> interrupts() {
    List<String> raised = List.copyOf(bench.interrupts());
    bench.interrupts().clear();
    return raised;
  }

  /// > … if the device is already stopped before, the device MUST complete the command
  /// > successfully. (2.12.1.4.4.1, A-065)
  @Test
  void canBeSetAsOftenAsAnybodyLikes() {
    for (int i = 0; i < 3; i++) {
      assertEquals(OK, rig.mode(1, "01"));
      assertEquals(true, stopped(1));
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(OK, rig.mode(1, "00"));
      assertEquals(false, stopped(1));
    }
  }

  /// The mask is 1 (E-11); other flags are unknown, and the mode stays. A missing byte is
  /// zero, more than one are passed over.
  @Test
  void isOneBit() {
    for (String flags : List.of("02", "03", "80", "ff")) {
      assertEquals(INVALID_FIELD, rig.mode(1, flags));
      assertEquals(false, stopped(1));
    }
    assertEquals(OK, rig.mode(1, "01ff"));
    assertEquals(true, stopped(1));
    assertEquals(INVALID_FIELD, rig.mode(1, "02"));
    assertEquals(true, stopped(1));
    assertEquals(OK, rig.mode(1, ""));
    assertEquals(false, stopped(1));
  }

  /// It needs no object.
  @Test
  void isOfOneMember() {
    assertEquals(OK, rig.create(2, 1, SET));
    assertEquals(OK, rig.mode(2, "01"));
    assertEquals(EBUSY, rig.set(1, 0, ""));
    assertEquals(OK, rig.set(2, 1, ""));
    bench.member(1).stimulus().queueUsed(0);
    assertEquals(List.of("queue 0 vector 1"), interrupts());
  }

  /// no interrupts while stopped.
  @Nested
  class Stopped {
    @BeforeEach
    void stop() {
      assertEquals(OK, rig.mode(1, "01"));
    }

    @Test
    void interruptsNobody() {
      bench.member(1).stimulus().queueUsed(0);
      bench.member(1).stimulus().queueUsed(-1);
      bench.member(1).stimulus().configChanged();
      bench.member(1).stimulus().setLink(false);
      bench.member(1).stimulus().needReset();
      assertEquals(List.of(), interrupts());
    }

    /// What happened meanwhile is told once, when it goes on, with the vectors that count then.
    @Test
    void tellsWhatHappenedWhenItGoesOn() {
      bench.member(1).stimulus().queueUsed(1);
      bench.member(1).stimulus().queueUsed(0);
      bench.member(1).stimulus().queueUsed(0);
      bench.member(1).stimulus().setLink(false);
      rig.write(1, "0e:0100", "16:0000");
      assertEquals(OK, rig.mode(1, "01"));
      assertEquals(List.of(), interrupts());
      assertEquals(OK, rig.mode(1, "00"));
      assertEquals(
          List.of("config vector 0", "queue 0 vector 1", "queue 1 vector 0"), interrupts());
      assertEquals(OK, rig.mode(1, "01"));
      assertEquals(OK, rig.mode(1, "00"));
      assertEquals(List.of(), interrupts());
    }

    /// A driver that resets the device wants to hear of nothing any more.
    @Test
    void forgetsWhatHappenedWithAReset() {
      bench.member(1).stimulus().queueUsed(0);
      rig.write(1, "12:00", "0e:0000", "16:0100");
      assertEquals(OK, rig.mode(1, "00"));
      assertEquals(List.of(), interrupts());
    }

    /// still answers reads; A-069: nobody keeps accesses away, Linux does not either.
    @Test
    void answersEveryAccess() {
      assertEquals("07", rig.read(1, "12", 1));
      bench.member(1).stimulus().queueUsed(0);
      assertEquals("01", rig.read(1, "13", 1));
      assertEquals("00", rig.read(1, "13", 1));
      assertEquals(OK + "525400123401", bench.send(command(5, 1, "00"), 14));
      rig.write(1, "0e:0200", "08:77000000");
      assertEquals("77000000", rig.read(1, "08", 4));
      byte[] id = new byte[2];
      bench.member(1).configRead(2, id, 0, 2);
      assertEquals(0x41, id[0]);
    }

    /// doorbells are accepted, in the BAR and by command.
    @Test
    void acceptsDoorbells() {
      bench.member(1).write16(4, 0x3000, 0);
      rig.write(1, "10:0100");
      assertEquals(List.of(), bench.faults());
      bench.member(1).write16(4, 0x3000, 9);
      assertEquals(List.of("L-111"), bench.faults());
      assertEquals(List.of(), interrupts());
    }

    /// What other commands change while it is stopped is changed.
    @Test
    void takesWhatADriverDoes() {
      assertEquals(OK, rig.create(1, 1, GET));
      rig.write(1, "12:87");
      assertEquals(String.join("", DRIVEN).replace("0100000007", "0100000087"), rig.parts(1, 1));
    }
  }

  /// > … MUST clear all the device parts to the default value when the member device is reset or
  /// > undergo an PCI FLR. (2.12.1.4.4.1, A-067)
  @Nested
  class Resets {
    @BeforeEach
    void stop() {
      assertEquals(OK, rig.create(1, 1, GET));
      assertEquals(OK, rig.mode(1, "01"));
    }

    /// A-067; F-46: the member runs again, and its objects are gone.
    @Test
    void ofTheFunctionEndTheStop() {
      bench.member(1).stimulus().queueUsed(0);
      bench.member(1).functionLevelReset();
      assertEquals(ENXIO, rig.set(1, 0, ""));
      assertEquals(OK, rig.create(1, 0, SET));
      assertEquals(false, stopped(1));
      assertEquals(OK, rig.create(1, 1, GET));
      assertEquals(String.join("", IDLE), rig.parts(1, 1));
      assertEquals(List.of(), interrupts(), "what waited is forgotten");
    }

    @Test
    void ofAllFunctionsEndTheStop() {
      bench.enableVfs(0);
      bench.enableVfs(2);
      assertEquals(OK, rig.create(1, 0, SET));
      assertEquals(false, stopped(1));
    }

    /// status 0 clears the parts. Whether it is stopped is not the guest's to say.
    @ParameterizedTest(name = "stopped {0}")
    @ValueSource(booleans = {true, false})
    void byADriverClearThePartsOnly(boolean stop) {
      assertEquals(OK, rig.mode(1, stop ? "01" : "00"));
      rig.write(1, "12:00");
      assertEquals(String.join("", IDLE), rig.parts(1, 1));
      assertEquals(stop, stopped(1));
    }

    /// A reset of the owner takes its objects away; its members are functions of their own.
    @Test
    void ofTheOwnerLeaveItsMembersAlone() {
      bench.owner().commonWrite(20, 1, 0);
      rig.agree(0x3ffff);
      assertEquals(OK, rig.setLimits(2, 2));
      assertEquals(OK, rig.create(1, 0, SET));
      assertEquals(true, stopped(1));
    }
  }

  /// Without MSI-X, by pin: the same.
  @Test
  void pinsAreStillToo() {
    PartsRig pinned =
        new PartsRig(
            0x3ffff, 1, List.of(Route.pinned(Rig.topology(1).pfs().getFirst().vfs().getFirst())));
    assertEquals(OK, pinned.mode(1, "01"));
    pinned.bench().member(1).stimulus().queueUsed(-1);
    assertEquals(List.of(), pinned.bench().interrupts());
    assertEquals(OK, pinned.mode(1, "00"));
    assertEquals(List.of("queue -1 vector -1"), pinned.bench().interrupts());
  }

  /// The mode is read from one byte; the rest of the command does not matter.
  @Test
  void anUnknownMemberHasNone() {
    assertEquals("16000500" + zeros(4), bench.send(command(0x11, 3, "01"), 8));
    assertEquals(
        "16000500" + zeros(4),
        bench.send(hex("1100 0100", zeros(12), "0100000000000080", "01"), 8));
  }
}
