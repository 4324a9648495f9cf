package org.barscope.engine;

import java.util.List;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;

/// What is emulated: owners with their members, and where the emulation differs from Linux on
/// purpose.
///
/// @param pfs the owners
/// @param switches which behavior is wanted where two exist
/// @param seed of the deterministic scheduler; 0 is first come, first served
public record Topology(List<Pf> pfs, Switches switches, long seed) {
  /// One owner.
  ///
  /// @param adminQueueSize descriptors of the admin queue, a power of two; four make one command
  /// @param vfs by VF number, from 1
  public record Pf(int adminQueueSize, List<Vf> vfs) {
    /// The size that an owner has unless told otherwise.
    public static final int ADMIN_QUEUE_SIZE = 256;
  }

  /// One member.
  ///
  /// @param type the device type
  /// @param features offered, bits 0 to 31
  /// @param queueSizes by queue index
  /// @param config the device configuration after power-up, in the guest's byte order
  /// @param guestOrder the guest's byte order
  /// @param vectors the size of the MSI-X table
  /// @param interruptPin whether it shows an interrupt pin, which a VF has not got
  /// @param notifyAddress where doorbells go
  public record Vf(
      DeviceType type,
      int features,
      List<Integer> queueSizes,
      Bytes config,
      GuestOrder guestOrder,
      int vectors,
      boolean interruptPin,
      NotifyAddress notifyAddress) {}

  /// A place in a BAR that takes doorbells.
  ///
  /// @param bar 1…5
  /// @param offset in the BAR, even
  /// @param barLength of that BAR
  public record NotifyAddress(int bar, long offset, long barLength) {
    /// Where a member has it unless told otherwise.
    public static final NotifyAddress DEFAULT = new NotifyAddress(4, 0x3000, 0x4000);
  }

  /// Named switches for what a real VF and a stock Linux host do against what guests and traces
  /// need.
  ///
  /// @param anyMemberType the variant driver takes every device type, not only net
  /// @param headerSplitByGuestBit BAR0's header ends where the guest's MSI-X enable bit says
  /// @param kernel the host's version: `6.8`, `6.11` or `6.13+`
  public record Switches(boolean anyMemberType, boolean headerSplitByGuestBit, String kernel) {
    /// What design §2 has as defaults.
    public static final Switches DEFAULT = new Switches(true, false, "6.13+");
  }

  /// Bits 2, 5, 6, 15 to 21, 23, 24, 27 to 29: what QEMU's network device offers, without bit 30.
  public static final int NET_FEATURES = 0x39bf8064;

  /// A network member with this MAC, link up, two queues and a control queue, three vectors.
  public static Vf net(Bytes mac) {
    byte[] config = new byte[8];
    mac.copyTo(0, config, 0, 6);
    config[6] = 1;
    return new Vf(
        DeviceType.NET,
        NET_FEATURES,
        List.of(256, 256, 64),
        Bytes.copyOf(config),
        GuestOrder.LITTLE,
        3,
        false,
        NotifyAddress.DEFAULT);
  }

  /// One owner with these members.
  public static Topology of(List<Vf> vfs) {
    return new Topology(List.of(new Pf(Pf.ADMIN_QUEUE_SIZE, vfs)), Switches.DEFAULT, 0);
  }
}
