package org.barscope.tracer.capture;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version of the capture format, as it stands in section headers and interfaces.
///
/// A new minor version adds kinds of events; a new major version may change everything.
public record FormatVersion(int major, int minor) {
  /// What this version of Barscope writes.
  public static final FormatVersion CURRENT = new FormatVersion(1, 0);

  private static final Pattern MARK =
      Pattern.compile("barscope capture (\\d{1,4})\\.(\\d{1,4})\\b");

  /// The version in a text that begins with the mark of a capture; empty for any other text.
  static Optional<FormatVersion> in(String text) {
    Matcher mark = MARK.matcher(text);
    return mark.lookingAt()
        ? Optional.of(
            new FormatVersion(Integer.parseInt(mark.group(1)), Integer.parseInt(mark.group(2))))
        : Optional.empty();
  }

  /// The mark of a capture: `barscope capture 1.0`.
  String mark() {
    return "barscope capture " + this;
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
