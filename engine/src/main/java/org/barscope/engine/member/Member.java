package org.barscope.engine.member;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.barscope.engine.device.VirtioDevice;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Lane;
import org.barscope.engine.port.Scheduler.Signal;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.pci.ConfigRegister;
import org.jspecify.annotations.Nullable;

/// One VF: configuration space, BARs, registers.
public final class Member implements MemberFunction {
  /// The BAR that holds the MSI-X table.
  static final int MSIX_BAR = 1;

  /// Where the pending bits lie behind a table of so many vectors.
  static int msixPendingOffset(int vectors) {
    return Math.max(PAGE / 2, MSIX_ENTRY * vectors);
  }

  /// The next power of two that holds table and pending bits, at least a page.
  private static long msixBarLength(int vectors) {
    int end = msixPendingOffset(vectors) + (vectors + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    return Math.max(PAGE, Integer.highestOneBit(end - 1) << 1);
  }

  private static final int D3_HOT = 3;
  private static final int PAGE = 0x1000;
  private static final int MSIX_ENTRY = 16;

  private final MemberSpec spec;
  private final MemberConfigSpace config;
  private final LegacyRegisterFile registers;
  private final Witness witness;
  private final Scheduler scheduler;
  private final Lane lane;
  private final AtomicInteger users = new AtomicInteger();
  private volatile boolean resumable = true;
  private volatile long resetEnd;
  private volatile @Nullable Signal waiting;
  private int resets;

  /// @param name of the lane, the order in which its queues are served
  public Member(
      MemberSpec spec,
      VirtioDevice device,
      InterruptSink interrupts,
      Witness witness,
      Scheduler scheduler,
      String name) {
    this.spec = spec;
    this.witness = witness;
    this.scheduler = scheduler;
    this.lane = scheduler.lane(name);
    this.config = new MemberConfigSpace(device.table(), spec);
    this.registers =
        new LegacyRegisterFile(device, interrupts, witness, spec.vectors(), spec.interruptPin());
  }

  /// What a VF is made with.
  ///
  /// @param number the VF number, from 1
  /// @param vectors the size of the MSI-X table
  /// @param messages how many MSI messages it can send, a power of two; 0 for no MSI
  /// @param interruptPin whether it can interrupt by pin, which a VF cannot
  /// @param notifyPlaces where doorbells go, as LEGACY_NOTIFY_INFO lists them
  /// @param bar0Length 0, as a VF must have it; anything else is a broken one
  /// @param modern whether the capabilities of the modern interface are listed
  /// @param resets whether it can be reset by itself (FLR)
  /// @param resetNanos how long a reset takes
  public record MemberSpec(
      int number,
      int vectors,
      int messages,
      boolean interruptPin,
      List<NotifyPlace> notifyPlaces,
      long bar0Length,
      boolean modern,
      boolean resets,
      long resetNanos) {}

  /// A place that takes doorbells.
  ///
  /// @param owner whether the BAR is the owner's
  /// @param bar 1…5
  /// @param offset in that BAR
  /// @param barLength of that BAR
  public record NotifyPlace(boolean owner, int bar, long offset, long barLength) {}

  /// The legacy registers, for the firmware.
  public LegacyRegisterFile registers() {
    return registers;
  }

  /// Who is told what happens to it.
  public Witness witness() {
    return witness;
  }

  /// Where doorbells go, the preferred place first.
  public List<NotifyPlace> notifyPlaces() {
    return spec.notifyPlaces();
  }

  /// The PCI device id.
  public int deviceId() {
    byte[] id = new byte[2];
    configRead(ConfigRegister.DEVICE_ID.offset(), id, 0, 2);
    return (int) LittleEndian.get(id, 0, 2);
  }

  /// What happens outside the guest's sight: interrupts and configuration changes.
  public Stimulus stimulus() {
    return new Stimulus(this);
  }

  @Override
  public int number() {
    return spec.number();
  }

  @Override
  public synchronized void configRead(int offset, byte[] into, int at, int width) {
    if (resetting()) {
      Arrays.fill(into, at, at + width, (byte) 0xff);
    } else {
      config.read(offset, into, at, width);
    }
  }

  @Override
  public synchronized void configWrite(int offset, byte[] from, int at, int width) {
    if (!resetting()) {
      config.write(offset, from, at, width);
      followInterrupts();
    }
  }

  private void followInterrupts() {
    registers.setInterrupts(config.msixEnabled(), config.msiEnabled());
  }

  @Override
  public long barLength(int bar) {
    if (bar == 0) {
      return spec.bar0Length();
    }
    long length = bar == MSIX_BAR ? msixBarLength(spec.vectors()) : 0;
    for (NotifyPlace place : spec.notifyPlaces()) {
      if (!place.owner() && place.bar() == bar) {
        length = Math.max(length, place.barLength());
      }
    }
    return length;
  }

  @Override
  public int read16(int bar, long offset) {
    return resetting() ? 0xffff : doorbellValue();
  }

  /// What each of its doorbells reads as: it keeps nothing.
  public int doorbellValue() {
    return 0;
  }

  @Override
  public void write16(int bar, long offset, int value) {
    for (NotifyPlace place : spec.notifyPlaces()) {
      if (!place.owner() && place.bar() == bar && place.offset() == offset) {
        doorbell(value);
        return;
      }
    }
  }

  /// A notification arrived, through a BAR of its own or its owner's, or by command: the queue's
  /// lane will look at it.
  ///
  /// > Any notification there must act exactly like a write of offset 16 (virtio 1.4, 2.12.1.1.6,
  /// > L-119)
  ///
  /// Whether it breaks a rule is known when it arrives: a guest may ring a queue and then reset the
  /// device before the lane gets there.
  public void doorbell(int queue) {
    if (resetting()) {
      return;
    }
    Optional<String> broken = registers.brokenByKick(queue);
    lane.post(() -> broken.ifPresent(rule -> registers.wronglyKicked(queue, rule)));
  }

  /// Stops the function from initiating anything, or lets it go on; either as often as anybody
  /// likes.
  public synchronized void setStopped(boolean is) {
    registers.setStopped(is);
  }

  /// Takes over what a driver has set in the registers, unless the function is running.
  ///
  /// @param state that fits the registers' shape
  /// @return whether it was stopped, and has taken it
  public synchronized boolean restore(RegisterState state) {
    if (!registers.stopped()) {
      return false;
    }
    registers.restore(state);
    return true;
  }

  /// How often the function was reset as a whole: what was made for it before is gone.
  public synchronized int resets() {
    return resets;
  }

  @Override
  public boolean resume() {
    if (resumable) {
      users.incrementAndGet();
    }
    return resumable;
  }

  @Override
  public void idle() {
    if (users.decrementAndGet() < 0) {
      throw new IllegalStateException("idle more often than resumed");
    }
  }

  /// Whether an access keeps the function in D0.
  boolean inUse() {
    return users.get() > 0;
  }

  /// Whether the function comes back to D0 when an access needs it.
  void setResumable(boolean can) {
    resumable = can;
  }

  @Override
  public synchronized boolean asleep() {
    return config.powerState() >= D3_HOT;
  }

  @Override
  public synchronized void functionLevelReset() {
    loseState();
    if (spec.resetNanos() > 0) {
      resetEnd = scheduler.now() + spec.resetNanos();
    }
  }

  /// Back to the state after power-up, at once.
  public synchronized void loseState() {
    resetEnd = 0;
    config.reset();
    followInterrupts();
    registers.functionReset();
    registers.setStopped(false);
    resets++;
  }

  /// Waits until no function level reset goes on, or until [#endWait()].
  ///
  /// @return whether none goes on
  public boolean awaitReset() {
    if (!resetting()) {
      return true;
    }
    Signal end = scheduler.signal();
    waiting = end;
    boolean ended = false;
    while (resetting() && !ended) {
      ended = end.await(resetEnd);
    }
    waiting = null;
    return !resetting();
  }

  /// Nobody waits for the end of a reset any more: the owner was reset, or its VFs are gone.
  public void endWait() {
    Signal end = waiting;
    if (end != null) {
      end.raise();
    }
  }

  /// Whether a function level reset goes on: until it ends the function answers nothing, reads are
  /// all-ones, and writes and doorbells are lost.
  public boolean resetting() {
    long end = resetEnd;
    return end > 0 && scheduler.now() < end;
  }
}
