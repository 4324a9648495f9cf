package org.barscope.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// A topology as JSON, for the first event of a recording.
final class TopologyJson {
  private TopologyJson() {}

  static String write(Topology topology, String mode) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("program", "barscope");
    root.put("mode", mode);
    root.put("seed", topology.seed());
    ObjectNode switches = root.putObject("switches");
    switches.put("memberTypes", topology.switches().anyMemberType() ? "any" : "net");
    switches.put(
        "headerSplit", topology.switches().headerSplitByGuestBit() ? "msixBit" : "irqMode");
    switches.put("kernel", topology.switches().kernel());
    ArrayNode pfs = root.putArray("pfs");
    for (Topology.Pf pf : topology.pfs()) {
      ObjectNode owner = pfs.addObject();
      owner.put("adminQueueSize", pf.adminQueueSize());
      ArrayNode vfs = owner.putArray("vfs");
      for (int i = 0; i < pf.vfs().size(); i++) {
        member(vfs.addObject(), i + 1, pf.vfs().get(i));
      }
    }
    return root.toString();
  }

  private static void member(ObjectNode node, int number, Topology.Vf vf) {
    node.put("vf", number);
    node.put("type", vf.type().text());
    node.put("features", "0x%08x".formatted(vf.features()));
    ArrayNode sizes = node.putArray("queueSizes");
    vf.queueSizes().forEach(sizes::add);
    node.put("config", vf.config().toHex());
    node.put("guestOrder", vf.guestOrder().name().toLowerCase(Locale.ROOT));
    node.put("vectors", vf.vectors());
    node.put("interruptPin", vf.interruptPin() ? "intx" : "none");
    node.put("notifyBar", vf.notifyAddress().bar());
    node.put("notifyOffset", vf.notifyAddress().offset());
  }
}
