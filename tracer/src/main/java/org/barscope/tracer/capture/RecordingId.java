package org.barscope.tracer.capture;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// What tells one recording from every other: 128 bits, random unless a run has to be repeated byte
/// for byte.
///
/// @param high the first 64 bits
/// @param low the last 64 bits
public record RecordingId(long high, long low) {
  private static final HexFormat HEX = HexFormat.of();

  /// A new one.
  public static RecordingId random() {
    SecureRandom random = new SecureRandom();
    return new RecordingId(random.nextLong(), random.nextLong());
  }

  /// The id that 32 hex digits spell; empty if they do not.
  public static Optional<RecordingId> parse(String text) {
    if (text.length() != 32 || !text.chars().allMatch(HexFormat::isHexDigit)) {
      return Optional.empty();
    }
    return Optional.of(
        new RecordingId(
            HexFormat.fromHexDigitsToLong(text, 0, 16),
            HexFormat.fromHexDigitsToLong(text, 16, 32)));
  }

  /// 32 lower-case hex digits.
  @Override
  public String toString() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }
}
