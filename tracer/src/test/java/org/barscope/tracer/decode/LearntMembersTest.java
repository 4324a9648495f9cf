package org.barscope.tracer.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalInt;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Types and byte orders as the first event of a recording says them.
class LearntMembersTest {
  private static final String SETUP =
      """
      {"pfs":[
        {"vfs":[{"vf":1,"type":"net","guestOrder":"big"},{"vf":2,"type":"blk"}]},
        {"vfs":[{"vf":1,"type":"scsi"}]}]}
      """;

  private final LearntMembers members = new LearntMembers();

  private void learn(String json) {
    members.accept(event(0, new Fact.Setup(json)));
  }

  private static Event event(int vf, Fact fact) {
    return new Event(0, 0, 0, vf, Event.NONE, Event.NONE, false, fact);
  }

  @Test
  void knowsNetworkDevicesUntilItIsTold() {
    assertEquals(MemberKind.NET, members.kind(0, 1));
    learn(SETUP);
    assertEquals(new MemberKind(DeviceType.NET, GuestOrder.BIG), members.kind(0, 1));
    assertEquals(DeviceType.BLOCK, members.of(0, 2));
    assertEquals(DeviceType.SCSI, members.of(1, 1));
    assertEquals(MemberKind.NET, members.kind(1, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"pfs\":7}", "{\"pfs\":[{\"vfs\":[{\"type\":9}]}]}"})
  void whatIsDamagedSaysNothing(String json) {
    learn(json);
    assertEquals(MemberKind.NET, members.kind(0, 1));
  }

  @Test
  void readsDeviceConfigurationInTheGuestsOrder() {
    learn(SETUP);
    assertEquals("0x0001 LINK_UP", status("0001", 1));
    assertEquals("0x0100", status("0001", 3).substring(0, 6));
    Bytes pairs = Bytes.hex("0002");
    assertEquals(OptionalInt.of(2), members.kind(0, 1).queuePairs(pairs));
    assertEquals(OptionalInt.of(0x200), members.kind(0, 3).queuePairs(pairs));
    assertEquals(OptionalInt.empty(), members.kind(0, 2).queuePairs(pairs));
  }

  @Test
  void theHeaderIsLittleEndianForEveryGuest() {
    learn(SETUP);
    assertEquals(
        "0x0100 (256 entries)",
        LegacyDecoder.value(12, Bytes.hex("0001"), 20, members.kind(0, 1), 0));
  }

  private String status(String bytes, int vf) {
    Bytes data = Bytes.hex(bytes);
    Fact access = new Fact.LegacyAccess(Direction.READ, 26, 2, 20, data, data, 0, 0, 0);
    RowText row = new RowDecoder(members).row(List.of(event(vf, access)), false, 20);
    return row.value();
  }
}
