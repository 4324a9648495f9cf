package org.barscope.engine;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.device.FeatureBit;
import org.barscope.engine.protocol.device.TransportFeature;
import org.barscope.engine.protocol.types.DeviceTables;

/// The members of one owner in a topology file.
final class MemberReader {
  private static final int MOST_MEMBERS = 256;
  private static final int MOST_VECTORS = 2048;
  private static final int MOST_QUEUES = 0xffff;
  private static final long MOST_BAR = PlaceReader.MOST_BAR;
  private static final long WORD = 0xffff_ffffL;
  private static final int MOST_MESSAGES = 32;
  private static final String MESSAGES = "0 or a power of two from 1 to " + MOST_MESSAGES;
  private static final List<String> RESETS = List.of("flr", "none");
  private static final List<String> PINS = List.of("none", "intx");
  private static final List<String> ORDERS = List.of("little", "big");
  private static final String SIZES = "0 or a power of two from 1 to 32768";
  private static final String FEATURES =
      "bits 0 to 31: a number, \"0x…\" or a list of names and bit numbers";

  private final int pf;
  private final PlaceReader places = new PlaceReader();

  /// @param pf the number of the owner, for the MACs of members that have none
  MemberReader(int pf) {
    this.pf = pf;
  }

  List<Topology.Vf> members(JsonItem item) {
    List<Topology.Vf> members = new ArrayList<>();
    for (JsonItem each : item.items("a list of VFs")) {
      JsonFields fields = JsonFields.of(each, "a VF in braces", TopologyFields.MEMBER);
      int next = members.size() + 1;
      fields.field("vf").ifPresent(number -> number.whole(next, next, next + ", its place"));
      int count =
          fields
              .field("count")
              .map(many -> (int) many.whole(1, MOST_MEMBERS, "1 to " + MOST_MEMBERS))
              .orElse(1);
      if (members.size() + count > MOST_MEMBERS) {
        throw each.at()
            .wrong(members.size() + count + " VFs", "at most " + MOST_MEMBERS + " per owner");
      }
      for (int i = 0; i < count; i++) {
        members.add(member(fields, members.size() + 1, i));
      }
    }
    return List.copyOf(members);
  }

  /// @param number of the VF
  /// @param index among those that are described together
  private Topology.Vf member(JsonFields fields, int number, int index) {
    DeviceTable table = fields.field("type").map(MemberReader::table).orElse(standard());
    Topology.Vf usual = Topology.member(table.type());
    GuestOrder order =
        fields
            .field("guestOrder")
            .map(item -> item.word(ORDERS).equals("big") ? GuestOrder.BIG : GuestOrder.LITTLE)
            .orElse(usual.guestOrder());
    int features =
        fields.field("features").map(item -> features(item, table)).orElse(usual.features());
    return new Topology.Vf(
        table.type(),
        features,
        fields
            .field("queueSizes")
            .map(MemberReader::sizes)
            .orElseGet(() -> table.defaults().queueSizes(features)),
        new MemberConfig(table, order, fields).bytes(MemberConfig.mac(pf, number), index),
        order,
        pci(fields),
        places.of(fields, number, index).orElse(usual.notifyAddresses()));
  }

  private static Topology.Pci pci(JsonFields fields) {
    Topology.Pci usual = Topology.Pci.DEFAULT;
    return new Topology.Pci(
        fields
            .field("vectors")
            .map(item -> (int) item.whole(0, MOST_VECTORS, "0 to " + MOST_VECTORS))
            .orElse(usual.vectors()),
        fields.field("msiVectors").map(MemberReader::messages).orElse(usual.messages()),
        fields
            .field("interruptPin")
            .map(item -> item.word(PINS).equals("intx"))
            .orElse(usual.interruptPin()),
        fields
            .field("bar0Length")
            .map(item -> item.whole(0, MOST_BAR, "0 to 0x" + Long.toHexString(MOST_BAR)))
            .orElse(usual.bar0Length()),
        fields.field("reset").map(item -> item.word(RESETS).equals("flr")).orElse(usual.resets()),
        fields
            .field("resetNanos")
            .map(item -> DurationText.nanos(item, 1, 0))
            .orElse(usual.resetNanos()));
  }

  private static int messages(JsonItem item) {
    int messages = TopologyReader.powerOfTwo(item, 1, MESSAGES);
    if (messages > MOST_MESSAGES) {
      throw item.wrong(MESSAGES);
    }
    return messages;
  }

  private static DeviceTable standard() {
    return DeviceTables.ALL.getFirst();
  }

  private static DeviceTable table(JsonItem item) {
    List<String> names = DeviceTables.ALL.stream().map(table -> table.type().text()).toList();
    return DeviceType.named(item.word(names)).flatMap(DeviceTables::of).orElseThrow();
  }

  private static List<Integer> sizes(JsonItem item) {
    List<JsonItem> items = item.items("a list of queue sizes");
    if (items.size() > MOST_QUEUES) {
      throw item.at().wrong(items.size() + " queues", "at most " + MOST_QUEUES);
    }
    return items.stream().map(size -> TopologyReader.powerOfTwo(size, 1, SIZES)).toList();
  }

  private static int features(JsonItem item, DeviceTable table) {
    if (!(item instanceof JsonItem.Items list)) {
      return (int) item.whole(0, WORD, FEATURES);
    }
    int features = 0;
    for (JsonItem each : list.values()) {
      features |= 1 << bit(each, table);
    }
    return features;
  }

  private static int bit(JsonItem item, DeviceTable table) {
    if (!(item instanceof JsonItem.Text text)) {
      return (int) item.whole(0, Integer.SIZE - 1, "the name of a feature or a bit from 0 to 31");
    }
    List<String> names = new ArrayList<>();
    for (FeatureBit feature : table.features()) {
      names.add(feature.name());
      if (feature.name().equals(text.value())) {
        return feature.bit();
      }
    }
    for (TransportFeature feature : TransportFeature.values()) {
      names.add(feature.name());
      if (feature.name().equals(text.value())) {
        return feature.bit();
      }
    }
    throw item.wrong(
        "a feature of %s: %s%s"
            .formatted(
                table.type().text(), Nearest.anyOf(names), Nearest.hint(text.value(), names)));
  }
}
