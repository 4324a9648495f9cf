package org.barscope.engine.owner;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.member.LegacyRegisterFile;
import org.barscope.engine.member.Member;
import org.barscope.engine.port.AdminExecutor;
import org.barscope.engine.protocol.admin.AdminAnswer;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.AdminQualifier;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.admin.LegacyCommands;
import org.barscope.engine.protocol.admin.NotifyEntry;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.legacy.LegacyRegister;

/// The owner's firmware: validates each command and carries it out on a member.
///
/// > The device MUST validate … group type, then opcode, then member … (virtio 1.4, 2.12.1.5
/// > "Device Requirements: Group administration commands", A-020)
public final class Firmware implements AdminExecutor {
  private static final long LISTS = 0x3;
  private static final long CAPABILITIES =
      AdminOpcode.CAP_ID_LIST_QUERY.mask()
          | AdminOpcode.DEVICE_CAP_GET.mask()
          | AdminOpcode.DRIVER_CAP_SET.mask();
  private static final int WORD = 8;

  private final VfGroup group;
  private final FirmwareSpec spec;
  private final Capabilities capabilities;
  private final DeviceParts parts;

  /// Firmware for one owner and its VFs.
  public Firmware(VfGroup group, FirmwareSpec spec) {
    this.group = group;
    this.spec = spec;
    this.capabilities = new Capabilities(spec.devPartsObjects(), group.objects());
    this.parts = new DeviceParts(group.objects());
  }

  @Override
  public Bytes execute(Bytes readable, int writableLength) {
    boolean whole = readable.length() % WORD == 0 && writableLength % WORD == 0;
    AdminAnswer answer =
        whole || !spec.wholeWords()
            ? answer(AdminCommand.read(readable, writableLength))
            : refused(AdminQualifier.INVALID_COMMAND);
    return answer.write(writableLength);
  }

  private AdminAnswer answer(AdminCommand command) {
    int type = command.group();
    if (type != GroupType.SELF && type != GroupType.SRIOV) {
      return refused(AdminQualifier.INVALID_GROUP);
    }
    Optional<AdminOpcode> known = AdminOpcode.of(command.opcode());
    boolean list = command.opcode() <= AdminOpcode.LIST_USE.code();
    // a strict reading refuses the lists too, and no Linux host ever gets them
    boolean early = list && spec.listsBeforeVfEnable();
    if (type == GroupType.SRIOV && !early && !group.isEnabled()) {
      return refused(AdminQualifier.INVALID_GROUP);
    }
    if (known.isEmpty() || (usable(type) & known.get().mask()) == 0) {
      return refused(AdminQualifier.INVALID_OPCODE);
    }
    // > … for any other group type … the device MUST fail the command (2.12.1.2.4, A-050)
    if (type == GroupType.SRIOV && (CAPABILITIES & known.get().mask()) != 0) {
      return refused(AdminQualifier.INVALID_GROUP);
    }
    return switch (known.get()) {
      case LIST_QUERY -> AdminAnswer.ok(Bytes.ofLittle(supported(type), 8));
      case LIST_USE -> listUse(type, command.data());
      case LEGACY_COMMON_CFG_WRITE,
          LEGACY_COMMON_CFG_READ,
          LEGACY_DEV_CFG_WRITE,
          LEGACY_DEV_CFG_READ,
          LEGACY_NOTIFY_INFO ->
          group
              .member(command.member())
              .map(member -> legacy(known.get(), member, command))
              .orElseGet(() -> refused(AdminQualifier.INVALID_MEMBER));
      case CAP_ID_LIST_QUERY -> capabilities.list();
      case DEVICE_CAP_GET -> capabilities.get(command);
      case DRIVER_CAP_SET -> capabilities.set(command);
      case RESOURCE_OBJ_CREATE,
          RESOURCE_OBJ_MODIFY,
          RESOURCE_OBJ_QUERY,
          RESOURCE_OBJ_DESTROY,
          DEV_PARTS_METADATA_GET,
          DEV_PARTS_GET,
          DEV_PARTS_SET,
          DEV_MODE_SET ->
          group
              .member(command.member())
              .map(member -> parts.answer(known.get(), member, command))
              .orElseGet(() -> refused(AdminQualifier.INVALID_MEMBER));
    };
  }

  private long supported(int type) {
    return LISTS | (type == GroupType.SRIOV ? spec.commands() : spec.commands() & CAPABILITIES);
  }

  private long usable(int type) {
    long agreed = group.usable(type);
    return type == GroupType.SELF && spec.selfBeforeListUse()
        ? agreed | (spec.commands() & CAPABILITIES)
        : agreed;
  }

  /// The list may have trailing zero words; an opcode that was not offered fails the command.
  private AdminAnswer listUse(int type, Bytes list) {
    long wanted = list.little();
    for (int at = 8; at < list.length(); at++) {
      if (list.u8(at) != 0) {
        return refused(AdminQualifier.INVALID_FIELD);
      }
    }
    if ((wanted & ~supported(type)) != 0) {
      return refused(AdminQualifier.INVALID_FIELD);
    }
    group.use(type, wanted);
    return AdminAnswer.OK;
  }

  /// A member that is being reset has no registers to serve.
  ///
  /// > … EAGAIN … no side effects (virtio 1.4, 2.13.1, A-043)
  private static AdminAnswer legacy(AdminOpcode opcode, Member member, AdminCommand command) {
    if (member.resetting() && opcode != AdminOpcode.LEGACY_NOTIFY_INFO) {
      return AdminAnswer.failed(AdminStatus.EAGAIN, AdminQualifier.TRYAGAIN);
    }
    return switch (opcode) {
      case LEGACY_COMMON_CFG_READ -> commonRead(member.registers(), command);
      case LEGACY_COMMON_CFG_WRITE -> commonWrite(member, command);
      case LEGACY_DEV_CFG_READ -> deviceRead(member.registers(), command);
      case LEGACY_DEV_CFG_WRITE -> deviceWrite(member.registers(), command);
      case LEGACY_NOTIFY_INFO -> notifyInfo(member);
      case LIST_QUERY,
          LIST_USE,
          CAP_ID_LIST_QUERY,
          DEVICE_CAP_GET,
          DRIVER_CAP_SET,
          RESOURCE_OBJ_CREATE,
          RESOURCE_OBJ_MODIFY,
          RESOURCE_OBJ_QUERY,
          RESOURCE_OBJ_DESTROY,
          DEV_PARTS_METADATA_GET,
          DEV_PARTS_GET,
          DEV_PARTS_SET,
          DEV_MODE_SET ->
          throw new IllegalStateException("not a legacy command: " + opcode);
    };
  }

  /// > The device MUST fail the command if offset and length do not refer to a single field (virtio
  /// > 1.4, 2.12.1.1.6, A-004)
  private static AdminAnswer commonRead(LegacyRegisterFile registers, AdminCommand command) {
    int offset = offset(command);
    int length = command.resultLength();
    Optional<LegacyRegister> register = registers.holding(offset, length);
    if (register.isEmpty()) {
      return refused(AdminQualifier.INVALID_FIELD);
    }
    byte[] data = new byte[length];
    registers.read(register.get(), offset, data, 0, length);
    return AdminAnswer.ok(Bytes.owning(data));
  }

  private static AdminAnswer commonWrite(Member member, AdminCommand command) {
    int offset = offset(command);
    byte[] data = written(command);
    LegacyRegisterFile registers = member.registers();
    Optional<LegacyRegister> register = registers.holding(offset, data.length);
    if (register.isEmpty()) {
      return refused(AdminQualifier.INVALID_FIELD);
    }
    int queue = registers.write(register.get(), offset, data, 0, data.length);
    if (queue >= 0) {
      member.doorbell(queue);
    }
    return AdminAnswer.OK;
  }

  private static AdminAnswer deviceRead(LegacyRegisterFile registers, AdminCommand command) {
    int offset = offset(command);
    int length = command.resultLength();
    if (!registers.holdsConfig(offset, length)) {
      return refused(AdminQualifier.INVALID_FIELD);
    }
    byte[] data = new byte[length];
    registers.configRead(offset, data, 0, length);
    return AdminAnswer.ok(Bytes.owning(data));
  }

  private static AdminAnswer deviceWrite(LegacyRegisterFile registers, AdminCommand command) {
    int offset = offset(command);
    byte[] data = written(command);
    if (!registers.holdsConfig(offset, data.length)) {
      return refused(AdminQualifier.INVALID_FIELD);
    }
    registers.configWrite(offset, data, 0, data.length);
    return AdminAnswer.OK;
  }

  private static AdminAnswer notifyInfo(Member member) {
    List<NotifyEntry> entries =
        member.notifyPlaces().stream()
            .map(place ->
                new NotifyEntry(
                    place.owner() ? NotifyEntry.OWNER : NotifyEntry.MEMBER,
                    place.bar(),
                    place.offset()))
            .toList();
    return AdminAnswer.ok(NotifyEntry.write(entries));
  }

  private static int offset(AdminCommand command) {
    return command.data().isEmpty() ? 0 : command.data().u8(0);
  }

  private static byte[] written(AdminCommand command) {
    int from = Math.min(LegacyCommands.WRITE_HEADER_LENGTH, command.data().length());
    return command.data().slice(from, command.data().length() - from).toArray();
  }

  private static AdminAnswer refused(AdminQualifier qualifier) {
    return AdminAnswer.failed(AdminStatus.EINVAL, qualifier);
  }
}
