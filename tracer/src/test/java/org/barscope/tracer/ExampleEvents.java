package org.barscope.tracer;

import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;

/// A short recording by hand: every kind of fact, and every command a legacy guest causes.
public final class ExampleEvents {
  private ExampleEvents() {}

  /// A whole recording of one owner and member 3, in order of `seq`.
  public static List<Event> recording() {
    return List.of(
        setup(),
        event(1, 10_000, 0, -1, listQuery()),
        event(2, 22_000, 0, 1, listQueryAnswer()),
        event(3, 30_000, 3, -1, probe()),
        event(4, 1_204_118_000L, 3, -1, new Fact.AccessStart(Region.BAR0, read(), 18, 1, hex(""))),
        event(5, 1_204_118_300L, 3, 4, statusRead()),
        event(6, 1_204_120_400L, 3, 5, answer(3, "0000 0000 00000000 07", 1_204_118_900L)),
        event(7, 1_204_120_700L, 3, 4, statusValue()),
        event(
            8,
            1_205_000_000L,
            3,
            -1,
            new Fact.AccessStart(Region.BAR0, write(), 16, 2, hex("0100"))),
        event(9, 1_205_000_100L, 3, 8, new Fact.Notify(2, 0x3000, 1)),
        event(10, 1_205_000_200L, 3, 8, doorbellDone()),
        event(11, 1_205_004_000L, 3, 8, new Fact.Interrupt(1, InterruptReason.QUEUE, 1)),
        event(12, 1_205_005_000L, 3, -1, new Fact.Interrupt(-1, InterruptReason.CONFIG, -1)),
        event(
            13, 1_206_000_000L, 3, -1, new Fact.AccessStart(Region.CONFIG, read(), 4, 2, hex(""))),
        event(14, 1_206_000_900L, 3, 13, commandRegister()),
        event(15, 1_207_000_000L, 3, -1, new Fact.AccessStart(Region.BAR0, read(), 12, 4, hex(""))),
        event(16, 1_207_000_300L, 3, 15, straddlingRead()),
        event(17, 1_207_003_300L, 3, 16, answer(3, "1600 0300 00000000", 1_207_001_000L)),
        event(18, 1_207_003_600L, 3, 15, straddlingFailed()),
        event(19, 1_208_000_000L, 3, -1, new Fact.GuestFault("L-113", "queue 9 notified, has 3")),
        event(20, 1_209_000_000L, 0, -1, new Fact.Lost(37, "ring of pf 0")),
        event(21, 1_210_000_000L, 3, -1, new Fact.Unknown(77, hex("de ad be ef"))));
  }

  /// An event of owner 0 that is neither imported nor inferred.
  public static Event event(long seq, long time, int vf, long cause, Fact fact) {
    return new Event(seq, time, 0, vf, cause, Event.NONE, false, fact);
  }

  private static Event setup() {
    return event(0, 0, 0, -1, new Fact.Setup("{\"pfs\":1,\"vfs\":4,\"seed\":7}"));
  }

  private static Fact listQuery() {
    return new Fact.AdminSubmit(0, 1, 0, hex("0000 0100" + "00".repeat(20)), 16);
  }

  private static Fact listQueryAnswer() {
    return new Fact.AdminComplete(
        0, 0, 0, 0, 16, hex("0000 0000 00000000 7f00000000000000"), 15_000);
  }

  private static Fact probe() {
    return new Fact.Lifecycle(
        "probe: transitional",
        List.of(
            new Condition("the PF negotiated VIRTIO_F_ADMIN_VQ", true, "bit 41"),
            new Condition("the VF has no BAR0", false, "0x0000e004")));
  }

  private static Fact statusRead() {
    return new Fact.AdminSubmit(
        3, 1, 3, hex("0300 0100" + "00".repeat(12) + "0300000000000000 12"), 9);
  }

  private static Fact answer(int opcode, String written, long taken) {
    Bytes bytes = hex(written);
    return new Fact.AdminComplete(
        opcode, 3, bytes.u8(0), bytes.u8(2), bytes.length(), bytes, taken);
  }

  private static Fact statusValue() {
    return new Fact.LegacyAccess(read(), 18, 1, 24, hex("07"), hex("07"), 0, 1_204_118_000L, 2_700);
  }

  private static Fact doorbellDone() {
    return new Fact.LegacyAccess(write(), 16, 2, 24, hex("0100"), hex(""), 0, 1_205_000_000L, 200);
  }

  private static Fact commandRegister() {
    return new Fact.ConfigAccess(
        read(), 4, 2, hex("0705"), hex("0705"), hex("0605"), 0, 1_206_000_000L, 900);
  }

  private static Fact straddlingRead() {
    return new Fact.AdminSubmit(
        3, 1, 3, hex("0300 0100" + "00".repeat(12) + "0300000000000000 0c"), 12);
  }

  private static Fact straddlingFailed() {
    return new Fact.LegacyAccess(
        read(), 12, 4, 24, hex(""), hex("ffffffff"), 22, 1_207_000_000L, 3_600);
  }

  private static Direction read() {
    return Direction.READ;
  }

  private static Direction write() {
    return Direction.WRITE;
  }

  private static Bytes hex(String text) {
    return Bytes.hex(text);
  }
}
