package org.barscope.engine.variant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.OwnerDriver;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.barscope.engine.protocol.vfio.Condition;

/// Which operations the variant driver gives a function at probe, and why (reference §2.4).
///
/// @param ops the operations chosen
/// @param type the device type; empty if the device id is nobody's
/// @param reasons every condition that was looked at, with its value
public record ProbeDecision(Ops ops, Optional<DeviceType> type, List<Condition> reasons) {
  /// The operation sets of the driver, by Linux's names.
  public enum Ops {
    TRANSITIONAL("virtio-vfio-pci-trans"),
    TRANSITIONAL_MIGRATION("virtio-vfio-pci-trans-lm"),
    MIGRATION("virtio-vfio-pci-lm"),
    PLAIN("virtio-vfio-pci");

    private final String text;

    Ops(String text) {
      this.text = text;
    }

    /// Linux's name.
    public String text() {
      return text;
    }

    /// Whether BAR0 is emulated.
    public boolean transitional() {
      return this == TRANSITIONAL || this == TRANSITIONAL_MIGRATION;
    }

    /// Whether the device can migrate.
    public boolean migration() {
      return this == MIGRATION || this == TRANSITIONAL_MIGRATION;
    }
  }

  /// Looks at the VF and at the PF's driver.
  public static ProbeDecision of(
      MemberFunction function, OwnerDriver owner, VariantSwitches switches) {
    byte[] id = new byte[2];
    function.configRead(ConfigRegister.DEVICE_ID.offset(), id, 0, 2);
    int deviceId = (int) LittleEndian.get(id, 0, 2);
    Optional<DeviceType> type = typeOf(deviceId);
    long commands = owner.supportedCommands();
    boolean legacy = (commands & AdminOpcode.LEGACY_MASK) == AdminOpcode.LEGACY_MASK;
    boolean typeAccepted = type.isPresent() && (switches.anyType() || type.get() == DeviceType.NET);
    List<Condition> reasons =
        List.of(
            new Condition("function is a VF", function.number() > 0, "VF " + function.number()),
            new Condition(
                switches.anyType() ? "virtio device id" : "device id is 0x1041",
                typeAccepted,
                hex(deviceId)),
            new Condition("virtio_pci bound to PF", owner.bound(), yes(owner.bound())),
            new Condition("PF has ADMIN_VQ", owner.hasAdminQueue(), yes(owner.hasAdminQueue())),
            new Condition("PF commands 2 to 6", legacy, hex(commands)),
            new Condition(
                "VF has no BAR0", function.barLength(0) == 0, "length " + function.barLength(0)));
    boolean transitional = reasons.stream().allMatch(Condition::holds);
    List<Condition> more = migrationReasons(commands, owner);
    boolean migration =
        function.number() > 0
            && owner.bound()
            && owner.hasAdminQueue()
            && more.stream().allMatch(Condition::holds);
    List<Condition> all = new ArrayList<>(reasons);
    if ((commands & AdminOpcode.DEVICE_PARTS_MASK) != 0) { // else nobody asks why there is none
      all.addAll(more);
    }
    return new ProbeDecision(ops(transitional, migration), type, List.copyOf(all));
  }

  /// What migration asks for beside a VF of a PF with an admin queue.
  private static List<Condition> migrationReasons(long commands, OwnerDriver owner) {
    boolean supported = (commands & AdminOpcode.MIGRATION_MASK) == AdminOpcode.MIGRATION_MASK;
    int objects = owner.maxDevPartsObjects();
    return List.of(
        new Condition("PF commands of migration", supported, hex(commands)),
        new Condition("device-parts objects", objects != 0, Integer.toString(objects)));
  }

  private static Ops ops(boolean transitional, boolean migration) {
    if (transitional) {
      return migration ? Ops.TRANSITIONAL_MIGRATION : Ops.TRANSITIONAL;
    }
    return migration ? Ops.MIGRATION : Ops.PLAIN;
  }

  private static Optional<DeviceType> typeOf(int deviceId) {
    for (DeviceType type : DeviceType.values()) {
      if (type.modernId() == deviceId) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  private static String yes(boolean holds) {
    return holds ? "yes" : "no";
  }
}
