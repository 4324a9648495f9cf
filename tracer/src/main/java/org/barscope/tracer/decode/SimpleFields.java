package org.barscope.tracer.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.tracer.decode.FieldNode.Mark;
import org.barscope.tracer.decode.FieldTree.Side;
import org.barscope.tracer.decode.FieldTree.Span;

/// The events that are no accesses and no commands, as fields.
final class SimpleFields {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SimpleFields() {}

  static FieldNode setup(Fact.Setup setup) {
    try {
      JsonNode root = JSON.readTree(setup.json());
      return FieldNode.of("Setup", root.isObject() ? "" : text(root)).withChildren(json(root));
    } catch (JsonProcessingException e) {
      return FieldNode.of("Setup", Glyphs.UTF_8.clean(setup.json()))
          .withNote("malformed: not JSON")
          .withMark(Mark.WRONG);
    }
  }

  /// A word in the owner's BAR may reach no member.
  static FieldNode notify(Event event, Fact.Notify notify) {
    boolean reached = event.vf() != 0;
    return FieldNode.of("Doorbell", reached ? "queue " + notify.queue() : "nobody's")
        .withNote("§2.12.1.1.5")
        .withChildren(
            List.of(
                reached
                    ? FieldNode.of("queue", Integer.toString(notify.queue()))
                    : FieldNode.of("value", Hex.of(notify.queue())),
                FieldNode.of("place", bar(notify) + " + " + Hex.of(notify.offset()))));
  }

  /// A doorbell's BAR: `BAR 2`, or `the owner's BAR 2`.
  static String bar(Fact.Notify notify) {
    return (notify.owner() ? "the owner's BAR " : "BAR ") + notify.bar();
  }

  static FieldNode interrupt(Fact.Interrupt interrupt) {
    boolean pin = interrupt.vector() == Fact.Interrupt.INTX;
    List<FieldNode> children = new ArrayList<>();
    children.add(
        switch (interrupt.reason()) {
          case QUEUE -> FieldNode.of("reason", "used buffers");
          case CONFIG -> FieldNode.of("reason", "the device configuration changed");
        });
    if (interrupt.queue() >= 0) {
      children.add(FieldNode.of("queue", Integer.toString(interrupt.queue())));
    }
    return FieldNode.of("Interrupt", pin ? "INTx" : "MSI-X vector " + interrupt.vector())
        .withChildren(children);
  }

  static FieldNode lifecycle(Fact.Lifecycle lifecycle) {
    List<FieldNode> children = new ArrayList<>();
    for (Condition condition : lifecycle.reasons()) {
      children.add(
          FieldNode.of(Glyphs.UTF_8.clean(condition.name()), Glyphs.UTF_8.clean(condition.value()))
              .withMark(condition.holds() ? Mark.HOLDS : Mark.WRONG));
    }
    return FieldNode.of("Lifecycle", Glyphs.UTF_8.clean(lifecycle.what())).withChildren(children);
  }

  static FieldNode guestFault(Fact.GuestFault fault) {
    return FieldNode.of("Guest fault", Glyphs.UTF_8.clean(fault.message()))
        .withMark(Mark.WRONG)
        .withChildren(List.of(FieldNode.of("rule", Glyphs.UTF_8.clean(fault.rule()))));
  }

  static FieldNode lost(Fact.Lost lost) {
    String count = Grouped.of(lost.count());
    return FieldNode.of("Lost", count + (lost.count() == 1 ? " event" : " events"))
        .withMark(Mark.WRONG)
        .withChildren(List.of(FieldNode.of("where", Glyphs.UTF_8.clean(lost.where()))));
  }

  static FieldNode unknown(Fact.Unknown unknown, FieldTree.Strips strips) {
    FieldNode node =
        FieldNode.of("Unknown event", "kind " + Hex.of(unknown.kind())).withMark(Mark.UNKNOWN);
    if (unknown.payload().isEmpty()) {
      return node;
    }
    int strip = strips.add("payload", Side.PAYLOAD, 0, unknown.payload());
    Span span = new Span(strip, 0, unknown.payload().length());
    return node.withChildren(
        List.of(FieldNode.of("payload", ByteFields.spell(unknown.payload()), span)));
  }

  private static List<FieldNode> json(JsonNode parent) {
    List<FieldNode> children = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : parent.properties()) {
      children.add(json(Glyphs.UTF_8.clean(member.getKey()), member.getValue()));
    }
    int index = 0;
    if (parent.isArray()) {
      for (JsonNode element : parent) {
        children.add(json(Integer.toString(index++), element));
      }
    }
    return children;
  }

  private static FieldNode json(String label, JsonNode value) {
    boolean plain = value.isArray() && allValues(value);
    return FieldNode.of(label, text(value)).withChildren(plain ? List.of() : json(value));
  }

  private static boolean allValues(JsonNode array) {
    for (JsonNode element : array) {
      if (!element.isValueNode()) {
        return false;
      }
    }
    return true;
  }

  private static String text(JsonNode value) {
    if (value.isValueNode()) {
      return Glyphs.UTF_8.clean(value.asText());
    }
    if (value.isArray() && allValues(value)) {
      List<String> texts = new ArrayList<>();
      value.forEach(element -> texts.add(Glyphs.UTF_8.clean(element.asText())));
      return texts.isEmpty() ? "none" : String.join(", ", texts);
    }
    return "";
  }
}
