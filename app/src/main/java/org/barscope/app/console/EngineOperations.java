package org.barscope.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import org.barscope.engine.Engine;
import org.barscope.engine.Switch;
import org.barscope.engine.Switches;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Region;

/// What concerns the whole engine: what there is, time, accesses that have not ended.
final class EngineOperations {
  private final Engine engine;
  private final Switches switches;
  private final Members members;
  private final Accesses accesses;

  EngineOperations(Engine engine, Switches switches, Members members, Accesses accesses) {
    this.engine = engine;
    this.switches = switches;
    this.members = members;
    this.accesses = accesses;
  }

  void register(Map<String, Operation> operations) {
    operations.put("info", this::info);
    operations.put("clock.step", this::step);
    operations.put("wait", this::await);
  }

  private Answer info(Request request) {
    request.end();
    return new Answer.Done(json -> {
      json.writeArrayFieldStart("pfs");
      for (int pf = 0; pf < members.all().size(); pf++) {
        json.writeStartObject();
        json.writeNumberField("pf", pf);
        json.writeArrayFieldStart("vfs");
        for (Guest guest : members.all().get(pf)) {
          member(json, guest);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeNumberField("now", engine.scheduler().now());
      json.writeObjectFieldStart("switches");
      for (Switch which : Switch.values()) {
        json.writeStringField(which.text(), switches.get(which));
      }
      json.writeEndObject();
    });
  }

  private static void member(JsonGenerator json, Guest guest) throws IOException {
    json.writeStartObject();
    json.writeNumberField("vf", guest.member().vf());
    json.writeStringField("type", guest.member().spec().type().text());
    json.writeBooleanField("transitional", guest.member().transitional());
    json.writeArrayFieldStart("reasons");
    for (Condition reason : guest.member().reasons()) {
      json.writeStartObject();
      json.writeStringField("name", reason.name());
      json.writeBooleanField("holds", reason.holds());
      json.writeStringField("value", reason.value());
      json.writeEndObject();
    }
    json.writeEndArray();
    int bar0 = Region.BAR0.index();
    json.writeNumberField("bar0", guest.member().device().regionInfo(bar0).size());
    json.writeStringField("irq", guest.irqMode().text());
    json.writeBooleanField("open", guest.isOpen());
    json.writeEndObject();
  }

  private Answer step(Request request) {
    Scheduler scheduler = engine.scheduler();
    long most = Math.min(Request.EXACT, Scheduler.FOREVER - 1 - scheduler.now());
    long nanos = request.number("nanos", 0, most);
    request.end();
    accesses.step(scheduler.now() + nanos);
    return new Answer.Done(json -> json.writeNumberField("now", scheduler.now()));
  }

  private Answer await(Request request) {
    long access = request.number("access", -Request.EXACT, Request.EXACT);
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.await(access, timeout);
  }
}
