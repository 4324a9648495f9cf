package org.barscope.engine.owner;

import java.util.List;
import org.barscope.engine.member.Member;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.barscope.engine.protocol.pci.SriovRegister;
import org.barscope.engine.protocol.pci.VirtioIds;

/// The PF's configuration space: a modern identity, its BARs, and the SR-IOV capability that
/// describes its VFs.
///
/// > … owner and member devices … non-transitional … revision … (virtio 1.4, 2.12.1.1.6, A-007)
final class OwnerConfigSpace {
  private static final int LENGTH = 0x1000;
  private static final int SRIOV = SriovRegister.FIRST_EXTENDED;
  private static final int VERSION_1 = 1 << 16;
  private static final int FIRST_SUBSYSTEM = 0x40;
  private static final int CLASS_ETHERNET = 0x020000;
  private static final int PAGE_4K = 1;

  private final byte[] values = new byte[LENGTH];
  private final byte[] writable = new byte[LENGTH];

  OwnerConfigSpace(OwnerBars bars, List<Member> members) {
    put(ConfigRegister.VENDOR_ID.offset(), 2, VirtioIds.VENDOR);
    put(ConfigRegister.DEVICE_ID.offset(), 2, DeviceType.NET.modernId());
    put(ConfigRegister.REVISION_ID.offset(), 1, 1);
    put(ConfigRegister.CLASS_CODE.offset(), 3, CLASS_ETHERNET);
    put(ConfigRegister.SUBSYSTEM_VENDOR_ID.offset(), 2, VirtioIds.VENDOR);
    put(ConfigRegister.SUBSYSTEM_ID.offset(), 2, FIRST_SUBSYSTEM);
    for (int bar = 0; bar < OwnerBars.COUNT; bar++) {
      bar(ConfigRegister.BAR0.offset(), bar, bars.length(bar));
    }
    sriov(SriovRegister.HEADER, SriovRegister.ID | VERSION_1);
    sriov(SriovRegister.INITIAL_VFS, members.size());
    sriov(SriovRegister.TOTAL_VFS, members.size());
    sriov(SriovRegister.VF_OFFSET, 1);
    sriov(SriovRegister.VF_STRIDE, 1);
    sriov(SriovRegister.SUPPORTED_PAGE_SIZES, PAGE_4K);
    sriov(SriovRegister.SYSTEM_PAGE_SIZE, PAGE_4K);
    allow(SriovRegister.CONTROL, SriovRegister.VF_ENABLE | SriovRegister.VF_MEMORY);
    allow(SriovRegister.NUM_VFS, 0xffff);
    if (!members.isEmpty()) {
      Member first = members.getFirst();
      sriov(SriovRegister.VF_DEVICE_ID, first.deviceId());
      // a VF BAR that is hardwired to 0 is one that the VFs have not got
      for (int bar = 0; bar < OwnerBars.COUNT; bar++) {
        bar(SRIOV + SriovRegister.VF_BAR0.offset(), bar, first.barLength(bar));
      }
    }
  }

  long read(int offset, int width) {
    return inside(offset, width) ? LittleEndian.get(values, offset, width) : 0;
  }

  void write(int offset, int width, long value) {
    if (!inside(offset, width)) {
      return;
    }
    boolean enabled = vfEnable();
    for (int i = 0; i < width; i++) {
      int at = offset + i;
      boolean numVfs =
          at >= SRIOV + SriovRegister.NUM_VFS.offset()
              && at < SRIOV + SriovRegister.NUM_VFS.offset() + 2;
      if (!(numVfs && enabled)) {
        int bits = writable[at];
        values[at] = (byte) ((values[at] & ~bits) | ((int) (value >>> (8 * i)) & bits));
      }
    }
  }

  /// Whether VF Enable is set.
  boolean vfEnable() {
    return (read(SriovRegister.CONTROL) & SriovRegister.VF_ENABLE) != 0;
  }

  int numVfs() {
    return (int) read(SriovRegister.NUM_VFS);
  }

  private long read(SriovRegister register) {
    return read(SRIOV + register.offset(), register.width());
  }

  private void sriov(SriovRegister register, long value) {
    put(SRIOV + register.offset(), register.width(), value);
  }

  private void allow(SriovRegister register, long bits) {
    LittleEndian.put(writable, SRIOV + register.offset(), register.width(), bits);
  }

  /// A register of a memory BAR: the bits below its length are 0, so that all ones tell it.
  ///
  /// @param first where the register of BAR0 is
  private void bar(int first, int bar, long length) {
    LittleEndian.put(writable, first + 4 * bar, 4, length == 0 ? 0 : -length);
  }

  private void put(int at, int width, long value) {
    LittleEndian.put(values, at, width, value);
  }

  private static boolean inside(int offset, int width) {
    return offset >= 0 && width > 0 && offset + width <= LENGTH;
  }
}
