package org.barscope.engine;

import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.barscope.engine.member.Stimulus;

/// A way to reach a member's legacy registers: through BAR0, or by admin commands directly. Tests
/// of registers run over both, and both must agree.
public enum Route {
  BAR0 {
    @Override
    public void run(Topology.Vf vf, Consumer<Registers> test) {
      try (Rig rig = Rig.of(Topology.of(List.of(vf)))) {
        rig.ready(1, guest -> test.accept(new ThroughBar0(rig, guest)));
      }
    }
  },
  ADMIN {
    @Override
    public void run(Topology.Vf vf, Consumer<Registers> test) {
      test.accept(new ByCommand(new Bench(vf).up()));
    }
  };

  /// Runs a test on a member with this specification.
  public abstract void run(Topology.Vf vf, Consumer<Registers> test);

  /// Runs a test on a network member: MAC 52:54:00:12:34:01, link up, queues of 256, 256 and 64.
  public void run(Consumer<Registers> test) {
    run(Rig.topology(1).pfs().getFirst().vfs().getFirst(), test);
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

    /// The rules that the guest broke.
    public abstract List<String> faults();

    /// The member's side: interrupts and configuration changes.
    public abstract Stimuli stimuli();
  }

  /// What happens to a member outside the guest's sight.
  public record Stimuli(
      IntConsumer queueUsed,
      Runnable configChanged,
      Consumer<Boolean> link,
      BiConsumer<Integer, byte[]> config) {}

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

    @Override
    public List<String> faults() {
      rig.scheduler().sleepUntil(rig.scheduler().now() + 1); // lets the member's lane run
      return rig.faults();
    }

    @Override
    public Stimuli stimuli() {
      EmulatedMember member = guest.member();
      return new Stimuli(
          member::queueUsed, member::configChanged, member::setLink, member::setConfig);
    }
  }

  private static final class ByCommand extends Registers {
    private final Bench bench;
    private int header = 20;

    ByCommand(Bench bench) {
      this.bench = bench;
    }

    @Override
    public String read(int position, int width) {
      boolean common = position < header;
      int offset = common ? position : position - header;
      String answer =
          bench.send(
              Bench.command(common ? 0x03 : 0x05, 1, HexFormat.of().toHexDigits((byte) offset)),
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
                  1,
                  HexFormat.of().toHexDigits((byte) offset) + Rig.zeros(7) + hex),
              8);
      return answer.startsWith("0000") ? "ok" : status(answer);
    }

    private static String status(String answer) {
      return answer.startsWith("1600") ? "EINVAL" : answer;
    }

    @Override
    public void msix(boolean enabled) {
      bench.member(1).configWrite(0x42, Guest.bytes(enabled ? "0280" : "0200"), 0, 2);
      header = enabled ? 24 : 20;
    }

    @Override
    public List<String> faults() {
      return bench.faults();
    }

    @Override
    public Stimuli stimuli() {
      Stimulus stimulus = bench.member(1).stimulus();
      return new Stimuli(
          stimulus::queueUsed, stimulus::configChanged, stimulus::setLink, stimulus::setConfig);
    }
  }
}
