package org.barscope.engine;

import java.util.List;
import java.util.stream.Stream;

/// The names of all fields of a topology file, object by object.
final class TopologyFields {
  /// Of an owner.
  static final List<String> OWNER = List.of("adminQueueSize", "driver", "firmware", "vfs");

  /// Of the top, when its owners are listed; the last two are in a Setup event and mean nothing.
  static final List<String> TOP = List.of("pfs", "switches", "seed", "program", "mode");

  /// Of the top that may be an owner's too: the short form for one owner.
  static final List<String> SHORT = Stream.concat(TOP.stream(), OWNER.stream()).toList();

  /// Of a firmware that the engine has.
  static final List<String> BUILT_IN = List.of("commands", "devPartsObjects", "latency");

  /// Of a firmware behind a socket.
  static final List<String> EXTERNAL = List.of("socket", "timeoutMillis");

  /// Of a latency.
  static final List<String> LATENCY =
      List.of("fixedNanos", "jitterNanos", "fixed", "jitter", "distribution");

  /// Of a member.
  static final List<String> MEMBER =
      List.of(
          "vf",
          "count",
          "type",
          "mac",
          "link",
          "features",
          "queueSizes",
          "config",
          "guestOrder",
          "vectors",
          "msiVectors",
          "interruptPin",
          "notify",
          "notifyBar",
          "bar0Length",
          "reset",
          "resetNanos");

  /// Of a place that takes doorbells.
  static final List<String> NOTIFY = List.of("of", "bar", "offset", "barLength", "stride");

  private TopologyFields() {}
}
