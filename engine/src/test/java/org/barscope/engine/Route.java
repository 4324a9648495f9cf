package org.barscope.engine;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.member.Stimulus;

/// A way to reach a member's legacy registers: through BAR0, or by admin commands directly. Tests
/// of registers run over both, and both must agree.
public enum Route {
  BAR0 {
    @Override
    public void run(Switches switches, List<Topology.Vf> vfs, Consumer<List<Registers>> test) {
      Topology topology = new Topology(List.of(new Topology.Pf(256, vfs)), switches, 0);
      try (Rig rig = Rig.of(topology)) {
        rig.run(() -> {
          List<Registers> members = new ArrayList<>();
          for (int vf = 1; vf <= vfs.size(); vf++) {
            Guest guest = rig.guest(vf);
            guest.powerOn();
            members.add(new ThroughBar0(rig, guest));
          }
          test.accept(members);
        });
      }
    }
  },
  ADMIN {
    @Override
    public void run(Switches switches, List<Topology.Vf> vfs, Consumer<List<Registers>> test) {
      boolean pins = switches.is(Switch.INTERRUPT_PIN, "intx");
      Bench bench =
          new Bench(vfs.stream().map(vf -> pins ? pinned(vf) : vf).toArray(Topology.Vf[]::new))
              .up();
      List<Registers> members = new ArrayList<>();
      for (int vf = 1; vf <= vfs.size(); vf++) {
        members.add(new ByCommand(bench, vf));
      }
      test.accept(members);
    }
  };

  /// Runs a test on members of one owner, with switches as far as they are about members.
  public abstract void run(
      Switches switches, List<Topology.Vf> vfs, Consumer<List<Registers>> test);

  /// Runs a test on a member with this specification.
  public void run(Topology.Vf vf, Consumer<Registers> test) {
    run(Switches.DEFAULT, List.of(vf), members -> test.accept(members.getFirst()));
  }

  /// Runs a test on a network member: MAC 52:54:00:12:34:01, link up, queues of 256, 256 and 64.
  public void run(Consumer<Registers> test) {
    run(Rig.topology(1).pfs().getFirst().vfs().getFirst(), test);
  }

  /// The same member with an interrupt pin.
  public static Topology.Vf pinned(Topology.Vf vf) {
    return new Topology.Vf(
        vf.type(),
        vf.features(),
        vf.queueSizes(),
        vf.config(),
        vf.guestOrder(),
        vf.vectors(),
        true,
        vf.notifyAddresses(),
        vf.pci().bar0Length());
  }

  /// Who resets a whole function, and how.
  public enum FunctionReset {
    /// VFIO_DEVICE_RESET.
    VMM,
    /// A function level reset that the guest asks for in PCI Express' Device Control.
    GUEST,
    /// Closing and opening, which also ends MSI-X.
    REOPEN
  }

  /// Legacy registers as a driver sees them. Positions count from the start of BAR0; bytes are hex
  /// in memory order; a refused access gives `EINVAL`.
  public abstract static class Registers {
    /// The bytes read.
    public abstract String read(int position, int width);

    /// `ok`.
    public abstract String write(int position, String hex);

    /// Switches MSI-X of the function.
    public abstract void msix(boolean enabled);

    /// Resets the function; by command, where no VMM is, all ways are one but for MSI-X. Afterwards
    /// registers can be accessed again.
    public abstract void reset(FunctionReset how);

    /// The rules that guests broke.
    public abstract List<String> faults();

    /// The interrupts raised: `queue 0 vector 1`, `config vector -1`.
    public abstract List<String> interrupts();

    /// Forgets faults and interrupts so far.
    public abstract void forget();

    /// The member's side: interrupts and configuration changes.
    public abstract Stimuli stimuli();
  }

  /// What happens to a member outside the guest's sight.
  public record Stimuli(
      IntConsumer queueUsed,
      Runnable configChanged,
      Consumer<Boolean> link,
      BiConsumer<Integer, byte[]> config,
      Runnable needReset,
      IntConsumer isr) {}

  private static final class ThroughBar0 extends Registers {
    private final Rig rig;
    private final Guest guest;

    ThroughBar0(Rig rig, Guest guest) {
      this.rig = rig;
      this.guest = guest;
    }

    @Override
    public String read(int position, int width) {
      return guest.read(position, width);
    }

    @Override
    public String write(int position, String hex) {
      String result = guest.write(position, hex);
      return result.equals(Integer.toString(hex.replace(" ", "").length() / 2)) ? "ok" : result;
    }

    @Override
    public void msix(boolean enabled) {
      guest.msix(enabled);
    }

    /// I/O decoding is off after each of them (reference §2.6).
    @Override
    public void reset(FunctionReset how) {
      switch (how) {
        case VMM -> must("0", Integer.toString(guest.device().reset()));
        case GUEST -> must("2", guest.cfgWrite(0x68, "0080"));
        case REOPEN -> {
          guest.device().close();
          must("0", Integer.toString(guest.device().open()));
        }
      }
      must("EIO", guest.read(18, 1));
      must("2", guest.cfgWrite(0x04, "0100"));
    }

    private static void must(String expected, String found) {
      if (!found.equals(expected)) {
        throw new AssertionError("got " + found + ", expected " + expected);
      }
    }

    @Override
    public List<String> faults() {
      rig.scheduler().sleepUntil(rig.scheduler().now() + 1); // lets the members' lanes run
      return rig.faults();
    }

    @Override
    public List<String> interrupts() {
      return rig.facts(Fact.Interrupt.class).stream()
          .map(fact ->
              fact.reason() == InterruptReason.QUEUE
                  ? "queue " + fact.queue() + " vector " + fact.vector()
                  : "config vector " + fact.vector())
          .toList();
    }

    @Override
    public void forget() {
      rig.forget();
    }

    @Override
    public Stimuli stimuli() {
      EmulatedMember member = guest.member();
      return new Stimuli(
          member::queueUsed,
          member::configChanged,
          member::setLink,
          member::setConfig,
          member::needReset,
          member::setIsr);
    }
  }

  private static final class ByCommand extends Registers {
    private final Bench bench;
    private final int vf;
    private int header = 20;

    ByCommand(Bench bench, int vf) {
      this.bench = bench;
      this.vf = vf;
    }

    @Override
    public String read(int position, int width) {
      boolean common = position < header;
      int offset = common ? position : position - header;
      String answer =
          bench.send(
              Bench.command(common ? 0x03 : 0x05, vf, HexFormat.of().toHexDigits((byte) offset)),
              8 + width);
      return answer.startsWith("0000") ? answer.substring(16) : status(answer);
    }

    @Override
    public String write(int position, String hex) {
      boolean common = position < header;
      int offset = common ? position : position - header;
      String answer =
          bench.send(
              Bench.command(
                  common ? 0x02 : 0x04,
                  vf,
                  HexFormat.of().toHexDigits((byte) offset) + Rig.zeros(7) + hex),
              8);
      return answer.startsWith("0000") ? "ok" : status(answer);
    }

    private static String status(String answer) {
      return answer.startsWith("1600") ? "EINVAL" : answer;
    }

    @Override
    public void msix(boolean enabled) {
      bench.member(vf).configWrite(0x42, Guest.bytes(enabled ? "0280" : "0200"), 0, 2);
      header = enabled ? 24 : 20;
    }

    /// A host gives the function its MSI-X back, unless it lets go of it.
    @Override
    public void reset(FunctionReset how) {
      bench.member(vf).functionLevelReset();
      msix(header == 24 && how != FunctionReset.REOPEN);
    }

    @Override
    public List<String> faults() {
      return List.copyOf(bench.faults());
    }

    @Override
    public List<String> interrupts() {
      return List.copyOf(bench.interrupts());
    }

    @Override
    public void forget() {
      bench.faults().clear();
      bench.interrupts().clear();
    }

    @Override
    public Stimuli stimuli() {
      Stimulus stimulus = bench.member(vf).stimulus();
      return new Stimuli(
          stimulus::queueUsed,
          stimulus::configChanged,
          stimulus::setLink,
          stimulus::setConfig,
          stimulus::needReset,
          stimulus::setIsr);
    }
  }
}
