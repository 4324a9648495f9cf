package org.barscope.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The top and the owners of a topology file.
final class TopologyReader {
  private static final int MOST_OWNERS = 256;
  private static final int MOST_QUEUE = 1 << 15;
  private static final int LEAST_ADMIN_QUEUE = 4;
  private static final long COMMANDS = 0x3ffff;
  private static final int MOST_OBJECTS = 0xff;
  private static final long MILLI = 1_000_000;
  private static final List<String> DRIVERS = List.of("virtio_pci", "other");

  private TopologyReader() {}

  static Topology read(JsonItem root) {
    JsonFields top = JsonFields.of(root, "an object in braces", TopologyFields.SHORT);
    List<Topology.Pf> pfs = new ArrayList<>();
    if (top.field("pfs").isPresent()) {
      TopologyFields.OWNER.forEach(name -> top.notBoth("pfs", name));
      List<JsonItem> items = top.required("pfs", "").items("a list of owners");
      if (items.size() > MOST_OWNERS) {
        throw top.at("pfs").wrong(items.size() + " owners", "at most " + MOST_OWNERS);
      }
      for (JsonItem item : items) {
        JsonFields fields = JsonFields.of(item, "an owner in braces", TopologyFields.OWNER);
        pfs.add(owner(fields, pfs.size()));
      }
    } else {
      pfs.add(owner(top, 0));
    }
    long seed =
        top.field("seed")
            .map(item -> item.whole(Long.MIN_VALUE, Long.MAX_VALUE, "a whole number of 64 bits"))
            .orElse(0L);
    return new Topology(
        List.copyOf(pfs),
        top.field("switches").map(TopologyReader::switches).orElse(Switches.DEFAULT),
        seed);
  }

  private static Switches switches(JsonItem item) {
    if (!(item instanceof JsonItem.Fields object)) {
      throw item.wrong("switches in braces, each with its position");
    }
    List<String> names = Arrays.stream(Switch.values()).map(Switch::text).toList();
    Switches switches = Switches.DEFAULT;
    for (Map.Entry<String, JsonItem> entry : object.values().entrySet()) {
      String name = entry.getKey();
      Switch which =
          Switch.named(name)
              .orElseThrow(() ->
                  object
                      .at(name)
                      .wrong("unknown switch", Nearest.anyOf(names) + Nearest.hint(name, names)));
      switches = switches.with(which, entry.getValue().word(which.positions()));
    }
    return switches;
  }

  private static Topology.Pf owner(JsonFields fields, int pf) {
    String sizes = "0 or a power of two from " + LEAST_ADMIN_QUEUE + " to " + MOST_QUEUE;
    int size =
        fields
            .field("adminQueueSize")
            .map(item -> powerOfTwo(item, LEAST_ADMIN_QUEUE, sizes))
            .orElse(Topology.Pf.ADMIN_QUEUE_SIZE);
    List<Topology.Vf> vfs =
        fields.field("vfs").map(item -> new MemberReader(pf).members(item)).orElse(List.of());
    Topology.Firmware firmware =
        fields.field("firmware").map(TopologyReader::firmware).orElse(Topology.BuiltIn.DEFAULT);
    boolean bound =
        fields
            .field("driver")
            .map(item -> item.word(DRIVERS).equals(DRIVERS.getFirst()))
            .orElse(true);
    return new Topology.Pf(size, vfs, firmware, bound);
  }

  /// A size of a queue: 0, or a power of two from `least` to 32768.
  static int powerOfTwo(JsonItem item, int least, String expected) {
    int size = (int) item.whole(0, MOST_QUEUE, expected);
    if (size != 0 && (size < least || Integer.bitCount(size) != 1)) {
      throw item.wrong(expected);
    }
    return size;
  }

  private static Topology.Firmware firmware(JsonItem item) {
    boolean external =
        item instanceof JsonItem.Fields object
            && TopologyFields.EXTERNAL.stream().anyMatch(object.values()::containsKey);
    String what = "a firmware in braces";
    return external
        ? external(JsonFields.of(item, what, TopologyFields.EXTERNAL))
        : builtIn(JsonFields.of(item, what, TopologyFields.BUILT_IN));
  }

  private static Topology.External external(JsonFields fields) {
    String expected = "the path of a Unix socket";
    JsonItem socket = fields.required("socket", expected);
    String path = socket.text(expected);
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      throw socket.wrong(expected);
    }
    long timeout =
        fields
            .field("timeoutMillis")
            .map(item -> DurationText.nanos(item, MILLI, MILLI) / MILLI)
            .orElse(Topology.External.TIMEOUT_MILLIS);
    return new Topology.External(path, timeout);
  }

  private static Topology.BuiltIn builtIn(JsonFields fields) {
    Topology.BuiltIn standard = Topology.BuiltIn.DEFAULT;
    long commands =
        fields
            .field("commands")
            .map(item -> item.whole(0, COMMANDS, "bits 0 to 17: 0 to 0x3ffff"))
            .orElse(standard.commands());
    int objects =
        fields
            .field("devPartsObjects")
            .map(item -> (int) item.whole(0, MOST_OBJECTS, "0 to " + MOST_OBJECTS))
            .orElse(standard.devPartsObjects());
    Topology.Latency latency =
        fields.field("latency").map(TopologyReader::latency).orElse(standard.latency());
    return new Topology.BuiltIn(commands, objects, latency);
  }

  /// A latency: a time span, or an object with a jitter.
  private static Topology.Latency latency(JsonItem item) {
    Topology.Latency none = Topology.Latency.NONE;
    if (!(item instanceof JsonItem.Fields)) {
      return new Topology.Latency(DurationText.nanos(item, 1, 0), 0, none.distribution());
    }
    JsonFields fields = JsonFields.of(item, "a latency", TopologyFields.LATENCY);
    Topology.Distribution distribution =
        fields
            .field("distribution")
            .map(word -> Topology.Distribution.valueOf(upper(word.word(distributions()))))
            .orElse(none.distribution());
    return new Topology.Latency(
        span(fields, "fixed", "fixedNanos"), span(fields, "jitter", "jitterNanos"), distribution);
  }

  private static long span(JsonFields fields, String name, String inNanos) {
    fields.notBoth(name, inNanos);
    return fields
        .field(name)
        .or(() -> fields.field(inNanos))
        .map(item -> DurationText.nanos(item, 1, 0))
        .orElse(0L);
  }

  private static List<String> distributions() {
    return Arrays.stream(Topology.Distribution.values())
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }
}
