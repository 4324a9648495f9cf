package org.barscope.app.shell;

import java.util.List;

/// The keys of the window, as the documentation has them.
///
/// @param keys with spaces between alternatives
record KeyHelp(String keys, String meaning) {
  /// All of them.
  static final List<KeyHelp> ALL =
      List.of(
          new KeyHelp("↑ ↓ PgUp PgDn Home", "choose a row"),
          new KeyHelp("Enter → ←", "open or close it"),
          new KeyHelp("End", "the newest rows, and follow them"),
          new KeyHelp("Ctrl+G", "go to a row or a time"),
          new KeyHelp("Ctrl+. Ctrl+,", "next, previous access to the same register"),
          new KeyHelp("Alt+← Alt+→", "back and forth between rows that were chosen"),
          new KeyHelp("Ctrl+C", "copy the row, the field or the bytes as text"),
          new KeyHelp("Esc", "choose nothing: the registers show now; in the filter: clear it"),
          new KeyHelp("Space F8", "pause and resume the guests"),
          new KeyHelp("Ctrl+F", "to the filter; Enter or ↓ back to the table"),
          new KeyHelp("Ctrl+Shift+T", "dark or light"),
          new KeyHelp("F1 ?", "these keys"),
          new KeyHelp("Ctrl+Q", "close"));
}
