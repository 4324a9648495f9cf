package org.barscope.tracer.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.AdminQualifier;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.decode.ConfigDecoder;
import org.barscope.tracer.decode.LegacyDecoder;
import org.barscope.tracer.decode.MemberTypes;

/// The fields of each kind of fact, written into an object that is open.
final class FactJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  /// The largest integer that every JSON reader keeps exactly.
  private static final long EXACT = (1L << 53) - 1;

  private final JsonGenerator json;
  private final MemberTypes types;

  FactJson(JsonGenerator json, MemberTypes types) {
    this.json = json;
    this.types = types;
  }

  /// The kind as files and filters spell it.
  static String kind(Fact fact) {
    return switch (fact) {
      case Fact.Setup _ -> "Setup";
      case Fact.AccessStart _ -> "AccessStart";
      case Fact.LegacyAccess _ -> "LegacyAccess";
      case Fact.ConfigAccess _ -> "ConfigAccess";
      case Fact.AdminSubmit _ -> "AdminSubmit";
      case Fact.AdminComplete _ -> "AdminComplete";
      case Fact.Notify _ -> "Notify";
      case Fact.Interrupt _ -> "Interrupt";
      case Fact.Lifecycle _ -> "Lifecycle";
      case Fact.GuestFault _ -> "GuestFault";
      case Fact.Lost _ -> "Lost";
      case Fact.Unknown _ -> "Unknown";
    };
  }

  void write(Event event) throws IOException {
    switch (event.fact()) {
      case Fact.Setup setup -> setup(setup);
      case Fact.AccessStart start -> accessStart(start);
      case Fact.LegacyAccess access -> legacyAccess(event, access);
      case Fact.ConfigAccess access -> configAccess(access);
      case Fact.AdminSubmit submit -> adminSubmit(submit);
      case Fact.AdminComplete complete -> adminComplete(complete);
      case Fact.Notify notify -> notify(notify);
      case Fact.Interrupt interrupt -> interrupt(interrupt);
      case Fact.Lifecycle lifecycle -> lifecycle(lifecycle);
      case Fact.GuestFault fault -> {
        json.writeStringField("rule", fault.rule());
        json.writeStringField("message", fault.message());
      }
      case Fact.Lost lost -> {
        json.writeNumberField("count", lost.count());
        json.writeStringField("where", lost.where());
      }
      case Fact.Unknown unknown -> {
        json.writeNumberField("code", unknown.kind());
        hex("payload", unknown.payload());
      }
    }
  }

  void numberOrNull(String name, long value) throws IOException {
    json.writeFieldName(name);
    if (value == Event.NONE) {
      json.writeNull();
    } else {
      json.writeNumber(value);
    }
  }

  private void setup(Fact.Setup setup) throws IOException {
    Optional<String> compact = compactObject(setup.json());
    if (compact.isPresent()) {
      json.writeFieldName("setup");
      json.writeRawValue(compact.get());
    } else {
      json.writeNullField("setup");
      json.writeStringField("malformed", setup.json());
    }
  }

  /// The one object that `text` holds, on one line with its numbers unchanged; empty if it is
  /// anything else.
  private static Optional<String> compactObject(String text) throws IOException {
    StringWriter compact = new StringWriter();
    try (JsonParser parser = FACTORY.createParser(text);
        JsonGenerator copy = FACTORY.createGenerator(compact)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      copy.copyCurrentStructureExact(parser);
      if (parser.nextToken() != null) {
        return Optional.empty();
      }
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    return Optional.of(compact.toString());
  }

  private void accessStart(Fact.AccessStart start) throws IOException {
    place(start.region(), start.direction(), start.offset(), start.width());
    hexUnless("data", start.data(), start.direction() == Direction.READ);
  }

  private void legacyAccess(Event event, Fact.LegacyAccess access) throws IOException {
    place(Region.BAR0, access.direction(), access.offset(), access.width());
    json.writeStringField(
        "register", LegacyDecoder.register(access.offset(), access.headerLength()));
    DeviceType type = types.of(event.pf(), event.vf());
    Optional<ConfigLayout.Named> field =
        LegacyDecoder.field(access.offset(), access.headerLength(), type);
    if (field.isPresent()) {
      json.writeStringField("field", field.get().name());
      json.writeNumberField(
          "fieldOffset", access.offset() - access.headerLength() - field.get().field().offset());
    }
    json.writeNumberField("headerLength", access.headerLength());
    result(access.direction(), access.data(), access.seen(), access.errno());
    json.writeNumberField("start", access.start());
    json.writeNumberField("duration", access.duration());
  }

  private void configAccess(Fact.ConfigAccess access) throws IOException {
    place(Region.CONFIG, access.direction(), access.offset(), access.width());
    json.writeStringField(
        "register", ConfigDecoder.register(access.offset()).map(Enum::name).orElse(null));
    result(access.direction(), access.data(), access.seen(), access.errno());
    hexUnless("core", access.core(), access.direction() == Direction.WRITE);
    json.writeNumberField("start", access.start());
    json.writeNumberField("duration", access.duration());
  }

  private void place(Region region, Direction direction, int offset, int width) throws IOException {
    json.writeStringField("region", region.text());
    json.writeStringField("dir", direction.text());
    json.writeNumberField("offset", offset);
    json.writeNumberField("width", width);
  }

  private void result(Direction direction, Bytes data, Bytes seen, int errno) throws IOException {
    hexUnless("data", data, direction == Direction.READ && errno != 0);
    hexUnless("seen", seen, direction == Direction.WRITE);
    json.writeFieldName("errno");
    if (errno == 0) {
      json.writeNull();
    } else if (Errno.text(errno).startsWith("E")) {
      json.writeString(Errno.text(errno));
    } else {
      json.writeNumber(errno);
    }
  }

  private void adminSubmit(Fact.AdminSubmit submit) throws IOException {
    opcode(submit.opcode());
    json.writeNumberField("group", submit.group());
    unsigned("member", submit.member());
    hex("readable", submit.readable());
    json.writeNumberField("writableLength", submit.writableLength());
    Fact.Wait waited = submit.waited();
    if (!waited.equals(Fact.Wait.NONE)) {
      json.writeObjectFieldStart("waited");
      json.writeStringField("lock", waited.lock());
      if (waited.holder() == Event.NONE) {
        json.writeNullField("holder");
      } else {
        json.writeNumberField("holder", waited.holder());
      }
      json.writeNumberField("duration", waited.duration());
      json.writeEndObject();
    }
  }

  private void adminComplete(Fact.AdminComplete complete) throws IOException {
    opcode(complete.opcode());
    unsigned("member", complete.member());
    json.writeNumberField("status", complete.status());
    name("statusName", AdminStatus.text(complete.status()));
    json.writeNumberField("qualifier", complete.qualifier());
    name("qualifierName", AdminQualifier.text(complete.qualifier()));
    json.writeNumberField("usedLength", Integer.toUnsignedLong(complete.usedLength()));
    hex("written", complete.written());
    numberOrNull("taken", complete.taken());
  }

  private void notify(Fact.Notify notify) throws IOException {
    if (notify.owner()) {
      json.writeStringField("of", "owner");
    }
    json.writeNumberField("bar", notify.bar());
    unsigned("offset", notify.offset());
    json.writeNumberField("queue", notify.queue());
  }

  private void interrupt(Fact.Interrupt interrupt) throws IOException {
    if (interrupt.vector() == Fact.Interrupt.INTX) {
      json.writeStringField("vector", "intx");
    } else {
      json.writeNumberField("vector", interrupt.vector());
    }
    json.writeStringField("reason", interrupt.reason().text());
    numberOrNull("queue", interrupt.queue());
  }

  private void lifecycle(Fact.Lifecycle lifecycle) throws IOException {
    json.writeStringField("what", lifecycle.what());
    json.writeArrayFieldStart("reasons");
    for (Condition condition : lifecycle.reasons()) {
      json.writeStartObject();
      json.writeStringField("condition", condition.name());
      json.writeBooleanField("holds", condition.holds());
      json.writeStringField("value", condition.value());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void opcode(int opcode) throws IOException {
    json.writeNumberField("opcode", opcode);
    name("opcodeName", AdminOpcode.text(opcode));
  }

  /// Writes a name, or nothing for a number without one.
  private void name(String field, String text) throws IOException {
    if (!text.startsWith("0x")) {
      json.writeStringField(field, text);
    }
  }

  /// Writes 64 unsigned bits: as a number, or as a hex text where a number would lose digits.
  private void unsigned(String name, long value) throws IOException {
    if (value >= 0 && value <= EXACT) {
      json.writeNumberField(name, value);
    } else {
      json.writeStringField(name, "0x" + Long.toHexString(value));
    }
  }

  private void hex(String name, Bytes bytes) throws IOException {
    json.writeStringField(name, bytes.toHex());
  }

  private void hexUnless(String name, Bytes bytes, boolean absent) throws IOException {
    if (absent && bytes.isEmpty()) {
      json.writeNullField(name);
    } else {
      hex(name, bytes);
    }
  }
}
