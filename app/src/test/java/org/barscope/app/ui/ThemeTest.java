package org.barscope.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThemeTest {
  private static final double READABLE = 4.5;
  private static final Pattern TOKEN =
      Pattern.compile("(-[a-z-]+): #([0-9a-f]{6})(?:[0-9a-f]{2})?;");
  private static final Pattern USED = Pattern.compile("-(?:bs|color)-[a-z-]+");
  private static final Pattern LITERAL = Pattern.compile("#[0-9a-fA-F]{3,8}\\b|\\brgba?\\(");

  private static final List<String> TONES =
      List.of(
          "-bs-text",
          "-bs-muted",
          "-bs-read",
          "-bs-write",
          "-bs-notify",
          "-bs-interrupt",
          "-bs-command",
          "-bs-error",
          "-bs-fault",
          "-bs-wait",
          "-bs-unknown");
  private static final List<String> GROUNDS =
      List.of(
          "-bs-pane",
          "-bs-bar",
          "-bs-row-alt",
          "-bs-row-hover",
          "-bs-row-selected",
          "-bs-row-error",
          "-bs-stripe");

  @ParameterizedTest
  @EnumSource
  void isReadableInEveryToneOnEveryGround(Theme theme) {
    Map<String, String> tokens = tokens(theme.styleClass());
    for (String ground : GROUNDS) {
      for (String tone : TONES) {
        double contrast = contrast(tokens.get(tone), tokens.get(ground));
        assertTrue(contrast >= READABLE, () -> "%s on %s: %.2f".formatted(tone, ground, contrast));
      }
    }
    double marked = contrast(tokens.get("-bs-text"), tokens.get("-bs-bytes-mark"));
    assertTrue(marked >= READABLE, () -> "marked bytes: %.2f".formatted(marked));
    double pill = contrast(tokens.get("-color-fg-emphasis"), tokens.get("-color-accent-emphasis"));
    assertTrue(pill >= READABLE, () -> "pill: %.2f".formatted(pill));
  }

  @Test
  void hasTheSameTokensInBothThemes() {
    assertEquals(tokens("dark").keySet(), tokens("light").keySet());
  }

  @Test
  void usesNothingButTokens() {
    String css = read("barscope").replaceAll("(?s)/\\*.*?\\*/", "");
    assertFalse(LITERAL.matcher(css).find());
    TreeSet<String> used = new TreeSet<>();
    USED.matcher(css).results().forEach(found -> used.add(found.group()));
    assertTrue(used.size() > 15, used::toString);
    used.removeAll(tokens("dark").keySet());
    assertTrue(used.isEmpty(), used::toString);
  }

  private static Map<String, String> tokens(String sheet) {
    Map<String, String> tokens = new TreeMap<>();
    Matcher matcher = TOKEN.matcher(read(sheet));
    while (matcher.find()) {
      tokens.put(matcher.group(1), matcher.group(2));
    }
    assertTrue(tokens.size() > 30, tokens::toString);
    return tokens;
  }

  private static String read(String sheet) {
    try (InputStream in = Theme.class.getResourceAsStream(sheet + ".css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The contrast ratio of WCAG 2.
  private static double contrast(String one, String other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(String color) {
    int rgb = Integer.parseInt(color, 16);
    return 0.2126 * linear(rgb >> 16 & 0xff)
        + 0.7152 * linear(rgb >> 8 & 0xff)
        + 0.0722 * linear(rgb & 0xff);
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
