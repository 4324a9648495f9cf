package org.barscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowStartTest {
  @Test
  void aDisplayIsWhatTheEnvironmentNames() {
    assertFalse(WindowStart.hasDisplay("Linux", "gtk", Map.<String, String>of()::get));
    assertFalse(WindowStart.hasDisplay("Linux", "", Map.of("DISPLAY", "")::get));
    assertTrue(WindowStart.hasDisplay("Linux", "", Map.of("DISPLAY", ":0")::get));
    assertTrue(WindowStart.hasDisplay("Linux", "", Map.of("WAYLAND_DISPLAY", "wayland-0")::get));
  }

  @Test
  void otherSystemsAndTheHeadlessPlatformNeedNone() {
    assertTrue(WindowStart.hasDisplay("Mac OS X", "", Map.<String, String>of()::get));
    assertTrue(WindowStart.hasDisplay("Linux", "Headless", Map.<String, String>of()::get));
  }

  @Test
  void whatIsMissingIsSaidInOneLine() {
    assertEquals(
        "no display; without a window: barscope show --headless a.pcapng",
        WindowStart.explained(
                new UnsupportedOperationException("Unable to open DISPLAY"),
                "barscope show --headless a.pcapng")
            .getMessage());
    assertEquals(
        "the window needs libraries that are missing: apt-get install libgtk-3-0 libxtst6;"
            + " without a window: barscope show --headless a.pcapng",
        WindowStart.explained(
                new UnsupportedOperationException("Unable to load glass GTK library."),
                "barscope show --headless a.pcapng")
            .getMessage());
    assertEquals(
        "no window can be opened: No toolkit found",
        WindowStart.explained(new IllegalStateException("No toolkit found"), "").getMessage());
  }
}
