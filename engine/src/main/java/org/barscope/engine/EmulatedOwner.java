package org.barscope.engine;

import java.util.Arrays;
import java.util.List;
import org.barscope.engine.host.PfDriver;
import org.barscope.engine.owner.Owner;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Scheduler.Mutex;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.vfio.Errno;

/// One owner of a running engine: its members, its driver, and a way to its admin queue that asks
/// no driver.
///
/// Calls come from strands of the engine's scheduler.
public final class EmulatedOwner {
  private static final int WORD = 2;

  private final int pf;
  private final Topology.Pf spec;
  private final PfDriver driver;
  private final Owner hardware;
  private final OwnerFunction function;
  private final List<EmulatedMember> members;
  private final Runnable stop;

  /// Held while the number of VFs changes or the driver is bound or unbound (device_lock).
  private final Mutex deviceLock;

  private volatile int numVfs;
  private volatile boolean removed;

  /// @param hardware the PF
  /// @param function the PF as its driver and others see it, traced
  /// @param deviceLock `device_lock` of the PF
  EmulatedOwner(
      int pf,
      Topology.Pf spec,
      PfDriver driver,
      Owner hardware,
      OwnerFunction function,
      List<EmulatedMember> members,
      Runnable stop,
      Mutex deviceLock) {
    this.pf = pf;
    this.spec = spec;
    this.driver = driver;
    this.hardware = hardware;
    this.function = function;
    this.members = List.copyOf(members);
    this.stop = stop;
    this.deviceLock = deviceLock;
    this.numVfs = driver.bound() ? members.size() : 0;
  }

  /// Its number, from 0.
  public int pf() {
    return pf;
  }

  /// What it was made with.
  public Topology.Pf spec() {
    return spec;
  }

  /// Its members by VF number, from 1.
  public List<EmulatedMember> members() {
    return members;
  }

  /// Puts a command on the admin queue as it is, past the checks of the PF driver, and waits for
  /// its completion.
  ///
  /// @return a completion with a negative error number if there is no queue
  public AdminCompletion submit(AdminCommand command) {
    return driver.submit(command);
  }

  /// Resets the PF: commands in flight end with EIO, later ones fail until [#restore()].
  public void reset() {
    driver.reset();
  }

  /// Brings the PF up again.
  public void restore() {
    driver.restore();
  }

  /// Takes the PF's driver away, or gives it back: a fault that Linux does not have (F-01).
  ///
  /// After [#removeDriver()] it is bound anew, to a PF without VFs.
  public void setBound(boolean bound) {
    if (!bound || !removed) {
      driver.setBound(bound);
      return;
    }
    deviceLock.acquire();
    try {
      if (removed) { // nobody else has bound it meanwhile
        removed = false;
        driver.start(function);
      }
    } finally {
      deviceLock.release();
    }
  }

  /// Sets how many VFs there are, as writing `sriov_numvfs` does. To have none takes as long as any
  /// VMM has one open; then all lose their state. VFs that come are probed. Who asks for another
  /// number meanwhile waits.
  ///
  /// @return 0, or a negative error number: EBUSY while there are others than that, EPERM if they
  ///   are [assigned](#setAssigned)
  public int setVfs(int count) {
    deviceLock.acquire();
    try {
      return changeVfs(count);
    } finally {
      deviceLock.release();
    }
  }

  private int changeVfs(int count) {
    int now = numVfs;
    if (count == now) {
      return 0;
    }
    if (now > 0 && count > 0) {
      return Errno.EBUSY.negative();
    }
    if (count == 0) {
      int errno = driver.mayChangeVfs();
      if (errno != 0) {
        return errno;
      }
      members.forEach(EmulatedMember::detach);
    }
    int errno = driver.enableVfs(count);
    if (errno == 0) {
      numVfs = count;
      members.subList(0, count).forEach(EmulatedMember::attach);
    }
    return errno;
  }

  /// Whether VFs count as assigned to guests, as hypervisors without VFIO mark them: then their
  /// number cannot be changed.
  public void setAssigned(boolean assigned) {
    driver.setAssigned(assigned);
  }

  /// Unbinds the PF's driver as Linux does: first the VFs go away, which takes as long as any VMM
  /// has one open and commands keep working; then the PF is reset (F-01).
  ///
  /// @return 0, or a negative error number
  public int removeDriver() {
    deviceLock.acquire();
    try {
      int errno = changeVfs(0);
      if (errno == 0) {
        driver.stop();
        removed = true;
      }
      return errno;
    } finally {
      deviceLock.release();
    }
  }

  /// The firmware lies still, or goes on: until it does, what it was sent stays in flight, and who
  /// waits for it waits (F-03).
  public void setFirmwareHeld(boolean held) {
    hardware.setHeld(held);
  }

  /// The length of a BAR of the PF in bytes; 0 for one that it has not got.
  public long barLength(int bar) {
    return function.barLength(bar);
  }

  /// Reads a BAR of the PF; only the words of doorbells say anything.
  ///
  /// @return 0, or -EINVAL if the bytes are not inside the BAR
  public int readBar(int bar, long offset, byte[] into) {
    if (!holds(bar, offset, into.length)) {
      return Errno.EINVAL.negative();
    }
    Arrays.fill(into, (byte) 0);
    if (into.length == WORD) {
      LittleEndian.put(into, 0, WORD, function.read16(bar, offset));
    }
    return 0;
  }

  /// Writes a BAR of the PF. A word at a place that NOTIFY_INFO gives a VF rings the queue with
  /// that index; anything else reaches nothing (virtio 1.4, 2.12.1.1.6).
  ///
  /// @return 0, or -EINVAL if the bytes are not inside the BAR
  public int writeBar(int bar, long offset, byte[] from) {
    if (!holds(bar, offset, from.length)) {
      return Errno.EINVAL.negative();
    }
    if (from.length == WORD) {
      function.write16(bar, offset, (int) LittleEndian.get(from, 0, WORD));
    }
    return 0;
  }

  private boolean holds(int bar, long offset, int count) {
    return offset >= 0 && offset <= function.barLength(bar) - count;
  }

  void stop() {
    stop.run();
  }
}
