package org.barscope.engine.variant;

import java.util.List;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.OwnerDriver;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.admin.NotifyEntry;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.types.DeviceTables;
import org.barscope.engine.protocol.vfio.Errno;

/// virtio_vfio_pci: probes a VF and hands out the device that a VMM opens.
public final class VariantDriver {
  private static final int LAST_BAR = 5;

  private VariantDriver() {}

  /// What a probe ended with.
  ///
  /// @param decision which operations were chosen, and why
  /// @param errno 0, or the negative error number that ended the probe
  /// @param device the device; its every call fails with ENODEV if the probe failed
  /// @param bound what the PCI core of the host calls
  public record Probe(ProbeDecision decision, int errno, VfioDevice device, Bound bound) {}

  /// What the PCI core of the host tells the driver of a function.
  public interface Bound {
    /// The function goes away: waits until the VMM has closed it; nothing opens it again
    /// (pci_disable_sriov, F-01).
    void remove();

    /// An uncorrectable error of the function was reported (AER): the VMM is told, nothing is
    /// reset.
    void errorDetected();

    /// The bus was reset to recover from an error: the function is reset and gets its configuration
    /// back, but the reset-done callback does not run, so I/O decoding stays on (reference §2.6).
    void busReset();
  }

  /// Probes one VF.
  ///
  /// If the VF is to be transitional, anything that then fails ends the probe: there is no way back
  /// to the plain operations.
  public static Probe probe(
      MemberFunction function,
      OwnerDriver owner,
      VariantSwitches switches,
      Scheduler scheduler,
      Witness witness) {
    ProbeDecision decision = ProbeDecision.of(function, owner, switches);
    VariantDevice device = new VariantDevice(function, switches, scheduler, witness);
    if (decision.ops().migration()) {
      PartsDriver parts = new PartsDriver(owner, function.number());
      device.makeMigratable(new Migration(parts, scheduler, witness));
    }
    int errno = 0;
    if (decision.ops().transitional() && decision.type().isPresent()) {
      byte[] result = new byte[NotifyEntry.COUNT * NotifyEntry.LENGTH];
      AdminCommand query =
          new AdminCommand(
              AdminOpcode.LEGACY_NOTIFY_INFO.code(),
              GroupType.SRIOV,
              function.number(),
              Bytes.EMPTY,
              result.length);
      errno = owner.execute(query, result, 0);
      NotifyEntry entry =
          errno == 0
              ? memberEntry(NotifyEntry.read(Bytes.copyOf(result)), function, switches)
              : END;
      if (errno == 0 && entry.flags() == NotifyEntry.END) {
        errno = Errno.ENOENT.negative();
      }
      if (errno == 0) {
        DeviceType type = decision.type().get();
        int length = bar0Length(type);
        device.makeTransitional(
            new ConfigOverlay(type, length),
            new LegacyBar0(
                function,
                owner,
                entry,
                device::splitsForMsix,
                length,
                switches.refusesFields() ? new OneField(DeviceTables.config(type)) : OneField.ANY,
                switches.bigEndian(),
                scheduler,
                witness));
      }
    }
    if (errno != 0) {
      device.refuse();
    }
    return new Probe(decision, errno, device, device);
  }

  /// The size of BAR0 for a device type: the next power of two that holds header and configuration;
  /// 32 for net, as in Linux.
  static int bar0Length(DeviceType type) {
    int needed = LegacyRegister.HEADER_LENGTH_MSIX + DeviceTables.config(type).bar0Length();
    return Integer.highestOneBit(needed - 1) << 1;
  }

  private static final NotifyEntry END = new NotifyEntry(NotifyEntry.END, 0, 0);

  /// The first entry with the member flag before the end mark; owner entries are never used, and
  /// nothing else is checked, as Linux does.
  private static NotifyEntry memberEntry(
      List<NotifyEntry> entries, MemberFunction function, VariantSwitches switches) {
    for (NotifyEntry entry : entries) {
      if (entry.flags() == NotifyEntry.END) {
        return END;
      }
      if (entry.flags() == NotifyEntry.MEMBER
          && (!switches.checksEntries() || usable(entry, function))) {
        return entry;
      }
    }
    return END;
  }

  /// > … the driver MUST ignore … entries with … bar … offset … (virtio 1.4, 2.12.1.1.7, A-010)
  private static boolean usable(NotifyEntry entry, MemberFunction function) {
    return entry.bar() >= 1
        && entry.bar() <= LAST_BAR
        && entry.offset() % 2 == 0
        && entry.offset() >= 0
        && entry.offset() <= function.barLength(entry.bar()) - 2;
  }
}
