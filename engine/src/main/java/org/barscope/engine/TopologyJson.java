package org.barscope.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// A topology as JSON, for the first event of a recording: what a topology file may say, with every
/// default spelled out.
final class TopologyJson {
  private TopologyJson() {}

  static String write(Topology topology, String mode) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("program", "barscope");
    root.put("mode", mode);
    topology(root, topology);
    return root.toString();
  }

  private static void topology(ObjectNode root, Topology topology) {
    root.put("seed", topology.seed());
    root.set("switches", switches(topology.switches()));
    ArrayNode pfs = root.putArray("pfs");
    for (Topology.Pf pf : topology.pfs()) {
      owner(pfs.addObject(), pf);
    }
  }

  /// Every switch with its position.
  static ObjectNode switches(Switches switches) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Switch which : Switch.values()) {
      node.put(which.text(), switches.get(which));
    }
    return node;
  }

  private static void owner(ObjectNode node, Topology.Pf pf) {
    node.put("adminQueueSize", pf.adminQueueSize());
    node.put("driver", pf.bound() ? "virtio_pci" : "other");
    ObjectNode firmware = node.putObject("firmware");
    switch (pf.firmware()) {
      case Topology.BuiltIn builtIn -> {
        firmware.put("commands", "0x" + Long.toHexString(builtIn.commands()));
        firmware.put("devPartsObjects", builtIn.devPartsObjects());
        ObjectNode latency = firmware.putObject("latency");
        latency.put("fixedNanos", builtIn.latency().fixedNanos());
        latency.put("jitterNanos", builtIn.latency().jitterNanos());
        latency.put("distribution", lower(builtIn.latency().distribution()));
      }
      case Topology.External external -> {
        firmware.put("socket", external.socket());
        firmware.put("timeoutMillis", external.timeoutMillis());
      }
    }
    ArrayNode vfs = node.putArray("vfs");
    for (int i = 0; i < pf.vfs().size(); i++) {
      member(vfs.addObject(), i + 1, pf.vfs().get(i));
    }
  }

  private static void member(ObjectNode node, int number, Topology.Vf vf) {
    node.put("vf", number);
    node.put("type", vf.type().text());
    node.put("features", "0x%08x".formatted(vf.features()));
    ArrayNode sizes = node.putArray("queueSizes");
    vf.queueSizes().forEach(sizes::add);
    node.put("config", vf.config().toHex());
    node.put("guestOrder", lower(vf.guestOrder()));
    node.put("vectors", vf.vectors());
    node.put("msiVectors", vf.pci().messages());
    node.put("interruptPin", vf.interruptPin() ? "intx" : "none");
    ArrayNode addresses = node.putArray("notify");
    for (Topology.NotifyAddress address : vf.notifyAddresses()) {
      ObjectNode place = addresses.addObject();
      place.put("of", address.owner() ? "owner" : "member");
      place.put("bar", address.bar());
      place.put("offset", address.offset());
      place.put("barLength", address.barLength());
    }
    node.put("bar0Length", vf.pci().bar0Length());
    node.put("reset", vf.pci().resets() ? "flr" : "none");
    node.put("resetNanos", vf.pci().resetNanos());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
