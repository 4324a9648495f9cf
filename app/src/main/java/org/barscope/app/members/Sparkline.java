package org.barscope.app.members;

import java.util.List;

/// How often something happened, second by second.
///
/// @param counts oldest first
record Sparkline(List<Integer> counts) {
  /// Nothing to draw.
  static final Sparkline NONE = new Sparkline(List.of());

  /// The highest of them.
  int highest() {
    return counts.stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
