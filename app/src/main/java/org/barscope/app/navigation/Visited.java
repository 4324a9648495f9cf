package org.barscope.app.navigation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.tracer.state.StateHistory.Member;

/// The rows that were selected, to go back and forth between them as in a browser.
final class Visited {
  private static final int MOST = 200;

  private final List<Place> places = new ArrayList<>();
  private int at = -1;

  /// A selected row and the member that was selected with it.
  record Place(long row, Member member) {}

  /// Takes a row that was selected. A step to the next row is no place of its own.
  void add(Place place) {
    if (at >= 0 && places.get(at).equals(place)) {
      return;
    }
    places.subList(at + 1, places.size()).clear();
    if (at >= 0 && Math.abs(places.get(at).row() - place.row()) == 1) {
      places.set(at, place);
      return;
    }
    places.add(place);
    if (places.size() > MOST) {
      places.removeFirst();
    }
    at = places.size() - 1;
  }

  /// Goes so many places forward, or back.
  Optional<Place> move(int steps) {
    int to = at + steps;
    if (to < 0 || to >= places.size()) {
      return Optional.empty();
    }
    at = to;
    return Optional.of(places.get(to));
  }
}
