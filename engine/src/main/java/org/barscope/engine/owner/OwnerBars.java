package org.barscope.engine.owner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.barscope.engine.member.Member;
import org.barscope.engine.member.Member.NotifyPlace;

/// The BARs of the PF: doorbells of its VFs, and nothing else.
final class OwnerBars {
  /// How many a function has.
  static final int COUNT = 6;

  private static final long LEAST = 16; // of a memory BAR

  private final long[] lengths = new long[COUNT];
  private final Map<Place, Member> doorbells = new HashMap<>();

  private record Place(int bar, long offset) {}

  /// @param members by VF number, from 1; no two of them have the same place
  OwnerBars(List<Member> members) {
    for (Member member : members) {
      for (NotifyPlace place : member.notifyPlaces()) {
        if (place.owner() && place.bar() >= 0 && place.bar() < COUNT) {
          add(place, member);
        }
      }
    }
  }

  private void add(NotifyPlace place, Member member) {
    int bar = place.bar();
    lengths[bar] = Math.max(lengths[bar], size(place.barLength()));
    Member has = doorbells.putIfAbsent(new Place(bar, place.offset()), member);
    if (has != null && has.number() != member.number()) {
      throw new IllegalStateException(
          "VF %d and VF %d have the same place".formatted(has.number(), member.number()));
    }
  }

  /// A BAR is a power of two long.
  private static long size(long length) {
    long atLeast = Math.max(LEAST, length);
    return Long.highestOneBit(atLeast - 1) << 1;
  }

  /// The length of a BAR in bytes; 0 for one that the PF has not got.
  long length(int bar) {
    return bar >= 0 && bar < COUNT ? lengths[bar] : 0;
  }

  /// The VF whose doorbell a word is.
  Optional<Member> doorbell(int bar, long offset) {
    return Optional.ofNullable(doorbells.get(new Place(bar, offset)));
  }
}
