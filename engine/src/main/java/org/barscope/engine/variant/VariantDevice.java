package org.barscope.engine.variant;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;
import org.barscope.engine.port.EventFd;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Mutex;
import org.barscope.engine.port.Scheduler.Signal;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.protocol.vfio.RegionInfo;
import org.jspecify.annotations.Nullable;

/// One VF as a VFIO device: plain, or transitional with an overlay and a BAR0.
final class VariantDevice implements VfioDevice, VariantDriver.Bound {
  private static final int CONFIG_LENGTH = 4096; // that of a PCI Express function
  private static final long MILLI = 1_000_000;
  private static final int SECOND_MILLIS = 1000; // PCI_RESET_WAIT
  private static final int LONGEST_POLL_MILLIS = 60_000; // PCIE_RESET_READY_POLL_MS

  private final MemberFunction function;
  private final VariantSwitches switches;
  private final Scheduler scheduler;
  private final Witness witness;
  private final CoreConfig core;
  private final IoEvents ioEvents = new IoEvents();

  /// Held while the device is opened or closed: who opens it waits for who closes it, and so does
  /// who takes it away (dev_set lock).
  private final Mutex openLock;

  /// Held also while the function is reset, so that nobody sees its configuration half restored.
  private final Mutex configLock;

  private @Nullable ConfigOverlay overlay;
  private @Nullable LegacyBar0 bar0;
  private @Nullable Migration migration;
  private volatile IrqMode irqMode = IrqMode.NONE;
  private volatile boolean open;
  private volatile boolean ioEnabled;
  private volatile boolean refused;
  private volatile @Nullable Signal closed;
  private boolean resets;
  private int headerLength;

  VariantDevice(
      MemberFunction function, VariantSwitches switches, Scheduler scheduler, Witness witness) {
    this.function = function;
    this.switches = switches;
    this.scheduler = scheduler;
    this.witness = witness;
    this.core = new CoreConfig(function, switches.interruptPin());
    this.openLock = scheduler.mutex("opening of VF " + function.number());
    this.configLock = scheduler.mutex("configuration of VF " + function.number());
  }

  void makeTransitional(ConfigOverlay configOverlay, LegacyBar0 legacy) {
    overlay = configOverlay;
    bar0 = legacy;
    tellHeaderLength();
  }

  void makeMigratable(Migration live) {
    migration = live;
  }

  /// The probe failed: the device cannot be opened.
  void refuse() {
    refused = true;
  }

  /// Sampled without a lock, as in Linux.
  boolean splitsForMsix() {
    return switches.splitByGuestBit() ? core.guestMsixEnabled() : irqMode == IrqMode.MSIX;
  }

  @Override
  public int open() {
    return under(openLock, this::openAlone);
  }

  private int openAlone() {
    if (refused) {
      return Errno.ENODEV.negative();
    }
    if (open) {
      return Errno.EBUSY.negative();
    }
    locked(() -> {
      resets = core.resets() && reset(true);
      core.open();
    });
    LegacyBar0 legacy = bar0;
    if (legacy != null && function.barLength(legacy.notifyAddress().bar()) == 0) {
      return Errno.ENOMEM.negative();
    }
    Migration live = migration;
    if (live != null) {
      live.open();
    }
    open = true;
    return 0;
  }

  @Override
  public void close() {
    under(openLock, this::closeAlone);
  }

  private void closeAlone() {
    if (open) {
      open = false;
      ioEvents.clear();
      Migration live = migration;
      if (live != null) {
        live.close();
      }
      setMode(IrqMode.NONE);
      locked(() -> {
        core.close();
        if (resets) {
          reset(false);
        }
      });
      Signal waiting = closed;
      if (waiting != null) {
        waiting.raise();
      }
    }
  }

  @Override
  public void remove() {
    refused = true;
    Signal gone = scheduler.signal();
    closed = gone;
    if (under(openLock, () -> open ? 1 : 0) != 0) {
      witness.lifecycle("release-requested", List.of());
      gone.await(Scheduler.FOREVER);
    }
    witness.lifecycle("removed", List.of());
  }

  @Override
  public void errorDetected() {
    witness.lifecycle("aer-error-detected", List.of());
  }

  @Override
  public void busReset() {
    locked(() -> reset(false));
    witness.lifecycle("bus-reset", List.of());
  }

  @Override
  public RegionInfo regionInfo(int index) {
    LegacyBar0 legacy = bar0;
    int both = RegionInfo.READ | RegionInfo.WRITE;
    if (refused && !open) {
      return RegionInfo.of(index, 0, 0);
    }
    if (index == Region.BAR0.index() && legacy != null) {
      return RegionInfo.of(index, both, legacy.length());
    }
    if (index == Region.CONFIG.index()) {
      return RegionInfo.of(index, both, CONFIG_LENGTH);
    }
    if (index >= Region.BAR0.index() && index <= Region.BAR5.index()) {
      long length = function.barLength(index);
      return RegionInfo.of(index, length == 0 ? 0 : both, length);
    }
    return RegionInfo.of(index, 0, 0);
  }

  @Override
  public int read(Region region, int offset, byte[] into, int count) {
    if (!open) {
      return Errno.ENODEV.negative();
    }
    if (count < 0) {
      return Errno.EINVAL.negative();
    }
    return switch (region) {
      case BAR0 -> {
        LegacyBar0 legacy = bar0;
        yield legacy == null
            ? readBar(0, offset, into, count)
            : legacy.read(ioEnabled, offset, into, count);
      }
      case CONFIG -> readConfig(offset, into, count);
      case BAR1, BAR2, BAR3, BAR4, BAR5 -> readBar(region.index(), offset, into, count);
      case ROM, VGA -> Errno.EINVAL.negative();
    };
  }

  @Override
  public int write(Region region, int offset, byte[] from, int count) {
    if (!open) {
      return Errno.ENODEV.negative();
    }
    if (count < 0) {
      return Errno.EINVAL.negative();
    }
    return switch (region) {
      case BAR0 -> {
        LegacyBar0 legacy = bar0;
        yield legacy == null
            ? writeBar(0, offset, from, count)
            : legacy.write(ioEnabled, offset, from, count);
      }
      case CONFIG -> writeConfig(offset, from, count);
      case BAR1, BAR2, BAR3, BAR4, BAR5 -> writeBar(region.index(), offset, from, count);
      case ROM, VGA -> Errno.EINVAL.negative();
    };
  }

  @Override
  public int setIrqs(IrqMode mode, int count) {
    if (!open) {
      return Errno.ENODEV.negative();
    }
    boolean possible =
        switch (mode) {
          case NONE -> true;
          case INTX -> switches.interruptPin();
          case MSI -> count >= 1 && count <= core.messages();
          case MSIX -> count >= 1 && count <= core.vectors();
        };
    if (!possible) {
      return Errno.EINVAL.negative();
    }
    setMode(mode);
    return 0;
  }

  @Override
  public int ioEventFd(Region region, long offset, byte[] data, @Nullable EventFd event) {
    if (!open) {
      return Errno.ENODEV.negative();
    }
    int count = data.length;
    boolean possible =
        region.index() <= Region.BAR5.index()
            && Integer.bitCount(count) == 1
            && count <= Long.BYTES
            && offset >= 0
            && offset <= function.barLength(region.index()) - count
            && !core.msixTableMeets(region, offset, count);
    if (!possible) {
      return Errno.EINVAL.negative();
    }
    byte[] written = data.clone();
    return ioEvents.set(
        region, offset, data, event, () -> writeBar(region.index(), (int) offset, written, count));
  }

  @Override
  public int reset() {
    if (!open) {
      return Errno.ENODEV.negative();
    }
    if (!resets) {
      return Errno.EINVAL.negative();
    }
    return locked(() -> reset(true) ? 0 : Errno.ENOTTY.negative());
  }

  @Override
  public int migrationFlags() {
    return migration == null || (refused && !open) ? 0 : Migration.FLAGS;
  }

  @Override
  public int migrationState() {
    Migration live = migration;
    return !open || live == null ? unable() : live.state();
  }

  @Override
  public StateChange setMigrationState(MigrationState wanted) {
    Migration live = migration;
    return !open || live == null ? StateChange.failed(unable()) : live.set(wanted);
  }

  @Override
  public long migrationDataSize() {
    Migration live = migration;
    return !open || live == null ? unable() : live.dataSize();
  }

  /// Why there is nothing to migrate.
  private int unable() {
    return (open ? Errno.ENOTTY : Errno.ENODEV).negative();
  }

  private void setMode(IrqMode mode) {
    locked(() -> {
      irqMode = mode;
      core.enable(mode);
      tellHeaderLength();
    });
  }

  private void locked(Runnable body) {
    under(configLock, body);
  }

  private int locked(IntSupplier body) {
    return under(configLock, body);
  }

  private static void under(Mutex lock, Runnable body) {
    lock.acquire();
    try {
      body.run();
    } finally {
      lock.release();
    }
  }

  private static int under(Mutex lock, IntSupplier body) {
    lock.acquire();
    try {
      return body.getAsInt();
    } finally {
      lock.release();
    }
  }

  private int readConfig(int offset, byte[] into, int count) {
    if (offset < 0 || count < 0) {
      return Errno.EINVAL.negative();
    }
    if (into.length < count || beyondEnd(offset, count)) {
      return Errno.EFAULT.negative();
    }
    return locked(() -> {
      core.read(offset, into, count);
      witness.coreRead(into, count);
      ConfigOverlay over = overlay;
      if (over != null) {
        over.read(offset, into, count);
      }
      return count;
    });
  }

  private int writeConfig(int offset, byte[] from, int count) {
    if (offset < 0 || count < 0) {
      return Errno.EINVAL.negative();
    }
    if (from.length < count) {
      return Errno.EFAULT.negative();
    }
    return locked(() -> {
      ConfigOverlay over = overlay;
      if (over != null && offset < CONFIG_LENGTH) {
        over.write(offset, from, count);
        ioEnabled = over.ioEnabled();
      }
      if (beyondEnd(offset, count)) { // what the core says, after the overlay has taken its part
        return Errno.EFAULT.negative();
      }
      if (core.write(offset, from, count, irqMode == IrqMode.MSI)) {
        reset(true);
      }
      tellHeaderLength();
      return count;
    });
  }

  private static boolean beyondEnd(int offset, int count) {
    return offset > CONFIG_LENGTH - count;
  }

  /// A reset that saves and restores the device, interrupt mode included. The reset-done callback
  /// then turns I/O decoding off and ends migrations, and nothing else is lost (reference §2.6).
  ///
  /// @param done whether that callback runs
  /// @return whether the function answers again
  private boolean reset(boolean done) {
    CoreConfig.Saved saved = core.save();
    function.functionLevelReset();
    boolean answers = waitForAnswer();
    core.restore(saved);
    ConfigOverlay over = overlay;
    if (done && over != null) {
      over.resetDone();
    }
    ioEnabled &= !done;
    tellHeaderLength();
    Migration live = migration;
    if (done && live != null) {
      live.resetDone();
    }
    return answers;
  }

  /// Looks again and again, after twice the time each time, for about a minute (pci_dev_wait);
  /// whatever takes more than a second is logged.
  private boolean waitForAnswer() {
    int millis = 1;
    for (; !core.answers(); millis *= 2) {
      if (millis > LONGEST_POLL_MILLIS) {
        witness.kernelLog("pci_warn", "not ready %dms after FLR; giving up".formatted(millis - 1));
        return false;
      }
      if (millis > SECOND_MILLIS) {
        witness.kernelLog("pci_info", "not ready %dms after FLR; waiting".formatted(millis - 1));
      }
      scheduler.sleepUntil(scheduler.now() + millis * MILLI);
    }
    if (millis > SECOND_MILLIS) {
      witness.kernelLog("pci_info", "ready %dms after FLR".formatted(millis - 1));
    }
    return true;
  }

  private void tellHeaderLength() {
    int length = LegacyRegister.headerLength(splitsForMsix());
    if (bar0 != null && length != headerLength) {
      headerLength = length;
      witness.headerLength(length);
    }
  }

  /// Any number of bytes, as the core reads a BAR; only the doorbell's word says anything.
  private int readBar(int bar, int offset, byte[] into, int count) {
    if (offset < 0 || count < 0 || (long) offset + count > function.barLength(bar)) {
      return Errno.EINVAL.negative();
    }
    if (function.asleep()) {
      return Errno.EIO.negative();
    }
    if (into.length < count) {
      return Errno.EFAULT.negative();
    }
    Arrays.fill(into, 0, count, (byte) 0);
    if (count == 2) {
      LittleEndian.put(into, 0, 2, function.read16(bar, offset));
    }
    return count;
  }

  /// A doorbell takes a word; other writes reach nothing (4.1.5.2 "Available Buffer
  /// Notifications").
  private int writeBar(int bar, int offset, byte[] from, int count) {
    if (offset < 0 || count < 0 || (long) offset + count > function.barLength(bar)) {
      return Errno.EINVAL.negative();
    }
    if (from.length < count) {
      return Errno.EFAULT.negative();
    }
    if (function.asleep()) {
      return Errno.EIO.negative();
    }
    if (count == 2) {
      function.write16(bar, offset, (int) LittleEndian.get(from, 0, 2));
    }
    return count;
  }
}
