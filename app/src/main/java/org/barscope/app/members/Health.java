package org.barscope.app.members;

import java.util.Optional;
import org.barscope.app.members.Line.Tone;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.capture.Row;
import org.barscope.tracer.state.MemberState;

/// How a member is doing, in one glance.
///
/// @param text sign and word
/// @param reason why, if it is not well; empty otherwise
/// @param row the row that shows why, or -1
record Health(String text, Tone tone, String reason, long row) {
  private static final long SECOND = 1_000_000_000;
  private static final long LATE_NANOS = SECOND;
  private static final long VERY_LATE_NANOS = 10 * SECOND;
  private static final long IDLE_NANOS = 3 * SECOND;

  /// One failed access may be a guest that tries something; two are a pattern.
  private static final int PATTERN = 2;

  /// What the state says.
  ///
  /// @param oldest its oldest row that has not ended
  /// @param lastAlive when it did something last, by [Moment#clock]
  static Health of(MemberState state, Optional<Row> oldest, Moment now, long lastAlive) {
    Optional<Health> stuck = oldest.flatMap(row -> stuck(row, now));
    if (stuck.isPresent()) {
      return stuck.get();
    }
    long failed = state.counts().failedInRow();
    boolean silent = !now.live() || now.clock() - lastAlive > LATE_NANOS;
    if (failed >= PATTERN || (failed > 0 && silent)) {
      String accesses =
          failed == 1 ? "the last access failed" : "the last " + failed + " accesses failed";
      return new Health("✗ failing", Tone.BAD, "✗ " + accesses, -1);
    }
    int status = state.status().orElse(0);
    if (DeviceStatus.FAILED.in(status)) {
      return new Health("✗ failed", Tone.BAD, "✗ the driver gave up: FAILED is set", -1);
    }
    if (DeviceStatus.DEVICE_NEEDS_RESET.in(status)) {
      return new Health("✗ needs reset", Tone.BAD, "✗ the device asks for a reset", -1);
    }
    boolean idle = now.live() && now.clock() - lastAlive > IDLE_NANOS;
    if (!DeviceStatus.DRIVER_OK.in(status)) {
      boolean untouched = state.counts().accesses() == 0;
      return untouched || idle || (silent && (status == 0 || !now.live()))
          ? new Health("○ idle", Tone.MUTED, "", -1)
          : new Health("◐ starting", Tone.PLAIN, "", -1);
    }
    return idle ? new Health("○ idle", Tone.MUTED, "", -1) : new Health("● OK", Tone.GOOD, "", -1);
  }

  private static Optional<Health> stuck(Row row, Moment now) {
    if (!(row.first().fact() instanceof Fact.AccessStart access)) {
      return Optional.empty();
    }
    String what =
        (access.direction() == Direction.READ ? "R" : "W")
            + 8L * access.width()
            + (access.region() == Region.BAR0 ? " @" : " " + access.region().text() + " @")
            + access.offset();
    long age = now.time() - row.first().time();
    if (age < LATE_NANOS) {
      return now.live()
          ? Optional.empty()
          : Optional.of(
              new Health("◔ open", Tone.PLAIN, "◔ " + what + " open at the end", row.index()));
    }
    if (!now.live()) {
      return Optional.of(
          new Health("▲ stuck", Tone.WAITING, "◔ " + what + " never ended", row.index()));
    }
    Tone tone = age < VERY_LATE_NANOS ? Tone.WAITING : Tone.BAD;
    String waits = "◔ " + what + " waits " + now.since(row.first().time());
    return Optional.of(new Health("▲ stuck", tone, waits, row.index()));
  }
}
