package org.barscope.tracer.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The interfaces that a capture has so far, by owner and member.
final class InterfaceTable {
  /// No interface yet.
  static final int NONE = -1;

  private static final int MOST = 0x10000;

  private final List<Source> sources = new ArrayList<>();
  private int[][] numbers = {};
  private long[] packets = new long[8];
  private long[] lost = new long[8];
  private long[] lastTimes = new long[8];

  /// The number of an interface, or [#NONE].
  int number(int pf, int vf) {
    return pf >= 0 && pf < numbers.length && vf >= 0 && vf < numbers[pf].length
        ? numbers[pf][vf]
        : NONE;
  }

  /// Adds an interface and returns its number.
  int add(Source source) {
    int pf = source.pf();
    int vf = source.vf();
    if (pf < 0 || pf >= MOST || vf < 0 || vf >= MOST) {
      throw new IllegalArgumentException("no such member: pf " + pf + " vf " + vf);
    }
    int known = numbers.length;
    if (pf >= known) {
      numbers = Arrays.copyOf(numbers, pf + 1);
      Arrays.fill(numbers, known, numbers.length, new int[0]);
    }
    int members = numbers[pf].length;
    if (vf >= members) {
      numbers[pf] = Arrays.copyOf(numbers[pf], Math.max(vf + 1, 2 * members));
      Arrays.fill(numbers[pf], members, numbers[pf].length, NONE);
    }
    int number = sources.size();
    numbers[pf][vf] = number;
    sources.add(source);
    if (number == packets.length) {
      packets = Arrays.copyOf(packets, 2 * number);
      lost = Arrays.copyOf(lost, 2 * number);
      lastTimes = Arrays.copyOf(lastTimes, 2 * number);
    }
    return number;
  }

  /// How many interfaces there are.
  int size() {
    return sources.size();
  }

  /// Counts one packet, and the events that it says were lost.
  void count(int number, long lostEvents, long timestamp) {
    packets[number]++;
    lost[number] += lostEvents;
    lastTimes[number] = timestamp;
  }

  long packets(int number) {
    return packets[number];
  }

  long lost(int number) {
    return lost[number];
  }

  long lastTime(int number) {
    return lastTimes[number];
  }
}
