package org.barscope.engine.host;

import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.protocol.pci.SriovRegister;
import org.barscope.engine.protocol.vfio.Errno;

/// NumVFs and VF Enable of a PF, as the PCI core of the host sets them.
final class Sriov {
  private static final int LAST = 0x1000;

  private Sriov() {}

  /// Enables `count` VFs, or none.
  ///
  /// @return 0, or a negative error number
  static int enable(OwnerFunction pf, int count) {
    int at = find(pf);
    if (at == 0) {
      return Errno.ENODEV.negative();
    }
    if (count < 0 || count > read(pf, at, SriovRegister.TOTAL_VFS)) {
      return Errno.EINVAL.negative();
    }
    write(pf, at, SriovRegister.CONTROL, 0);
    write(pf, at, SriovRegister.NUM_VFS, count);
    if (count > 0) {
      write(pf, at, SriovRegister.CONTROL, SriovRegister.VF_ENABLE | SriovRegister.VF_MEMORY);
    }
    return 0;
  }

  /// Walks the extended capabilities; 0 if there is no SR-IOV among them.
  private static int find(OwnerFunction pf) {
    int at = SriovRegister.FIRST_EXTENDED;
    while (at >= SriovRegister.FIRST_EXTENDED && at < LAST) {
      long header = pf.configRead(at, 4);
      if ((header & 0xffff) == SriovRegister.ID) {
        return at;
      }
      int next = (int) (header >>> 20) & 0xffc;
      if (next <= at) {
        return 0;
      }
      at = next;
    }
    return 0;
  }

  private static long read(OwnerFunction pf, int at, SriovRegister register) {
    return pf.configRead(at + register.offset(), register.width());
  }

  private static void write(OwnerFunction pf, int at, SriovRegister register, long value) {
    pf.configWrite(at + register.offset(), register.width(), value);
  }
}
