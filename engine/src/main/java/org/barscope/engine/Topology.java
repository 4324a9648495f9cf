package org.barscope.engine;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.types.DeviceTables;

/// What is emulated: owners with their members, and where the emulation differs from Linux on
/// purpose.
///
/// @param pfs the owners
/// @param switches which behavior is wanted where two exist
/// @param seed of the deterministic scheduler and of random latencies; 0 is first come, first
///   served
public record Topology(List<Pf> pfs, Switches switches, long seed) {
  /// One owner.
  ///
  /// @param adminQueueSize descriptors of the admin queue, a power of two; four make one command; 0
  ///   for an owner without admin queue
  /// @param vfs by VF number, from 1
  /// @param firmware what executes its commands
  /// @param bound whether virtio_pci drives it; else another driver does, which knows no commands
  public record Pf(int adminQueueSize, List<Vf> vfs, Firmware firmware, boolean bound) {
    /// The size that an owner has unless told otherwise.
    public static final int ADMIN_QUEUE_SIZE = 256;

    /// An owner with the built-in firmware, as fast as it can.
    public Pf(int adminQueueSize, List<Vf> vfs) {
      this(adminQueueSize, vfs, BuiltIn.DEFAULT, true);
    }
  }

  /// What executes an owner's commands.
  public sealed interface Firmware {}

  /// The firmware of the engine.
  ///
  /// @param commands what LIST_QUERY offers for VFs, as bits; 0 and 1 are always there
  /// @param devPartsObjects the limits of the device-parts capability; 0 for none
  /// @param latency from taking a command to answering it
  public record BuiltIn(long commands, int devPartsObjects, Latency latency) implements Firmware {
    /// Lists and legacy commands, at once.
    public static final BuiltIn DEFAULT = new BuiltIn(0x7f, 0, Latency.NONE);
  }

  /// A firmware of the user's, behind a socket.
  ///
  /// @param socket the path of a Unix domain socket on which it listens
  /// @param timeoutMillis how long it may take for an answer
  public record External(String socket, long timeoutMillis) implements Firmware {
    /// How long it may take unless told otherwise.
    public static final long TIMEOUT_MILLIS = 1000;
  }

  /// How long something takes.
  ///
  /// @param fixedNanos the least
  /// @param jitterNanos what is added: the most if uniform, the mean if exponential, the standard
  ///   deviation if normal
  public record Latency(long fixedNanos, long jitterNanos, Distribution distribution) {
    /// No time at all.
    public static final Latency NONE = new Latency(0, 0, Distribution.UNIFORM);

    /// Whether it takes any time.
    public boolean isNone() {
      return fixedNanos == 0 && jitterNanos == 0;
    }
  }

  /// How a jitter is spread.
  public enum Distribution {
    /// Every value up to the jitter is as likely as any other.
    UNIFORM,
    /// Many short ones, few long ones; the jitter is the mean.
    EXPONENTIAL,
    /// A bell cut at 0; the jitter is the standard deviation.
    NORMAL
  }

  /// One member.
  ///
  /// @param type the device type
  /// @param features offered, bits 0 to 31
  /// @param queueSizes by queue index
  /// @param config the device configuration after power-up, in the guest's byte order
  /// @param guestOrder the guest's byte order
  /// @param pci what it is like as a PCI function
  /// @param notifyAddresses where doorbells go, the preferred one first; at most three
  public record Vf(
      DeviceType type,
      int features,
      List<Integer> queueSizes,
      Bytes config,
      GuestOrder guestOrder,
      Pci pci,
      List<NotifyAddress> notifyAddresses) {

    /// A member that is like any other as a PCI function, but for these.
    public Vf(
        DeviceType type,
        int features,
        List<Integer> queueSizes,
        Bytes config,
        GuestOrder guestOrder,
        int vectors,
        boolean interruptPin,
        List<NotifyAddress> notifyAddresses,
        long bar0Length) {
      this(
          type,
          features,
          queueSizes,
          config,
          guestOrder,
          new Pci(vectors, 0, interruptPin, bar0Length, true, 0),
          notifyAddresses);
    }

    /// A member with one notify address.
    public Vf(
        DeviceType type,
        int features,
        List<Integer> queueSizes,
        Bytes config,
        GuestOrder guestOrder,
        int vectors,
        boolean interruptPin,
        NotifyAddress notifyAddress) {
      this(
          type,
          features,
          queueSizes,
          config,
          guestOrder,
          vectors,
          interruptPin,
          List.of(notifyAddress),
          0);
    }

    /// The size of the MSI-X table.
    public int vectors() {
      return pci.vectors;
    }

    /// Whether it shows an interrupt pin.
    public boolean interruptPin() {
      return pci.interruptPin;
    }

    /// The same member as another PCI function.
    public Vf with(Pci other) {
      return new Vf(type, features, queueSizes, config, guestOrder, other, notifyAddresses);
    }

    /// The first of its own notify addresses; empty if it has only its owner's.
    public Optional<NotifyAddress> notifyAddress() {
      return notifyAddresses.stream().filter(address -> !address.owner()).findFirst();
    }
  }

  /// A member as a PCI function.
  ///
  /// @param vectors the size of the MSI-X table; 0 for no MSI-X
  /// @param messages how many MSI messages it can send, a power of two; 0 for no MSI
  /// @param interruptPin whether it shows an interrupt pin, which a VF has not got
  /// @param bar0Length 0, as it must be; anything else is a VF that cannot be transitional (F-55)
  /// @param resets whether it can be reset by itself (FLR)
  /// @param resetNanos how long such a reset takes
  public record Pci(
      int vectors,
      int messages,
      boolean interruptPin,
      long bar0Length,
      boolean resets,
      long resetNanos) {
    /// What a member is unless told otherwise.
    public static final Pci DEFAULT = new Pci(VECTORS, 0, false, 0, true, 0);
  }

  /// A place in a BAR that takes doorbells. One in the owner's BAR is one member's alone.
  ///
  /// @param owner whether the BAR is the owner's, not the member's
  /// @param bar 1…5
  /// @param offset in the BAR, even
  /// @param barLength of that BAR
  public record NotifyAddress(boolean owner, int bar, long offset, long barLength) {
    /// Where a member has it unless told otherwise.
    public static final NotifyAddress DEFAULT = new NotifyAddress(4, 0x3000, 0x4000);

    /// A place in a BAR of the member.
    public NotifyAddress(int bar, long offset, long barLength) {
      this(false, bar, offset, barLength);
    }
  }

  /// MSI-X vectors that a member has unless told otherwise.
  public static final int VECTORS = 3;

  /// A network member with this MAC, link up, two queues and a control queue, three vectors.
  public static Vf net(Bytes mac) {
    Vf plain = member(DeviceType.NET);
    byte[] config = plain.config.toArray();
    mac.copyTo(0, config, 0, 6);
    return new Vf(
        plain.type,
        plain.features,
        plain.queueSizes,
        Bytes.copyOf(config),
        plain.guestOrder,
        plain.pci,
        plain.notifyAddresses);
  }

  /// A member of a type as its table describes it, for a little-endian guest.
  ///
  /// @throws IllegalArgumentException if the type has no table
  public static Vf member(DeviceType type) {
    DeviceTable table =
        DeviceTables.of(type)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "device type %s, expected %s".formatted(type.text(), typesText())));
    DeviceTable.Defaults defaults = table.defaults();
    return new Vf(
        type,
        defaults.features(),
        defaults.queueSizes(defaults.features()),
        table.encode(GuestOrder.LITTLE, defaults.config()),
        GuestOrder.LITTLE,
        Pci.DEFAULT,
        List.of(NotifyAddress.DEFAULT));
  }

  /// The types that can be emulated, as text: `a, b or c`.
  static String typesText() {
    List<String> names = DeviceTables.ALL.stream().map(table -> table.type().text()).toList();
    return String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
  }

  /// One owner with these members.
  public static Topology of(List<Vf> vfs) {
    return new Topology(List.of(new Pf(Pf.ADMIN_QUEUE_SIZE, vfs)), Switches.DEFAULT, 0);
  }
}
