package org.barscope.engine;

/// Where a value stands in a JSON text.
///
/// @param file how the text is called
/// @param line from 1
/// @param column from 1
/// @param path of the value from the top, such as `pfs[0].vfs[1].mac`; empty for the top itself
record JsonPlace(String file, int line, int column, String path) {
  private static final int SHOWN = 60;

  /// The place of a field of the object that stands here.
  JsonPlace field(String name, int atLine, int atColumn) {
    return new JsonPlace(file, atLine, atColumn, path.isEmpty() ? name : path + "." + name);
  }

  /// The place of an element of the list that stands here.
  JsonPlace element(int index, int atLine, int atColumn) {
    return new JsonPlace(file, atLine, atColumn, path + "[" + index + "]");
  }

  /// What is wrong here, in one line.
  TopologyException wrong(String found, String expected) {
    String where = path.isEmpty() ? "" : printable(path) + ": ";
    return new TopologyException(
        "%s:%d:%d: %s%s, expected %s".formatted(file, line, column, where, found, expected));
  }

  /// A text of the user's in one line, without control characters, cut where it gets long.
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(SHOWN)
        .forEach(point -> {
          if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
            shown.append("\\u%04x".formatted(point));
          } else {
            shown.appendCodePoint(point);
          }
        });
    return text.codePointCount(0, text.length()) > SHOWN ? shown + "…" : shown.toString();
  }
}
