package org.barscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeyHelpTest {
  private static final Pattern ROW = Pattern.compile("\\| (`.*?) \\| (.*?) \\|");

  @Test
  void theDocumentationNamesTheSameKeys() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "window.md"));
    String keys = page.substring(page.indexOf("## Keys"));
    keys = keys.substring(0, keys.indexOf("\n## ", 1));
    List<KeyHelp> documented =
        ROW.matcher(keys)
            .results()
            .map(row -> new KeyHelp(plain(row.group(1)), plain(row.group(2))))
            .toList();
    assertEquals(KeyHelp.ALL, documented);
  }

  private static String plain(String markdown) {
    return Matcher.quoteReplacement(markdown)
        .replace("`, `", " ")
        .replace("` `", " ")
        .replace("`", "");
  }
}
