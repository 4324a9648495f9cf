package org.barscope.engine.owner;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.member.Member;
import org.barscope.engine.protocol.admin.AdminAnswer;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.AdminQualifier;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.admin.DevicePart;
import org.barscope.engine.protocol.admin.PartHeader;
import org.barscope.engine.protocol.admin.PartType;
import org.barscope.engine.protocol.admin.PartsCommands;
import org.barscope.engine.protocol.admin.PartsCommands.Metadata;
import org.barscope.engine.protocol.admin.PartsCommands.Selection;
import org.barscope.engine.protocol.admin.ResourceCommands;
import org.barscope.engine.protocol.admin.ResourceObject;
import org.barscope.engine.protocol.admin.ResourceObject.Use;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Condition;

/// The commands about device-parts objects, device parts and the mode of a member (virtio 1.4,
/// 2.12.1.3 and 2.12.1.4).
///
/// A command that fails changes nothing.
final class DeviceParts {
  private static final int MOST_SHOWN = 32;

  private final ResourceObjects objects;

  DeviceParts(ResourceObjects objects) {
    this.objects = objects;
  }

  /// Executes an opcode from 0xa on.
  AdminAnswer answer(AdminOpcode opcode, Member member, AdminCommand command) {
    if (opcode == AdminOpcode.DEV_MODE_SET) {
      return mode(member, command);
    }
    ResourceObject object = ResourceObject.read(command.data());
    if (object.type() != ResourceObject.DEV_PARTS) {
      return missing();
    }
    return switch (opcode) {
      case RESOURCE_OBJ_CREATE ->
          wanted(command)
              .map(use -> done(objects.create(object.id(), member, use)))
              .orElseGet(DeviceParts::refused);
      case RESOURCE_OBJ_MODIFY ->
          wanted(command)
              .map(use -> done(objects.modify(object.id(), member, use)))
              .orElseGet(DeviceParts::refused);
      case RESOURCE_OBJ_DESTROY -> done(objects.destroy(object.id(), member));
      case RESOURCE_OBJ_QUERY, DEV_PARTS_METADATA_GET, DEV_PARTS_GET, DEV_PARTS_SET ->
          objects
              .use(object.id(), member)
              .map(use -> withObject(opcode, use, member, command))
              .orElseGet(DeviceParts::missing);
      case LIST_QUERY,
          LIST_USE,
          LEGACY_COMMON_CFG_WRITE,
          LEGACY_COMMON_CFG_READ,
          LEGACY_DEV_CFG_WRITE,
          LEGACY_DEV_CFG_READ,
          LEGACY_NOTIFY_INFO,
          CAP_ID_LIST_QUERY,
          DEVICE_CAP_GET,
          DRIVER_CAP_SET,
          DEV_MODE_SET ->
          throw new IllegalStateException("not about an object: " + opcode);
    };
  }

  private static AdminAnswer withObject(
      AdminOpcode opcode, Use use, Member member, AdminCommand command) {
    if (opcode == AdminOpcode.RESOURCE_OBJ_QUERY) {
      return ResourceCommands.flags(command) == 0
          ? AdminAnswer.ok(Bytes.ofLittle(use.ordinal(), ResourceCommands.RESULT_LENGTH))
          : refused();
    }
    if (use != (opcode == AdminOpcode.DEV_PARTS_SET ? Use.SET : Use.GET)) {
      return refused();
    }
    if (use == Use.SET) {
      return set(member, command);
    }
    List<DevicePart> parts = MemberParts.of(member.registers().shape(), member.registers().state());
    return opcode == AdminOpcode.DEV_PARTS_GET ? get(parts, command) : metadata(parts, command);
  }

  /// What CREATE and MODIFY want an object for; empty if there is no such use, or if they have
  /// flags, of which there are none.
  private static Optional<Use> wanted(AdminCommand command) {
    int use = ResourceCommands.use(command);
    return ResourceCommands.flags(command) == 0 && use < Use.values().length
        ? Optional.of(Use.values()[use])
        : Optional.empty();
  }

  private static AdminAnswer metadata(List<DevicePart> parts, AdminCommand command) {
    int kind = PartsCommands.kind(command);
    if (kind >= Metadata.values().length) {
      return refused();
    }
    return fitting(
        command,
        switch (Metadata.values()[kind]) {
          case SIZE -> PartsCommands.metadata(DevicePart.length(parts));
          case COUNT -> PartsCommands.metadata(parts.size());
          case LIST -> PartsCommands.metadata(parts.stream().map(DevicePart::header).toList());
        });
  }

  /// > If the requested device part does not exist, the device skips the device part without any
  /// > error. (2.12.1.4.2.2)
  private static AdminAnswer get(List<DevicePart> parts, AdminCommand command) {
    int kind = PartsCommands.kind(command);
    if (kind >= Selection.values().length) {
      return refused();
    }
    return fitting(
        command,
        switch (Selection.values()[kind]) {
          case ALL -> DevicePart.write(parts);
          case SELECTED -> DevicePart.write(selected(parts, PartsCommands.headers(command)));
        });
  }

  /// The parts that a list asks for, each once, in their own order; a header that is cut counts as
  /// filled with zeros.
  private static List<DevicePart> selected(List<DevicePart> parts, Bytes headers) {
    int cut = headers.length() % PartHeader.LENGTH;
    Bytes whole = headers.padded(headers.length() + (cut == 0 ? 0 : PartHeader.LENGTH - cut));
    List<PartHeader> wanted = PartHeader.list(whole);
    return parts.stream()
        .filter(part -> wanted.stream().anyMatch(header -> PartType.same(header, part.header())))
        .toList();
  }

  /// > … ENOMEM when the size of command_specific_result is not sufficient … (2.12.1.4.2.1)
  private static AdminAnswer fitting(AdminCommand command, Bytes result) {
    return result.length() <= command.resultLength()
        ? AdminAnswer.ok(result)
        : AdminAnswer.failed(AdminStatus.ENOMEM, AdminQualifier.NORESOURCE);
  }

  /// > The device SHOULD respond with an error status … if the device is not stopped.
  /// > (2.12.1.4.4.1, A-062)
  private static AdminAnswer set(Member member, AdminCommand command) {
    if (!member.awaitReset()) {
      return brokenOff();
    }
    Bytes data = PartsCommands.parts(command);
    Optional<List<DevicePart>> parts = DevicePart.read(data);
    if (parts.isEmpty()) {
      return partsRefused(member, "parts are whole", data.length() + " bytes", refused());
    }
    PartsChange.Result result =
        PartsChange.of(member.registers().shape(), member.registers().state(), parts.get());
    if (result.misfit().isPresent()) {
      return partsRefused(member, "part fits", text(result.misfit().get()), refused());
    }
    return member.restore(result.state())
        ? AdminAnswer.OK
        : partsRefused(
            member,
            "member is stopped",
            "it runs",
            AdminAnswer.failed(AdminStatus.EBUSY, AdminQualifier.INVALID_COMMAND));
  }

  /// Tells which condition did not hold: the answer only says that one did not.
  private static AdminAnswer partsRefused(
      Member member, String condition, String found, AdminAnswer answer) {
    member.witness().lifecycle("parts-refused", List.of(new Condition(condition, false, found)));
    return answer;
  }

  private static String text(DevicePart part) {
    Bytes value = part.value();
    String shown = value.slice(0, Math.min(value.length(), MOST_SHOWN)).toHex();
    return "%s %d, %d bytes %s%s"
        .formatted(
            PartType.text(part.header().type()),
            part.header().selector(),
            value.length(),
            shown,
            value.length() > MOST_SHOWN ? "…" : "");
  }

  /// > … respond … after the member device completes FLR … (virtio 1.4, 2.12.1.4.4.1, A-066)
  private static AdminAnswer mode(Member member, AdminCommand command) {
    if (!member.awaitReset()) {
      return brokenOff();
    }
    int flags = PartsCommands.flags(command);
    if ((flags & ~PartsCommands.STOPPED) != 0) {
      return refused();
    }
    member.setStopped(flags != 0);
    return AdminAnswer.OK;
  }

  /// The owner was reset: nobody gets this answer any more.
  private static AdminAnswer brokenOff() {
    return AdminAnswer.failed(AdminStatus.EAGAIN, AdminQualifier.TRYAGAIN);
  }

  private static AdminAnswer done(AdminStatus status) {
    return switch (status) {
      case OK -> AdminAnswer.OK;
      case ENOSPC -> AdminAnswer.failed(status, AdminQualifier.NORESOURCE);
      case ENXIO, EEXIST -> AdminAnswer.failed(status, AdminQualifier.INVALID_FIELD);
      case EAGAIN, ENOMEM, EBUSY, EINVAL ->
          throw new IllegalStateException("no object ends with " + status);
    };
  }

  private static AdminAnswer missing() {
    return done(AdminStatus.ENXIO);
  }

  private static AdminAnswer refused() {
    return AdminAnswer.failed(AdminStatus.EINVAL, AdminQualifier.INVALID_FIELD);
  }
}
