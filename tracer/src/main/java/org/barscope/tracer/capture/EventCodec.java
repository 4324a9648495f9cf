package org.barscope.tracer.capture;

import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.tracer.pcapng.BlockBuffer;

/// An event as the payload of one packet: kind, flags, seq, distance to the cause, recorded time,
/// then the fields of the kind.
final class EventCodec {
  private static final int HAS_CAUSE = 0x01;
  private static final int HAS_RECORDED = 0x02;
  private static final int INFERRED = 0x04;
  private static final int RESERVED = 0xf8;

  private EventCodec() {}

  /// Reads a payload. Fields that do not fit their kind make an unknown fact of it, with the same
  /// bytes.
  ///
  /// @param time of the event, which stands in the packet's timestamp
  /// @throws MalformedPayloadException if not even the number of the event can be read
  static Event read(Bytes payload, Source source, long time) throws MalformedPayloadException {
    return read(payload, source.pf(), source.vf(), time);
  }

  /// The same for a member that is known otherwise.
  static Event read(Bytes payload, int pf, int vf, long time) throws MalformedPayloadException {
    PayloadReader in = new PayloadReader(payload);
    int kind = in.varint32();
    int flags = in.u8();
    if ((flags & RESERVED) != 0) {
      throw new MalformedPayloadException("flags 0x" + Integer.toHexString(flags));
    }
    long seq = in.varint();
    long cause = (flags & HAS_CAUSE) == 0 ? Event.NONE : seq - in.varint();
    long recorded = (flags & HAS_RECORDED) == 0 ? Event.NONE : in.varint();
    Bytes fields = in.rest();
    return new Event(
        seq, time, pf, vf, cause, recorded, (flags & INFERRED) != 0, fact(kind, fields, vf, time));
  }

  static void write(BlockBuffer out, Event event) {
    Varint.write32(out, kind(event.fact()));
    out.u8(
        (event.cause() == Event.NONE ? 0 : HAS_CAUSE)
            | (event.recorded() == Event.NONE ? 0 : HAS_RECORDED)
            | (event.inferred() ? INFERRED : 0));
    Varint.write(out, event.seq());
    if (event.cause() != Event.NONE) {
      Varint.write(out, event.seq() - event.cause());
    }
    if (event.recorded() != Event.NONE) {
      Varint.write(out, event.recorded());
    }
    writeFields(out, event);
  }

  private static Fact fact(int kind, Bytes fields, int vf, long time) {
    PayloadReader in = new PayloadReader(fields);
    try {
      Fact fact =
          switch (kind) {
            case KindCode.SETUP -> new Fact.Setup(in.restAsText());
            case KindCode.ACCESS_START -> AccessCodec.readStart(in);
            case KindCode.LEGACY_ACCESS -> AccessCodec.readLegacy(in, time);
            case KindCode.CONFIG_ACCESS -> AccessCodec.readConfig(in, time);
            case KindCode.ADMIN_SUBMIT -> AdminCodec.readSubmit(in, vf);
            case KindCode.ADMIN_COMPLETE -> AdminCodec.readComplete(in, vf, time);
            case KindCode.NOTIFY -> FactCodec.readNotify(in);
            case KindCode.INTERRUPT -> FactCodec.readInterrupt(in);
            case KindCode.LIFECYCLE -> FactCodec.readLifecycle(in);
            case KindCode.GUEST_FAULT -> new Fact.GuestFault(in.text(), in.text());
            case KindCode.LOST -> new Fact.Lost(in.varint(), in.text());
            default -> new Fact.Unknown(kind, in.rest());
          };
      in.mustBeAtEnd();
      return fact;
    } catch (MalformedPayloadException _) {
      return new Fact.Unknown(kind, fields);
    }
  }

  private static void writeFields(BlockBuffer out, Event event) {
    switch (event.fact()) {
      case Fact.Setup setup -> out.bytes(FactCodec.utf8(setup.json()));
      case Fact.AccessStart start -> AccessCodec.write(out, start);
      case Fact.LegacyAccess access -> AccessCodec.write(out, access, event.time());
      case Fact.ConfigAccess access -> AccessCodec.write(out, access, event.time());
      case Fact.AdminSubmit submit -> AdminCodec.write(out, submit, event.vf());
      case Fact.AdminComplete done -> AdminCodec.write(out, done, event.vf(), event.time());
      case Fact.Notify notify -> FactCodec.write(out, notify);
      case Fact.Interrupt interrupt -> FactCodec.write(out, interrupt);
      case Fact.Lifecycle lifecycle -> FactCodec.write(out, lifecycle);
      case Fact.GuestFault fault -> {
        FactCodec.text(out, fault.rule());
        FactCodec.text(out, fault.message());
      }
      case Fact.Lost lost -> {
        Varint.write(out, lost.count());
        FactCodec.text(out, lost.where());
      }
      case Fact.Unknown unknown -> out.bytes(unknown.payload());
    }
  }

  private static int kind(Fact fact) {
    return switch (fact) {
      case Fact.Setup _ -> KindCode.SETUP;
      case Fact.AccessStart _ -> KindCode.ACCESS_START;
      case Fact.LegacyAccess _ -> KindCode.LEGACY_ACCESS;
      case Fact.ConfigAccess _ -> KindCode.CONFIG_ACCESS;
      case Fact.AdminSubmit _ -> KindCode.ADMIN_SUBMIT;
      case Fact.AdminComplete _ -> KindCode.ADMIN_COMPLETE;
      case Fact.Notify _ -> KindCode.NOTIFY;
      case Fact.Interrupt _ -> KindCode.INTERRUPT;
      case Fact.Lifecycle _ -> KindCode.LIFECYCLE;
      case Fact.GuestFault _ -> KindCode.GUEST_FAULT;
      case Fact.Lost _ -> KindCode.LOST;
      case Fact.Unknown unknown -> unknown.kind();
    };
  }
}
