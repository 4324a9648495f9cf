package org.barscope.tracer.decode;

/// Whole numbers as text.
public final class Grouped {
  private Grouped() {}

  /// A number with its digits in groups of three: `88,120`.
  public static String of(long number) {
    String digits = Long.toString(number);
    int sign = number < 0 ? 1 : 0;
    if (digits.length() - sign <= 3) {
      return digits;
    }
    StringBuilder text = new StringBuilder(digits);
    for (int at = digits.length() - 3; at > sign; at -= 3) {
      text.insert(at, ',');
    }
    return text.toString();
  }
}
