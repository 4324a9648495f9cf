package org.barscope.app.cli;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.EmulatedOwner;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.Topology;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.LegacyCommands;
import org.barscope.engine.protocol.bytes.Bytes;

/// An untraced engine with a number of VFs, whose owner is sent commands by as many threads as are
/// to be in flight.
final class RoundTrips implements AutoCloseable {
  private static final int STATUS = 18;

  private final Engine engine;
  private final EmulatedOwner owner;
  private final int vfs;

  RoundTrips(int vfs) {
    this.vfs = vfs;
    List<Topology.Vf> members = new ArrayList<>();
    for (int vf = 1; vf <= vfs; vf++) {
      members.add(Topology.net(Bytes.of(0x52, 0x54, 0, 0x12, vf >> 8, vf)));
    }
    this.engine = Engine.start(Topology.of(members), new EngineOptions(false, false, 16, false));
    this.owner = engine.owners().getFirst();
  }

  int vfs() {
    return vfs;
  }

  /// Reads the device status `count` times, each time of the next VF.
  ///
  /// @param depth how many commands are in flight
  /// @return nanoseconds for each command
  double round(int depth, int count) {
    int each = Math.max(1, count / depth);
    List<Scheduler.Strand> strands = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < depth; i++) {
      int first = i;
      strands.add(engine.scheduler().spawn("host " + i, () -> submit(first, each)));
    }
    strands.forEach(Scheduler.Strand::join);
    return (double) (System.nanoTime() - start) / ((long) each * depth);
  }

  private void submit(int first, int count) {
    for (int i = 0; i < count; i++) {
      int vf = 1 + (first + i) % vfs;
      AdminCommand read = LegacyCommands.read(AdminOpcode.LEGACY_COMMON_CFG_READ, vf, STATUS, 1);
      AdminCompletion done = owner.submit(read);
      if (done.errno() != 0 || done.writable().little(0, 2) != 0) {
        throw new IllegalStateException("a command of VF " + vf + " failed");
      }
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
