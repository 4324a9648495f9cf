package org.barscope.tracer.decode;

/// The signs that the text of events is drawn with.
///
/// @param right before what came back
/// @param left before what was written
/// @param child before a command under the access that caused it
/// @param doorbell before a queue notification
/// @param interrupt before an interrupt
/// @param yes before a condition that holds
/// @param no before a condition that does not hold, and before a broken rule
/// @param open after something that has not ended yet
/// @param microseconds the unit
/// @param ascii whether the terminal takes nothing but ASCII
public record Glyphs(
    String right,
    String left,
    String child,
    String doorbell,
    String interrupt,
    String yes,
    String no,
    String open,
    String microseconds,
    boolean ascii) {
  /// For terminals with UTF-8.
  public static final Glyphs UTF_8 =
      new Glyphs("→", "←", "└", "♦", "⚡", "✓", "✗", "…", "µs", false);

  /// For terminals without.
  public static final Glyphs ASCII =
      new Glyphs("->", "<-", "`-", "*", "!", "+", "x", "...", "us", true);

  /// A text from a file or a guest, made safe to print: control characters, and with [#ascii] all
  /// that is not ASCII, are spelled as `\u001b`.
  public String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!prints(text.charAt(i))) {
        return escape(text);
      }
    }
    return text;
  }

  private String escape(String text) {
    StringBuilder clean = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (prints(c)) {
        clean.append(c);
      } else {
        clean.append("\\u");
        Hex.append(clean, c, 4);
      }
    }
    return clean.toString();
  }

  private boolean prints(char c) {
    if (c < 0x80) {
      return c >= 0x20 && c != 0x7f;
    }
    // C1 controls, line separators, and the marks that reorder text
    boolean harmful =
        c < 0xa0
            || between(c, 0x200e, 0x200f)
            || between(c, 0x2028, 0x202e)
            || between(c, 0x2066, 0x2069);
    return !ascii && !harmful;
  }

  private static boolean between(char c, int first, int last) {
    return c >= first && c <= last;
  }
}
