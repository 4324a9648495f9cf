package org.barscope.engine.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.barscope.engine.Topology.NotifyAddress;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The BARs of a PF, in which LEGACY_NOTIFY_INFO lists doorbells of its VFs (entries with flags 1;
/// virtio 1.4, 2.12.1.1.5; reference §5.5, §7).
class OwnerBarsTest {
  private static Topology.Vf member(NotifyAddress... places) {
    Topology.Vf net = Topology.member(DeviceType.NET);
    return new Topology.Vf(
        net.type(),
        net.features(),
        net.queueSizes(),
        net.config(),
        net.guestOrder(),
        net.vectors(),
        false,
        List.of(places),
        0);
  }

  private static NotifyAddress owners(int bar, int offset, long barLength) {
    return new NotifyAddress(true, bar, offset, barLength);
  }

  /// VF 1 has a doorbell of its own too; VF 2 has two in the owner's BARs; VF 3 has none there.
  private static Bench three() {
    return new Bench(
        member(owners(2, 0x10, 0x1000), new NotifyAddress(4, 0x10, 0x1000)),
        member(owners(2, 0x12, 0x1000), owners(1, 0x1ffe, 0x2000)),
        member(new NotifyAddress(2, 0x10, 0x1000)));
  }

  @Nested
  class Registers {
    private final Bench bench =
        new Bench(
            member(owners(1, 0, 2), owners(2, 0x10, 0x1000)),
            member(owners(2, 0x20, 0x4000), owners(3, 0, 0x3002)),
            member(new NotifyAddress(4, 0, 0x1000), owners(5, 0, 1L << 31)));

    /// As long as the longest of its places says, and a power of two, at least 16 bytes.
    @ParameterizedTest(name = "BAR{1} at {0}: {2}")
    @CsvSource({
      "0x10, 0, 0x0",
      "0x14, 1, 0xfffffff0",
      "0x18, 2, 0xffffc000",
      "0x1c, 3, 0xffffc000",
      "0x20, 4, 0x0", // that of the VF is none of the owner
      "0x24, 5, 0x80000000",
    })
    void areSizedByAllOnes(String at, int bar, String mask) {
      int offset = Integer.decode(at);
      assertEquals(0, bench.owner().configRead(offset, 4));
      bench.owner().configWrite(offset, 4, 0xffff_ffffL);
      long found = bench.owner().configRead(offset, 4);
      assertEquals(Long.decode(mask), found);
      assertEquals(found == 0 ? 0 : 0x1_0000_0000L - found, bench.owner().barLength(bar));
    }

    @Test
    void keepTheAddressThatIsWritten() {
      bench.owner().configWrite(0x18, 4, 0xfebd_4000L);
      assertEquals(0xfebd_4000L, bench.owner().configRead(0x18, 4));
      bench.owner().configWrite(0x19, 1, 0xff);
      assertEquals(0xfebd_c000L, bench.owner().configRead(0x18, 4));
      bench.owner().configWrite(0x1a, 2, 0x1234);
      assertEquals(0x1234_c000L, bench.owner().configRead(0x18, 4));
      bench.owner().commonWrite(20, 1, 0);
      assertEquals(0x1234_c000L, bench.owner().configRead(0x18, 4), "a reset of the device");
    }

    @Test
    void areHardwiredTo0WhereNobodyHasADoorbell() {
      Bench plain = Bench.net(2);
      for (int bar = 0; bar < 6; bar++) {
        plain.owner().configWrite(0x10 + 4 * bar, 4, 0xffff_ffffL);
        assertEquals(0, plain.owner().configRead(0x10 + 4 * bar, 4));
        assertEquals(0, plain.owner().barLength(bar));
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 6, 255, Integer.MAX_VALUE})
    void thereAreSix(int bar) {
      assertEquals(0, bench.owner().barLength(bar));
      assertEquals(0, bench.owner().doorbellOf(bar, 0));
      assertEquals(0, bench.owner().read16(bar, 0));
      bench.owner().write16(bar, 0, 0);
      assertEquals(List.of(), bench.faults());
    }
  }

  @ParameterizedTest(name = "BAR{0} + {1}: VF {2}")
  @CsvSource({
    "2, 0x10,   1",
    "2, 0x12,   2",
    "1, 0x1ffe, 2",
    "2, 0x0,    0",
    "2, 0xe,    0",
    "2, 0x11,   0",
    "2, 0x14,   0",
    "2, 0x1ffe, 0",
    "1, 0x10,   0",
    "1, 0x0,    0",
    "3, 0x10,   0",
    "4, 0x10,   0",
    "0, 0x10,   0",
    "2, -2,     0",
    "2, 0x100000010, 0",
  })
  void eachPlaceIsTheDoorbellOfOneVf(int bar, String at, int vf) {
    Bench bench = three().up();
    long offset = Long.decode(at);
    assertEquals(vf, bench.owner().doorbellOf(bar, offset));
    bench.owner().write16(bar, offset, 0x1234);
    assertEquals(vf == 0 ? List.of() : List.of("L-111"), bench.faults());
  }

  /// > … the device MUST NOT … a BAR that is hardwired to zero … (virtio 1.4, 2.12.1.1.6, A-006)
  @Test
  void notifyInfoNamesPlacesInsideBarsThatThereAre() {
    Bench bench = three().up();
    int seen = 0;
    for (int vf = 1; vf <= 3; vf++) {
      Bytes answer = Bytes.hex(bench.send(Bench.command(6, vf, ""), 72));
      for (int at = 8; answer.u8(at) != 0; at += 16) {
        if (answer.u8(at) == 1) {
          int register = 0x10 + 4 * answer.u8(at + 1);
          long offset = answer.little(at + 8, 8);
          bench.owner().configWrite(register, 4, 0xffff_ffffL);
          long length = 0x1_0000_0000L - bench.owner().configRead(register, 4);
          assertTrue(offset % 2 == 0 && offset + 2 <= length && length <= 0x2000, "VF " + vf);
          assertEquals(vf, bench.owner().doorbellOf(answer.u8(at + 1), offset));
          seen++;
        }
      }
    }
    assertEquals(3, seen);
  }

  /// Only the queue of the VF whose place it is: that of the others is not active.
  @Test
  void aWordRingsNoOtherVf() {
    Bench bench = three().up();
    activate(bench, 1, 0);
    bench.owner().write16(2, 0x10, 0);
    assertEquals(List.of(), bench.faults());
    bench.owner().write16(2, 0x12, 0);
    assertEquals(List.of("L-113"), bench.faults());
    activate(bench, 2, 0);
    bench.owner().write16(2, 0x12, 0);
    bench.owner().write16(1, 0x1ffe, 0);
    assertEquals(List.of("L-113"), bench.faults());
  }

  @Test
  void aWordReadsAsTheDoorbellOfTheVfItself() {
    Bench bench = three().up();
    int own = bench.member(1).read16(4, 0x10);
    assertEquals(own, bench.owner().read16(2, 0x10));
    bench.owner().write16(2, 0x10, 0xabcd);
    assertEquals(own, bench.owner().read16(2, 0x10));
    assertEquals(own, bench.member(1).read16(4, 0x10));
  }

  /// The owner and its driver need not have agreed on anything.
  @Test
  void ringsWithoutAnyCommand() {
    Bench bench = three();
    bench.enableVfs(3);
    bench.owner().write16(2, 0x10, 7);
    assertEquals(List.of("L-111"), bench.faults());
    bench.owner().commonWrite(20, 1, 0);
    bench.owner().write16(2, 0x10, 7);
    assertEquals(List.of("L-111", "L-111"), bench.faults(), "after a reset of the owner");
  }

  /// A word that nobody's doorbell is reaches nothing, as that of a VF that is not there.
  @Nested
  class VfsThatAreNotEnabled {
    private final Bench bench = three().up();

    private List<String> ring() {
      bench.faults().clear();
      bench.owner().write16(2, 0x10, 7);
      bench.owner().write16(2, 0x12, 7);
      return List.copyOf(bench.faults());
    }

    @Test
    void areNotReachedBeforeVfEnable() {
      Bench fresh = three();
      fresh.owner().write16(2, 0x10, 7);
      assertEquals(0, fresh.owner().doorbellOf(2, 0x10));
      assertEquals(List.of(), fresh.faults());
    }

    @Test
    void areNotReachedWhenVfEnableIsCleared() {
      assertEquals(List.of("L-111", "L-111"), ring());
      bench.owner().configWrite(0x108, 2, 8);
      assertEquals(List.of(), ring());
      assertEquals(0, bench.owner().doorbellOf(2, 0x10));
      assertEquals(0, bench.owner().read16(2, 0x10));
      assertEquals(0x2000, bench.owner().barLength(1), "the BARs stay");
      bench.owner().configWrite(0x108, 2, 9);
      assertEquals(List.of("L-111", "L-111"), ring());
    }

    @Test
    void areThoseBeyondNumVfs() {
      bench.enableVfs(1);
      assertEquals(List.of("L-111"), ring());
      assertEquals(1, bench.owner().doorbellOf(2, 0x10));
      assertEquals(0, bench.owner().doorbellOf(2, 0x12));
    }

    /// VFs that were disabled have lost their state: the queue is not active any more.
    @Test
    void haveForgottenTheirQueues() {
      activate(bench, 1, 0);
      bench.enableVfs(3);
      bench.owner().write16(2, 0x10, 0);
      assertEquals(List.of("L-113"), bench.faults());
    }
  }

  /// Ways to ring VF 1.
  private enum Way {
    COMMAND {
      @Override
      void ring(Bench bench, int queue) {
        bench.send(
            Bench.command(
                2, 1, "10" + Rig.zeros(7) + "%02x%02x".formatted(queue & 0xff, queue >> 8 & 0xff)),
            8);
      }
    },
    OWN_BAR {
      @Override
      void ring(Bench bench, int queue) {
        bench.member(1).write16(4, 0x10, queue);
      }
    },
    OWNERS_BAR {
      @Override
      void ring(Bench bench, int queue) {
        bench.owner().write16(2, 0x10, queue);
      }
    };

    abstract void ring(Bench bench, int queue);
  }

  private static void activate(Bench bench, int vf, int queue) {
    write(bench, vf, "0e", "0" + queue + "00");
    write(bench, vf, "08", "10000000");
  }

  private static void write(Bench bench, int vf, String offset, String data) {
    bench.send(Bench.command(2, vf, offset + Rig.zeros(7) + data), 8);
  }

  /// > Any notification there must act exactly like a write of offset 16 (virtio 1.4, 2.12.1.1.6,
  /// > L-119)
  @Nested
  class EveryWay {
    @ParameterizedTest
    @EnumSource
    void knowsWhichQueuesThereAreAndWhichAreActive(Way way) {
      Bench bench = three().up();
      way.ring(bench, 0);
      assertEquals(List.of("L-113"), bench.faults(), "before it is active");
      activate(bench, 1, 0);
      way.ring(bench, 0);
      assertEquals(List.of("L-113"), bench.faults(), "it is active");
      way.ring(bench, 3);
      way.ring(bench, 0xffff);
      assertEquals(List.of("L-113", "L-111", "L-111"), bench.faults(), "there is none");
      write(bench, 1, "12", "00");
      way.ring(bench, 0);
      assertEquals(List.of("L-113", "L-111", "L-111", "L-113"), bench.faults(), "after a reset");
      bench.member(1).functionLevelReset();
      activate(bench, 1, 0);
      way.ring(bench, 0);
      assertEquals(4, bench.faults().size(), "active again after FLR");
    }

    /// Only configuration space sleeps: the PF passes the doorbell on, as it passes a command on.
    @ParameterizedTest
    @EnumSource(names = {"COMMAND", "OWNERS_BAR"})
    void reachesASleepingVfByItsOwner(Way way) {
      Bench bench = three().up();
      bench.member(1).configWrite(0x54, new byte[] {3, 0}, 0, 2);
      way.ring(bench, 9);
      assertEquals(List.of("L-111"), bench.faults());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void findsTheSameWhateverWasDoneBefore(long seed) {
      List<List<String>> found = new ArrayList<>();
      for (Way way : Way.values()) {
        Bench bench = three().up();
        SplittableRandom lots = new SplittableRandom(seed);
        for (int step = 0; step < 500; step++) {
          int queue = lots.nextInt(5);
          switch (lots.nextInt(8)) {
            case 0 -> activate(bench, 1, queue);
            case 1 -> write(bench, 1, "08", "00000000");
            case 2 -> write(bench, 1, "12", lots.nextBoolean() ? "00" : "07");
            case 3 -> activate(bench, 2, queue);
            default -> way.ring(bench, queue);
          }
        }
        found.add(List.copyOf(bench.faults()));
      }
      assertEquals(found.get(0), found.get(1));
      assertEquals(found.get(0), found.get(2));
      assertEquals(
          List.of(true, true),
          List.of(found.get(0).contains("L-111"), found.get(0).contains("L-113")));
    }
  }
}
