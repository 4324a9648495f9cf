package org.barscope.tracer.capture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.tracer.pcapng.BlockBuffer;

/// The fields of notifications, interrupts and life cycles.
final class FactCodec {
  private static final int OF_OWNER = 1;
  private static final int REASON_QUEUE = 0;
  private static final int REASON_CONFIG = 1;

  private FactCodec() {}

  /// Whose BAR it was is said only of the owner's.
  static Fact.Notify readNotify(PayloadReader in) throws MalformedPayloadException {
    int bar = in.varint32();
    long offset = in.varint();
    int queue = in.varint32();
    boolean owner = !in.isAtEnd();
    if (owner && in.u8() != OF_OWNER) {
      throw new MalformedPayloadException("unknown side of a BAR");
    }
    return new Fact.Notify(owner, bar, offset, queue);
  }

  static void write(BlockBuffer out, Fact.Notify notify) {
    Varint.write32(out, notify.bar());
    Varint.write(out, notify.offset());
    Varint.write32(out, notify.queue());
    if (notify.owner()) {
      out.u8(OF_OWNER);
    }
  }

  /// Vector and queue are one more than they are, so that none is 0.
  static Fact.Interrupt readInterrupt(PayloadReader in) throws MalformedPayloadException {
    InterruptReason reason =
        switch (in.u8()) {
          case REASON_QUEUE -> InterruptReason.QUEUE;
          case REASON_CONFIG -> InterruptReason.CONFIG;
          default -> throw new MalformedPayloadException("unknown reason of an interrupt");
        };
    return new Fact.Interrupt(in.varint32() - 1, reason, in.varint32() - 1);
  }

  static void write(BlockBuffer out, Fact.Interrupt interrupt) {
    out.u8(
        switch (interrupt.reason()) {
          case QUEUE -> REASON_QUEUE;
          case CONFIG -> REASON_CONFIG;
        });
    Varint.write32(out, interrupt.vector() + 1);
    Varint.write32(out, interrupt.queue() + 1);
  }

  static Fact.Lifecycle readLifecycle(PayloadReader in) throws MalformedPayloadException {
    String what = in.text();
    List<Condition> reasons = new ArrayList<>();
    for (int left = in.varint32(); left != 0; left--) {
      int holds = in.u8();
      if (holds > 1) {
        throw new MalformedPayloadException("a condition that neither holds nor fails");
      }
      reasons.add(new Condition(in.text(), holds == 1, in.text()));
    }
    return new Fact.Lifecycle(what, List.copyOf(reasons));
  }

  static void write(BlockBuffer out, Fact.Lifecycle lifecycle) {
    text(out, lifecycle.what());
    Varint.write32(out, lifecycle.reasons().size());
    for (Condition reason : lifecycle.reasons()) {
      out.u8(reason.holds() ? 1 : 0);
      text(out, reason.name());
      text(out, reason.value());
    }
  }

  static void text(BlockBuffer out, String text) {
    byte[] bytes = utf8(text);
    Varint.write32(out, bytes.length);
    out.bytes(bytes);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
