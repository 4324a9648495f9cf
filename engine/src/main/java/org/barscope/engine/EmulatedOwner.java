package org.barscope.engine;

import java.util.List;
import org.barscope.engine.host.PfDriver;
import org.barscope.engine.owner.Owner;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.protocol.admin.AdminCommand;

/// One owner of a running engine: its members, its driver, and a way to its admin queue that asks
/// no driver.
///
/// Calls come from strands of the engine's scheduler.
public final class EmulatedOwner {
  private final int pf;
  private final Topology.Pf spec;
  private final PfDriver driver;
  private final Owner function;
  private final List<EmulatedMember> members;
  private final Runnable stop;

  EmulatedOwner(
      int pf,
      Topology.Pf spec,
      PfDriver driver,
      Owner function,
      List<EmulatedMember> members,
      Runnable stop) {
    this.pf = pf;
    this.spec = spec;
    this.driver = driver;
    this.function = function;
    this.members = List.copyOf(members);
    this.stop = stop;
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
  public void setBound(boolean bound) {
    driver.setBound(bound);
  }

  /// The firmware lies still, or goes on: until it does, what it was sent stays in flight, and who
  /// waits for it waits (F-03).
  public void setFirmwareHeld(boolean held) {
    function.setHeld(held);
  }

  void stop() {
    stop.run();
  }
}
