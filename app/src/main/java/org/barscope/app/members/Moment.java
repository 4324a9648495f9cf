package org.barscope.app.members;

/// When a refresh happens.
///
/// @param clock nanoseconds from anywhere, for rates
/// @param time nanoseconds since the start of the recording, for ages
/// @param live whether guests play, so that rates mean something
record Moment(long clock, long time, boolean live) {
  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;

  /// How long ago something was: whole seconds, then minutes.
  String since(long when) {
    long age = Math.max(0, time - when);
    if (age < SECOND) {
      return "<1 s";
    }
    return age < 2 * MINUTE ? age / SECOND + " s" : age / MINUTE + " min";
  }
}
