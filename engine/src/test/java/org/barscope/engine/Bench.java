package org.barscope.engine;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.barscope.engine.device.ConfigDevice;
import org.barscope.engine.member.Member;
import org.barscope.engine.member.Member.NotifyPlace;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.owner.Firmware;
import org.barscope.engine.owner.FirmwareSpec;
import org.barscope.engine.owner.Owner;
import org.barscope.engine.owner.VfGroup;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.types.DeviceTables;
import org.barscope.engine.protocol.vfio.Condition;

/// The firmware and its members without a host: admin commands go in as hex, answers come out.
///
/// Every lane runs its tasks at once.
public final class Bench {
  private final List<Member> members = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> interrupts = new ArrayList<>();
  private final ArrayMemory memory = new ArrayMemory(0, 0x1000);
  private final Owner owner;
  private final Firmware firmware;

  /// An owner whose driver has neither agreed on commands nor enabled VFs.
  public Bench(Topology.Vf... vfs) {
    this(FirmwareSpec.LINUX, vfs);
  }

  /// The same with a firmware that offers or refuses other things.
  public Bench(FirmwareSpec spec, Topology.Vf... vfs) {
    for (int i = 0; i < vfs.length; i++) {
      members.add(member(i + 1, vfs[i]));
    }
    VfGroup group = new VfGroup(members);
    this.firmware = new Firmware(group, spec);
    this.owner =
        new Owner(
            new Owner.OwnerSpec(2, 8),
            memory,
            firmware,
            InterruptSink.NONE,
            new ImmediateScheduler(),
            "PF 0",
            Witness.NONE,
            group);
  }

  /// `vfs` network members.
  public static Bench net(int vfs) {
    return new Bench(Rig.topology(vfs).pfs().getFirst().vfs().toArray(Topology.Vf[]::new));
  }

  /// Agrees on the legacy commands and enables all VFs, as Linux does.
  public Bench up() {
    send("0100 0100" + Rig.zeros(20) + "7c00000000000000", 8);
    enableVfs(members.size());
    return this;
  }

  /// Writes NumVFs and VF Enable of the SR-IOV capability.
  public void enableVfs(int count) {
    owner.configWrite(0x108, 2, 0);
    owner.configWrite(0x110, 2, count);
    owner.configWrite(0x108, 2, count > 0 ? 9 : 0);
  }

  /// The memory that the owner's queues lie in, from 0.
  public ArrayMemory memory() {
    return memory;
  }

  public Owner owner() {
    return owner;
  }

  public Member member(int vf) {
    return members.get(vf - 1);
  }

  /// What the firmware writes for this device-readable part.
  public String send(String readable, int writableLength) {
    return firmware.execute(Bytes.hex(readable), writableLength).toHex();
  }

  /// The rules that the guest broke.
  public List<String> faults() {
    return faults;
  }

  /// The interrupts raised: `queue 0 vector 1`, `config vector -1`.
  public List<String> interrupts() {
    return interrupts;
  }

  private Member member(int number, Topology.Vf vf) {
    return new Member(
        new Member.MemberSpec(
            number,
            vf.vectors(),
            vf.pci().messages(),
            vf.interruptPin(),
            vf.notifyAddresses().stream()
                .map(at -> new NotifyPlace(at.owner(), at.bar(), at.offset(), at.barLength()))
                .toList(),
            vf.pci().bar0Length(),
            false,
            vf.pci().resets(),
            vf.pci().resetNanos()),
        new ConfigDevice(
            DeviceTables.of(vf.type()).orElseThrow(),
            vf.features(),
            vf.queueSizes(),
            vf.guestOrder(),
            vf.config()),
        new Interrupts(),
        new Faults(),
        new ImmediateScheduler(),
        "VF");
  }

  private final class Interrupts implements InterruptSink {
    @Override
    public void queueUsed(int vector, int queue) {
      interrupts.add("queue " + queue + " vector " + vector);
    }

    @Override
    public void configChanged(int vector) {
      interrupts.add("config vector " + vector);
    }
  }

  private final class Faults implements Witness {
    @Override
    public void lifecycle(String what, List<Condition> reasons) {}

    @Override
    public void guestFault(String rule, String message) {
      faults.add(rule);
    }

    @Override
    public void coreRead(byte[] bytes, int count) {}

    @Override
    public void headerLength(int bytes) {}
  }

  /// The 24-byte header and the data of a command for the SR-IOV group, in hex.
  public static String command(int opcode, int member, String data) {
    return HexFormat.of().toHexDigits((byte) opcode)
        + "00"
        + "0100"
        + Rig.zeros(12)
        + HexFormat.of().toHexDigits((byte) member)
        + Rig.zeros(7)
        + data.replace(" ", "");
  }
}
