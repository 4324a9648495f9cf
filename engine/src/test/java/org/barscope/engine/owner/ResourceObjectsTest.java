package org.barscope.engine.owner;

import static org.barscope.engine.Bench.command;
import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.barscope.engine.owner.PartsRig.EBUSY;
import static org.barscope.engine.owner.PartsRig.EEXIST;
import static org.barscope.engine.owner.PartsRig.ENOSPC;
import static org.barscope.engine.owner.PartsRig.ENXIO;
import static org.barscope.engine.owner.PartsRig.GET;
import static org.barscope.engine.owner.PartsRig.INVALID_FIELD;
import static org.barscope.engine.owner.PartsRig.INVALID_GROUP;
import static org.barscope.engine.owner.PartsRig.INVALID_MEMBER;
import static org.barscope.engine.owner.PartsRig.INVALID_OPCODE;
import static org.barscope.engine.owner.PartsRig.OK;
import static org.barscope.engine.owner.PartsRig.SET;
import static org.barscope.engine.owner.PartsRig.object;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Rig;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Device-parts objects and the driver's limits (virtio 1.4, 2.12.1.2 and 2.12.1.3; reference §11,
///
class ResourceObjectsTest {
  private static final List<Integer> OPCODES = List.of(0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10);

  private final PartsRig rig = new PartsRig(4);

  private String modify(int vf, long id, String use) {
    return rig.bench().send(command(0x0b, vf, object(id) + zeros(8) + use + zeros(7)), 8);
  }

  private String query(int vf, long id) {
    return rig.bench().send(command(0x0c, vf, object(id) + zeros(8)), 16);
  }

  /// > … SHOULD complete … EEXIST … ENXIO … ENOSPC … (2.12.1.3.5, A-054)
  @Nested
  class Creating {
    @Test
    void makesAnObjectOfTheMember() {
      assertEquals(OK, rig.create(1, 0, GET));
      assertEquals(OK, rig.create(2, 3, SET));
      assertEquals(OK + zeros(8), query(1, 0));
      assertEquals(OK + "01" + zeros(7), query(2, 3));
    }

    /// A-054, E-04: status 17; ids are those of the owner, whichever VF an object is of.
    @Test
    void anIdThatIsInUseExists() {
      assertEquals(OK, rig.create(1, 2, GET));
      assertEquals(EEXIST, rig.create(1, 2, GET));
      assertEquals(EEXIST, rig.create(1, 2, SET));
      assertEquals(EEXIST, rig.create(2, 2, GET));
      assertEquals(OK + zeros(8), query(1, 2), "it stays what it was");
    }

    /// ids stay below the driver's limit.
    @ParameterizedTest
    @ValueSource(longs = {4, 5, 255, 0x100, 0x10000, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL})
    void anIdBeyondTheLimitFindsNoRoom(long id) {
      assertEquals(ENOSPC, rig.create(1, id, GET));
      assertEquals(ENXIO, rig.destroy(1, id));
    }

    /// as many of each use as the driver said (F-43).
    @Test
    void eachUseHasItsOwnLimit() {
      assertEquals(OK, rig.setLimits(1, 3));
      assertEquals(OK, rig.create(1, 2, GET));
      assertEquals(ENOSPC, rig.create(2, 0, GET));
      assertEquals(OK, rig.create(2, 0, SET));
      assertEquals(OK, rig.destroy(1, 2));
      assertEquals(OK, rig.create(2, 1, GET));
    }

    /// before DRIVER_CAP_SET the limits are 0.
    @Test
    void beforeTheLimitsAreSetThereIsNoRoom() {
      PartsRig unset = new PartsRig(0x3ffff, 4, Rig.topology(2).pfs().getFirst().vfs());
      assertEquals(ENOSPC, unset.create(1, 0, GET));
      assertEquals(OK, unset.setLimits(0, 1));
      assertEquals(ENOSPC, unset.create(1, 0, GET));
      assertEquals(OK, unset.create(1, 0, SET));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "type 1,   0100 0000 00000000, 0000000000000000, 00, 0600",
      "type ffff,ffff 0000 00000000, 0000000000000000, 00, 0600",
      "use 2,    0000 0000 00000000, 0000000000000000, 02, 1600",
      "use ff,   0000 0000 00000000, 0000000000000000, ff, 1600",
      "flags,    0000 0000 00000000, 0100000000000000, 00, 1600",
      "flags,    0000 0000 00000000, 0000000000000080, 00, 1600",
    })
    void whatIsNotThereIsNotMade(
        String what, String header, String flags, String use, String status) {
      String data = hex(header, flags, use, zeros(7));
      assertEquals(status + "0300" + zeros(4), rig.bench().send(command(0x0a, 1, data), 8), what);
      assertEquals(ENXIO, query(1, 0));
    }

    /// missing bytes are zero, reserved ones are passed over.
    @Test
    void shortDataIsFilledWithZeros() {
      assertEquals(OK, rig.bench().send(command(0x0a, 1, ""), 8));
      assertEquals(OK + zeros(8), query(1, 0));
      assertEquals(
          OK, rig.bench().send(command(0x0a, 1, "0000 ffff 01" + zeros(11) + "01ffff"), 8));
      assertEquals(OK + "01" + zeros(7), query(1, 1));
    }
  }

  @Nested
  class Ending {
    /// an id can be used again, for another member and another use.
    @Test
    void freesTheId() {
      assertEquals(OK, rig.create(1, 0, GET));
      assertEquals(OK, rig.destroy(1, 0));
      assertEquals(ENXIO, rig.destroy(1, 0));
      assertEquals(OK, rig.create(2, 0, SET));
    }

    /// what does not exist, or is another member's, is not there.
    @Test
    void isForTheMembersOwn() {
      assertEquals(OK, rig.create(1, 0, GET));
      assertEquals(ENXIO, rig.destroy(1, 1));
      assertEquals(ENXIO, rig.destroy(2, 0));
      assertEquals(ENXIO, rig.metadata(2, 0, 0, 8));
      assertEquals(ENXIO, query(2, 0));
      assertEquals(ENXIO, modify(2, 0, "01"));
      assertEquals(OK + zeros(8), query(1, 0));
    }

    /// > On device reset, the device MUST destroy all the resource objects … MUST reset all driver
    /// > capabilities. (2.12.1.3.5, 2.12.1.2.4, A-052)
    @Test
    void comesWithAResetOfTheOwner() {
      assertEquals(OK, rig.create(1, 0, GET));
      rig.bench().owner().commonWrite(20, 1, 0);
      rig.agree(0x3ffff);
      assertEquals(ENXIO, query(1, 0));
      assertEquals(ENOSPC, rig.create(1, 0, GET), "the limits are gone too");
      assertEquals(OK, rig.setLimits(1, 1));
      assertEquals(OK, rig.create(1, 0, GET));
    }

    /// a member that was reset has lost its objects, others have not (reference §12.6).
    @Test
    void comesWithAResetOfTheMember() {
      assertEquals(OK, rig.create(1, 0, GET));
      assertEquals(OK, rig.create(2, 1, SET));
      rig.bench().member(1).functionLevelReset();
      assertEquals(ENXIO, rig.destroy(1, 0));
      assertEquals(OK + "01" + zeros(7), query(2, 1));
      assertEquals(OK, rig.create(2, 0, GET), "its id is free");
    }

    @Test
    void comesWithVfsThatGoAway() {
      assertEquals(OK, rig.create(1, 0, GET));
      rig.bench().enableVfs(0);
      rig.bench().enableVfs(2);
      assertEquals(ENXIO, query(1, 0));
    }

    /// A reset that a driver asks for by the device status leaves objects alone: they are the
    /// host's.
    @Test
    void doesNotComeWithADriversReset() {
      assertEquals(OK, rig.create(1, 0, GET));
      rig.write(1, "12:00");
      assertEquals(OK + zeros(8), query(1, 0));
    }
  }

  /// 0xb is MODIFY and 0xc is QUERY, as the standard's text has it (E-01).
  @Nested
  class Changing {
    @Test
    void changesTheUse() {
      assertEquals(OK, rig.create(1, 0, GET));
      assertEquals(INVALID_FIELD, rig.set(1, 0, ""));
      assertEquals(OK, modify(1, 0, "01"));
      assertEquals(OK + "01" + zeros(7), query(1, 0));
      assertEquals(INVALID_FIELD, rig.parts(1, 0));
    }

    @Test
    void keepsWithinTheLimits() {
      assertEquals(OK, rig.setLimits(2, 1));
      assertEquals(OK, rig.create(1, 0, SET));
      assertEquals(OK, rig.create(1, 1, GET));
      assertEquals(ENOSPC, modify(1, 1, "01"));
      assertEquals(OK, modify(1, 0, "01"), "what it is already");
      assertEquals(OK + zeros(8), query(1, 1));
    }

    @Test
    void needsAnObjectAndAUse() {
      assertEquals(ENXIO, modify(1, 0, "01"));
      assertEquals(OK, rig.create(1, 0, GET));
      assertEquals(INVALID_FIELD, modify(1, 0, "02"));
      assertEquals(
          INVALID_FIELD, rig.bench().send(command(0x0c, 1, object(0) + "01" + zeros(7)), 16));
      assertEquals(OK + zeros(8), query(1, 0));
    }
  }

  /// > … EBUSY if the command requests to disable a capability while the device still has valid
  /// > resource objects … (2.12.1.2.4, A-051, A-053)
  @Nested
  class Limits {
    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
      "1, 2, true",
      "2, 1, true",
      "0, 0, true",
      "2, 2, false",
      "3, 2, false",
      "4, 4, false"
    })
    void becomeNotLessWhileThereAreObjects(int get, int set, boolean busy) {
      assertEquals(OK, rig.setLimits(2, 2));
      assertEquals(OK, rig.create(1, 1, GET));
      assertEquals(busy ? EBUSY : OK, rig.setLimits(get, set));
      assertEquals(busy ? ENOSPC : get > 2 ? OK : ENOSPC, rig.create(1, 2, GET));
      assertEquals(OK, rig.destroy(1, 1));
    }

    @Test
    void becomeAnythingOnceTheObjectsAreGone() {
      assertEquals(OK, rig.create(1, 0, GET));
      assertEquals(EBUSY, rig.setLimits(0, 0));
      rig.bench().member(1).functionLevelReset();
      assertEquals(OK, rig.setLimits(0, 0));
      assertEquals(ENOSPC, rig.create(1, 0, GET));
    }

    /// what is more than the device has is refused, and the old limits stay.
    @Test
    void beyondTheDevicesAreRefused() {
      assertEquals(INVALID_FIELD, rig.setLimits(5, 4));
      assertEquals(INVALID_FIELD, rig.setLimits(255, 255));
      assertEquals(OK, rig.create(1, 3, GET));
    }
  }

  /// group, opcode, member, then the fields.
  @Nested
  class Validation {
    @Test
    void comesInTheUsualOrder() {
      for (int opcode : OPCODES) {
        String code = "%02x00".formatted(opcode);
        String member9 = hex(zeros(12), "0900000000000000");
        String data = "ffff" + zeros(22);
        assertEquals(INVALID_GROUP, rig.bench().send(hex(code, "0200", member9, data), 8));
        assertEquals(INVALID_OPCODE, rig.bench().send(hex(code, "0000", member9, data), 8));
        assertEquals(INVALID_MEMBER, rig.bench().send(hex(code, "0100", member9, data), 8));
        assertEquals(ENXIO, rig.bench().send(command(opcode, 1, data), 8));
      }
    }

    @ParameterizedTest(name = "member {0}")
    @ValueSource(
        strings = {
          "0000000000000000",
          "0300000000000000",
          "0100000001000000",
          "0100000000000080",
          "ffffffffffffffff"
        })
    void takesMembersOneToNumVfs(String member) {
      for (int opcode = 0x0a; opcode <= 0x11; opcode++) {
        String command = hex("%02x00".formatted(opcode), "0100", zeros(12), member, zeros(24));
        assertEquals(INVALID_MEMBER, rig.bench().send(command, 72), "opcode " + opcode);
      }
    }

    /// offered is not agreed on.
    @Test
    void needsTheOpcodeInTheList() {
      rig.agree(0x3e7fc | 3);
      assertEquals(INVALID_OPCODE, modify(1, 0, "01"));
      assertEquals(INVALID_OPCODE, query(1, 0));
      assertEquals(OK, rig.create(1, 0, GET));
      rig.agree(0x7f);
      assertEquals(INVALID_OPCODE, rig.create(1, 1, GET));
      assertEquals(INVALID_OPCODE, rig.mode(1, "01"));
    }

    /// capabilities are the owner's own; objects and parts are the VFs'.
    @Test
    void capabilitiesAreForTheOwnerAndPartsForItsVfs() {
      for (int opcode = 7; opcode <= 9; opcode++) {
        assertEquals(INVALID_GROUP, rig.bench().send(command(opcode, 1, zeros(10)), 16));
      }
      for (int opcode = 0x0a; opcode <= 0x11; opcode++) {
        String self = hex("%02x00".formatted(opcode), "0000", zeros(20), zeros(24));
        assertEquals(INVALID_OPCODE, rig.bench().send(self, 16));
      }
    }
  }
}
