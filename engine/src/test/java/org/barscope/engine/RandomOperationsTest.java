package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// BAR0, configuration, admin and interrupt operations at random on random topologies: no
/// exception, no hang, and what must hold holds.
class RandomOperationsTest {
  private static final int OPERATIONS = 20_000;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  static LongStream deepSeeds() {
    return LongStream.rangeClosed(1001, 1500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aMillionOperationsBreakNothing(long seed) {
    RandomOperations.perform(seed, OPERATIONS);
  }

  @Tag("deep")
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("deepSeeds")
  void tenMillionOperationsBreakNothing(long seed) {
    RandomOperations.perform(seed, OPERATIONS);
  }

  /// Else the words in owners' BARs would be there in name only.
  @Test
  void someRingInAnOwnersBarAndSomeRingNobody() {
    Set<Boolean> somebody = new HashSet<>();
    for (long seed = 1; seed <= 100 && somebody.size() < 2; seed++) {
      for (Event event : RandomOperations.events(seed, 2000)) {
        if (event.fact() instanceof Fact.Notify notify && notify.owner()) {
          somebody.add(event.vf() != 0);
        }
      }
    }
    assertEquals(Set.of(true, false), somebody);
  }

  /// But for 0xb and 0xc, which a stock host does not agree on.
  @Test
  void everyCommandIsAlsoOneThatSucceeds() {
    Set<Integer> succeeded = new TreeSet<>();
    for (long seed = 1; seed <= 20; seed++) {
      for (Event event : RandomOperations.events(seed, 4000)) {
        if (event.fact() instanceof Fact.AdminComplete done && done.status() == 0) {
          succeeded.add(done.opcode());
        }
      }
    }
    assertEquals(Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xa, 0xd, 0xe, 0xf, 0x10, 0x11), succeeded);
  }

  @Test
  void theSameSeedGivesTheSameEvents() {
    for (long seed : new long[] {3, 7, 11, 20}) {
      List<Event> once = RandomOperations.events(seed, 2000);
      assertEquals(once, RandomOperations.events(seed, 2000), "seed " + seed);
      assertNotEquals(once, RandomOperations.events(seed + 100, 2000));
    }
  }
}
