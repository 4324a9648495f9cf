package org.barscope.app.console;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import org.barscope.engine.EmulatedMember;
import org.barscope.engine.EmulatedOwner;
import org.barscope.engine.Engine;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.types.DeviceTables;

/// Commands put on an owner's admin queue by hand, and what happens outside guests' sight.
final class OwnerOperations {
  private static final int MOST_RESULT = 1 << 20;
  private static final List<String> GROUPS = List.of("self", "sriov");
  private static final List<String> OF_OWNER =
      List.of(
          "reset", "restore", "bind", "unbind", "hold", "release", "sriov", "assigned", "remove");
  private static final List<String> STIMULI =
      List.of(
          "queueUsed",
          "configChanged",
          "link",
          "config",
          "isr",
          "needReset",
          "errorDetected",
          "busReset",
          "resumable",
          "reset",
          "restore",
          "bind",
          "unbind",
          "hold",
          "release",
          "sriov",
          "assigned",
          "remove");

  private final Engine engine;
  private final Members members;
  private final Accesses accesses;

  OwnerOperations(Engine engine, Members members, Accesses accesses) {
    this.engine = engine;
    this.members = members;
    this.accesses = accesses;
  }

  void register(Map<String, Operation> operations) {
    operations.put("admin", this::admin);
    operations.put("stimulus", this::stimulus);
  }

  private Answer admin(Request request) {
    EmulatedOwner owner = owner(request);
    AdminCommand command =
        new AdminCommand(
            request.integer("opcode", 0, 0xffff),
            group(request),
            request.has("member") ? request.unsigned("member") : 0,
            request.has("data") ? request.bytes("data") : Bytes.EMPTY,
            (int) request.maybe("resultLength", 0, MOST_RESULT).orElse(0));
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run("admin", timeout, () -> completion(owner.submit(command)));
  }

  private static int group(Request request) {
    if (!request.has("group")) {
      return GroupType.SRIOV;
    }
    if (request.text("group").isEmpty()) {
      return request.integer("group", 0, 0xffff);
    }
    return request.word("group", GROUPS).equals("self") ? GroupType.SELF : GroupType.SRIOV;
  }

  private static Answer completion(AdminCompletion completion) {
    if (completion.errno() != 0) {
      return Answer.failed(completion.errno(), "the command");
    }
    Bytes writable = completion.writable();
    int written = Math.clamp(completion.usedLength(), 0, writable.length());
    return new Answer.Done(json -> {
      json.writeNumberField("status", writable.little(0, 2));
      json.writeNumberField("qualifier", writable.little(2, 2));
      json.writeNumberField("usedLength", Integer.toUnsignedLong(completion.usedLength()));
      json.writeStringField("written", writable.slice(0, written).toHex());
    });
  }

  private Answer stimulus(Request request) {
    String what = request.word("what", STIMULI);
    IntSupplier happening =
        OF_OWNER.contains(what)
            ? ofOwner(what, request, owner(request))
            : done(ofMember(what, request, members.member(request).member()));
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "stimulus", timeout, () -> Answer.of(happening.getAsInt(), "stimulus " + what));
  }

  private static IntSupplier done(Runnable happening) {
    return () -> {
      happening.run();
      return 0;
    };
  }

  private static IntSupplier ofOwner(String what, Request request, EmulatedOwner owner) {
    return switch (what) {
      case "reset" -> done(owner::reset);
      case "restore" -> done(owner::restore);
      case "bind" -> done(() -> owner.setBound(true));
      case "unbind" -> done(() -> owner.setBound(false));
      case "hold" -> done(() -> owner.setFirmwareHeld(true));
      case "release" -> done(() -> owner.setFirmwareHeld(false));
      case "remove" -> owner::removeDriver;
      case "sriov" -> {
        int count = request.integer("numVfs", 0, owner.members().size());
        yield () -> owner.setVfs(count);
      }
      default -> {
        boolean assigned = request.truth("is");
        yield done(() -> owner.setAssigned(assigned));
      }
    };
  }

  private static Runnable ofMember(String what, Request request, EmulatedMember member) {
    return switch (what) {
      case "queueUsed" -> {
        int queue = (int) request.maybe("queue", -1, 0xffff).orElse(-1);
        yield () -> member.queueUsed(queue);
      }
      case "configChanged" -> member::configChanged;
      case "link" -> {
        boolean up = request.truth("up");
        yield () -> member.setLink(up);
      }
      case "config" -> {
        int length = configLength(member);
        int offset = request.integer("offset", 0, length);
        Bytes data = request.bytes("data");
        if (offset + data.length() > length) {
          throw request.wrong(
              "data", "at most %d bytes from %d on".formatted(length - offset, offset));
        }
        yield () -> member.setConfig(offset, data.toArray());
      }
      case "isr" -> {
        int bits = request.integer("bits", 0, 0xff);
        yield () -> member.setIsr(bits);
      }
      case "needReset" -> member::needReset;
      case "errorDetected" -> member::errorDetected;
      case "busReset" -> member::busReset;
      default -> {
        boolean can = request.truth("can");
        yield () -> member.setResumable(can);
      }
    };
  }

  private static int configLength(EmulatedMember member) {
    return DeviceTables.config(member.spec().type()).length();
  }

  private EmulatedOwner owner(Request request) {
    return engine.owners().get(members.owner(request));
  }
}
