package org.barscope.app.members;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GaugeTest {
  private static final long SECOND = 1_000_000_000;

  private final Gauge gauge = new Gauge();

  private List<Integer> lastBars(int count) {
    List<Integer> bars = gauge.bars().counts();
    return bars.subList(bars.size() - count, bars.size());
  }

  @Test
  void whatWasThereAtFirstIsNoRate() {
    gauge.take(0, 5000);
    assertEquals(0, gauge.perSecond());
  }

  @Test
  void theRateIsOfTheLastSecond() {
    gauge.take(0, 0);
    gauge.take(SECOND / 2, 100);
    assertEquals(200, gauge.perSecond());
    gauge.take(SECOND, 300);
    assertEquals(300, gauge.perSecond());
    gauge.take(2 * SECOND, 300);
    assertEquals(0, gauge.perSecond());
  }

  @Test
  void aRateOverALongPauseIsAnAverage() {
    gauge.take(0, 0);
    gauge.take(10 * SECOND, 50);
    assertEquals(5, gauge.perSecond());
  }

  @Test
  void barsAreWholeSecondsWithTheNewestLast() {
    gauge.take(0, 0);
    gauge.take(SECOND / 2, 7);
    gauge.take(SECOND + 1, 10);
    gauge.take(2 * SECOND + 1, 10);
    assertEquals(30, gauge.bars().counts().size());
    assertEquals(List.of(0, 7, 3), lastBars(3));
  }

  @Test
  void barsOfSecondsWithoutASampleAreEmpty() {
    gauge.take(0, 0);
    gauge.take(SECOND / 2, 7);
    gauge.take(4 * SECOND, 8);
    assertEquals(List.of(7, 0, 0, 0), lastBars(4));
    gauge.take(100 * SECOND, 8);
    assertEquals(0, gauge.bars().highest());
  }
}
