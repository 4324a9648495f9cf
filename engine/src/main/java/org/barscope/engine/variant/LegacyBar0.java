package org.barscope.engine.variant;

import java.util.function.BooleanSupplier;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.OwnerDriver;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Mutex;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.LegacyCommands;
import org.barscope.engine.protocol.admin.NotifyEntry;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Errno;

/// The software I/O BAR0: each access becomes one admin command, a doorbell one write to the notify
/// address (reference §6, §7).
final class LegacyBar0 {
  private final MemberFunction function;
  private final OwnerDriver owner;
  private final NotifyEntry notifyAddress;
  private final BooleanSupplier msix;
  private final byte[] shadow;
  private final OneField fields;
  private final boolean bigEndian;
  private final RateLimit log;
  private final Witness witness;

  /// Held for a whole admin round trip, never for a doorbell.
  private final Mutex barMutex;

  LegacyBar0(
      MemberFunction function,
      OwnerDriver owner,
      NotifyEntry notifyAddress,
      BooleanSupplier msix,
      int length,
      OneField fields,
      boolean bigEndian,
      Scheduler scheduler,
      Witness witness) {
    this.function = function;
    this.owner = owner;
    this.notifyAddress = notifyAddress;
    this.msix = msix;
    this.shadow = new byte[length];
    this.fields = fields;
    this.bigEndian = bigEndian;
    this.log = new RateLimit(scheduler);
    this.witness = witness;
    this.barMutex = scheduler.mutex("bar_mutex of VF " + function.number());
  }

  int length() {
    return shadow.length;
  }

  NotifyEntry notifyAddress() {
    return notifyAddress;
  }

  int read(boolean ioEnabled, int position, byte[] into, int count) {
    int refused = refusal(ioEnabled, position, count);
    if (refused != 0 || count == 0) {
      return refused;
    }
    if (!function.resume()) {
      return notResumed();
    }
    try {
      return position == LegacyRegister.QUEUE_NOTIFY.offset()
          ? readDoorbell(into, count)
          : readRegister(position, into, count);
    } finally {
      function.idle();
    }
  }

  private int readRegister(int position, byte[] into, int count) {
    int base = LegacyRegister.headerLength(msix.getAsBoolean());
    AdminOpcode opcode =
        position < base ? AdminOpcode.LEGACY_COMMON_CFG_READ : AdminOpcode.LEGACY_DEV_CFG_READ;
    int offset = position < base ? position : position - base;
    if (!fields.holds(base, position, count)) {
      return Errno.EINVAL.negative();
    }
    barMutex.acquire();
    try {
      int error =
          owner.execute(
              LegacyCommands.read(opcode, function.number(), offset, count), shadow, position);
      if (error != 0) {
        return error;
      }
      if (into.length < count) {
        return Errno.EFAULT.negative();
      }
      System.arraycopy(shadow, position, into, 0, count);
      swap(into, 0, count);
      return count;
    } finally {
      barMutex.release();
    }
  }

  int write(boolean ioEnabled, int position, byte[] from, int count) {
    int refused = refusal(ioEnabled, position, count);
    if (refused != 0 || count == 0) {
      return refused;
    }
    if (!function.resume()) {
      return notResumed();
    }
    try {
      return position == LegacyRegister.QUEUE_NOTIFY.offset()
          ? ring(from, count)
          : writeRegister(position, from, count);
    } finally {
      function.idle();
    }
  }

  private int writeRegister(int position, byte[] from, int count) {
    int base = LegacyRegister.headerLength(msix.getAsBoolean());
    AdminOpcode opcode =
        position < base ? AdminOpcode.LEGACY_COMMON_CFG_WRITE : AdminOpcode.LEGACY_DEV_CFG_WRITE;
    int offset = position < base ? position : position - base;
    if (!fields.holds(base, position, count)) {
      return Errno.EINVAL.negative();
    }
    barMutex.acquire();
    try {
      if (from.length < count) {
        return Errno.EFAULT.negative();
      }
      System.arraycopy(from, 0, shadow, position, count);
      swap(shadow, position, count);
      int error =
          owner.execute(
              LegacyCommands.write(opcode, function.number(), offset, shadow, position, count),
              shadow,
              position);
      return error != 0 ? error : count;
    } finally {
      barMutex.release();
    }
  }

  /// On a big-endian host the value of an access of 2 or 4 bytes is one number, in the order of the
  /// processor (F-13).
  private void swap(byte[] bytes, int at, int count) {
    if (bigEndian && (count == 2 || count == 4)) {
      for (int i = 0; i < count / 2; i++) {
        byte low = bytes[at + i];
        bytes[at + i] = bytes[at + count - 1 - i];
        bytes[at + count - 1 - i] = low;
      }
    }
  }

  /// The checks before the function is needed, in their order.
  private int refusal(boolean ioEnabled, int position, int count) {
    if (count == 0) {
      return 0;
    }
    if (!ioEnabled) {
      return Errno.EIO.negative();
    }
    return position < 0 || (long) position + count > shadow.length ? Errno.EINVAL.negative() : 0;
  }

  private int notResumed() {
    if (log.allows()) {
      witness.kernelLog("pci_info", "runtime resume failed");
    }
    return Errno.EIO.negative();
  }

  private int ring(byte[] from, int count) {
    if (count != LegacyRegister.QUEUE_NOTIFY.width()) {
      return Errno.EINVAL.negative();
    }
    if (from.length < count) {
      return Errno.EFAULT.negative();
    }
    if (function.asleep()) {
      return Errno.EIO.negative();
    }
    int queue = (int) LittleEndian.get(from, 0, count);
    function.write16(notifyAddress.bar(), notifyAddress.offset(), queue);
    return count;
  }

  private int readDoorbell(byte[] into, int count) {
    if (count != LegacyRegister.QUEUE_NOTIFY.width()) {
      return Errno.EINVAL.negative();
    }
    if (function.asleep()) {
      return Errno.EIO.negative();
    }
    int value = function.read16(notifyAddress.bar(), notifyAddress.offset());
    if (into.length < count) {
      return Errno.EFAULT.negative();
    }
    LittleEndian.put(into, 0, count, value);
    return count;
  }
}
