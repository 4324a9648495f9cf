package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On the virtual clock: twice the same script, twice the same bytes, events included.
class RepeatabilityTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 77})
  void theSameScriptGivesTheSameBytes(long seed) {
    String requests =
        """
        {"id":1,"op":"device.open","vf":1}
        {"id":2,"op":"config.write","vf":1,"offset":4,"data":"0700"}
        {"id":3,"op":"bar.read","vf":1,"bar":0,"offset":0,"length":4,"timeoutMillis":0}
        {"id":4,"op":"bar.write","vf":1,"bar":0,"offset":18,"data":"01","timeoutMillis":0}
        {"id":5,"op":"bar.write","vf":1,"bar":0,"offset":16,"data":"0700"}
        {"id":6,"op":"admin","opcode":3,"member":1,"data":"12","resultLength":1}
        {"id":"7a","op":"bar.read","vf":2,"bar":0,"offset":0,"length":4,"timeoutMillis":0}
        {"id":"7b","op":"bar.read","vf":1,"bar":0,"offset":18,"length":1,"timeoutMillis":0}
        {"id":7,"op":"clock.step","nanos":77}
        {"id":8,"op":"info"}
        {"id":9,"op":"events"}
        """;
    assertEquals(played(requests, seed), played(requests, seed));
  }

  private static List<String> played(String requests, long seed) {
    try (Script console = Script.deterministic(Script.slow(seed))) {
      List<String> lines = console.lines(requests);
      assertEquals(11, lines.size());
      assertTrue(lines.getLast().contains("\"kind\":\"AdminComplete\""), lines::getLast);
      return lines;
    }
  }
}
