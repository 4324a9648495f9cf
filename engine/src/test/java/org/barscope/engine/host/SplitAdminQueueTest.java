package org.barscope.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.Guest;
import org.barscope.engine.Rig;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Fact;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.ring.RingLayout;
import org.barscope.engine.queue.DeviceRing;
import org.barscope.engine.time.DeterministicScheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The admin virtqueue from the driver's side, over real rings.
class SplitAdminQueueTest {
  private static final int SIZE = 16;

  private final DeterministicScheduler scheduler = new DeterministicScheduler(0);
  private final ArrayMemory memory = new ArrayMemory(0, PfDriver.memoryLength(SIZE));
  private final RingLayout layout = RingLayout.legacy(SIZE, 0);
  private final DeviceRing device = new DeviceRing(memory, layout);
  private final List<Integer> doorbells = new ArrayList<>();
  private int answered = Integer.MAX_VALUE;
  private final SplitAdminQueue queue =
      new SplitAdminQueue(scheduler, memory, new Doorbells(), 7, layout, 0x2000);

  private String memory(long address, int length) {
    byte[] bytes = new byte[length];
    memory.read(address, bytes, 0, length);
    return Bytes.copyOf(bytes).toHex();
  }

  private Scheduler.Strand submit(AdminCommand command, List<AdminCompletion> into) {
    return scheduler.spawn("submitter", () -> into.add(queue.submit(command, Bytes.EMPTY)));
  }

  private static AdminCommand command(String data, int resultLength) {
    return new AdminCommand(3, 1, 2, Bytes.hex(data), resultLength);
  }

  /// Reference §5.6: out header and optional data, in status and optional result.
  @ParameterizedTest(name = "{0} bytes of data, {1} of result: {2}")
  @CsvSource({
    "0,  0,  r24 w8",
    "1,  4,  r24 r1 w8 w4",
    "12, 0,  r24 r12 w8",
    "0,  64, r24 w8 w64",
    "8,  8,  r24 r8 w8 w8",
  })
  void aCommandIsTwoToFourDescriptors(int dataLength, int resultLength, String chain) {
    List<AdminCompletion> answers = new ArrayList<>();
    submit(command("ab".repeat(dataLength), resultLength), answers).join();
    assertEquals(List.of(7), doorbells);
    int index = device.pop();
    StringBuilder found = new StringBuilder();
    int flags;
    do {
      long at = layout.descriptor(index);
      flags = (int) memory.little(at + 12, 2);
      found.append((flags & 2) != 0 ? " w" : " r").append(memory.little(at + 8, 4));
      index = (int) memory.little(at + 14, 2);
    } while ((flags & 1) != 0);
    assertEquals(chain, found.toString().strip());
    assertEquals(
        "0300" + "0100" + "00".repeat(12) + "02" + "00".repeat(7) + "ab".repeat(dataLength),
        device.gather().toHex());
    assertEquals(List.of(), answers);
  }

  /// Reference §5.7: a kick that fails ends its command with EIO, and breaks the queue.
  @Test
  void aDoorbellThatCannotBeRungEndsTheCommandWithEio() {
    List<AdminCompletion> answers = new ArrayList<>();
    Scheduler.Strand first = submit(command("00", 4), answers);
    assertFalse(first.join());
    answered = 1;
    assertTrue(submit(command("00", 4), answers).join());
    assertTrue(submit(command("00", 4), answers).join());
    assertEquals(List.of(AdminCompletion.failed(-5), AdminCompletion.failed(-5)), answers);
    assertEquals(List.of(7, 7), doorbells, "a broken queue is not rung");
    assertFalse(first.join(), "what is in flight never ends");
  }

  @Test
  void aCompletionIsWhatTheDeviceWrote() {
    List<AdminCompletion> answers = new ArrayList<>();
    Scheduler.Strand submitter = submit(command("00", 4), answers);
    submitter.join();
    int head = device.pop();
    device.scatter(Bytes.hex("0000000000000000 aabb"));
    device.push(head, 10);
    scheduler.spawn("interrupt", queue::completed);
    assertTrue(submitter.join());
    assertEquals(
        List.of(new AdminCompletion(0, 10, Bytes.hex("0000000000000000aabb0000"))), answers);
  }

  /// What one command left in its buffers, the next one that uses them must not see.
  @Test
  void buffersAreCleanForEveryCommand() {
    List<AdminCompletion> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Scheduler.Strand submitter = submit(command("00", 4), answers);
      submitter.join();
      int head = device.pop();
      if (i % 2 == 0) {
        device.scatter(Bytes.hex("ffffffffffffffffffffffff"));
      }
      device.push(head, 12);
      scheduler.spawn("interrupt", queue::completed);
      submitter.join();
    }
    for (int i = 0; i < 8; i++) {
      assertEquals((i % 2 == 0 ? "ff" : "00").repeat(12), answers.get(i).writable().toHex());
    }
  }

  @Test
  void severalInFlightAreAnsweredInAnyOrder() {
    List<List<AdminCompletion>> answers = new ArrayList<>();
    List<Scheduler.Strand> submitters = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(new ArrayList<>());
      submitters.add(submit(command("0" + i, 1), answers.get(i)));
    }
    submitters.getFirst().join();
    int[] heads = new int[4];
    for (int i = 0; i < 4; i++) {
      heads[i] = device.pop();
      assertEquals("0" + i, device.gather().slice(24, 1).toHex());
      device.scatter(Bytes.hex("0000000000000000 5" + i));
    }
    for (int i : new int[] {2, 0, 3, 1}) {
      device.push(heads[i], 9);
    }
    scheduler.spawn("interrupt", queue::completed);
    for (int i = 0; i < 4; i++) {
      assertTrue(submitters.get(i).join());
      assertEquals("0000000000000000" + "5" + i, answers.get(i).getFirst().writable().toHex());
    }
  }

  /// -ENOSPC: the submitter waits for room, forever if need be.
  @Test
  void aFullRingMakesTheNextOneWait() {
    List<AdminCompletion> answers = new ArrayList<>();
    List<Scheduler.Strand> submitters = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      submitters.add(submit(command("0" + i, 1), answers));
    }
    submitters.getFirst().join();
    assertEquals(4, doorbells.size());
    for (int done = 1; done <= 6; done++) {
      int head = device.pop();
      device.push(head, 9);
      scheduler.spawn("interrupt", queue::completed).join();
      assertEquals(done, answers.size());
      assertEquals(Math.min(6, 4 + done), doorbells.size());
    }
    assertEquals(-1, device.pop());
  }

  @Test
  void whatFitsInNoBufferIsRefused() {
    List<AdminCompletion> answers = new ArrayList<>();
    submit(command("00".repeat(0x1fe1), 0), answers).join();
    submit(command("", 0x1ff9), answers).join();
    assertEquals(List.of(AdminCompletion.failed(-12), AdminCompletion.failed(-12)), answers);
    assertEquals(List.of(), doorbells);
  }

  @Test
  void theLargestCommandKeepsToItsBuffers() {
    List<AdminCompletion> answers = new ArrayList<>();
    Scheduler.Strand first = submit(command("11".repeat(0x1fe0), 0x1ff8), answers);
    Scheduler.Strand second = submit(command("22".repeat(0x1fe0), 0x1ff8), answers);
    first.join();
    for (String fill : List.of("11", "22")) {
      int head = device.pop();
      assertEquals(fill.repeat(0x1fe0), device.gather().slice(24, 0x1fe0).toHex());
      device.scatter(Bytes.hex(fill.repeat(0x2000)));
      device.push(head, 0x2000);
    }
    scheduler.spawn("interrupt", queue::completed);
    assertTrue(first.join());
    assertTrue(second.join());
    assertEquals("11".repeat(0x2000), answers.get(0).writable().toHex());
    assertEquals("22".repeat(0x2000), answers.get(1).writable().toHex());
  }

  /// virtqueue_is_broken: the command in flight never ends, later ones fail.
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 0xffff, -1})
  void aUsedEntryForNobodyBreaksTheQueue(int wrong) {
    List<AdminCompletion> answers = new ArrayList<>();
    Scheduler.Strand submitter = submit(command("00", 1), answers);
    submitter.join();
    int head = device.pop();
    device.push(head + wrong, 9);
    device.push(head, 9);
    scheduler.spawn("interrupt", queue::completed);
    assertFalse(submitter.join());
    assertTrue(submit(command("00", 1), answers).join());
    assertEquals(List.of(-5), answers.stream().map(AdminCompletion::errno).toList());
  }

  /// A chain that was answered is nobody's: a second answer breaks the queue.
  @Test
  void aChainThatIsUsedTwiceBreaksTheQueue() {
    List<AdminCompletion> answers = new ArrayList<>();
    Scheduler.Strand submitter = submit(command("00", 1), answers);
    submitter.join();
    int head = device.pop();
    device.push(head, 9);
    scheduler.spawn("interrupt", queue::completed);
    assertTrue(submitter.join());
    device.push(head, 9);
    scheduler.spawn("interrupt", queue::completed).join();
    assertTrue(submit(command("00", 1), answers).join());
    assertEquals(List.of(0, -5), answers.stream().map(AdminCompletion::errno).toList());
  }

  /// Who waits for room in a ring that breaks is not forgotten: EIO (reference §5.7). Those in
  /// flight never end.
  @Test
  void aFullRingThatBreaksWakesWhoWaitsForRoom() {
    List<AdminCompletion> inFlight = new ArrayList<>();
    List<AdminCompletion> answers = new ArrayList<>();
    List<Scheduler.Strand> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      submit(command("00", 1), inFlight);
    }
    for (int i = 0; i < 3; i++) {
      waiting.add(submit(command("00", 1), answers));
    }
    assertFalse(waiting.getFirst().join());
    assertEquals(4, doorbells.size());
    device.push(1, 9);
    scheduler.spawn("interrupt", queue::completed);
    for (Scheduler.Strand submitter : waiting) {
      assertTrue(submitter.join());
    }
    assertEquals(List.of(-5, -5, -5), answers.stream().map(AdminCompletion::errno).toList());
    assertEquals(List.of(), inFlight);
    assertEquals(4, doorbells.size(), "nothing was queued");
  }

  @Test
  void abortingEndsEveryCommand() {
    List<AdminCompletion> answers = new ArrayList<>();
    List<Scheduler.Strand> submitters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      submitters.add(submit(command("00", 1), answers));
    }
    assertFalse(submitters.getFirst().join());
    scheduler.spawn("reset", queue::abort);
    for (Scheduler.Strand submitter : submitters) {
      assertTrue(submitter.join());
    }
    assertEquals(
        List.of(-5, -5, -5, -5, -5), answers.stream().map(AdminCompletion::errno).toList());
  }

  /// Linux hands the device the caller's own memory: what stands there before is found by it.
  @Test
  void theDeviceFindsWhatStandsInTheResult() {
    List<AdminCompletion> answers = new ArrayList<>();
    Scheduler.Strand submitter =
        scheduler.spawn(
            "submitter",
            () -> answers.add(queue.submit(command("00", 4), Bytes.hex("a1a2a3a4a5a6"))));
    submitter.join();
    int head = device.pop();
    device.scatter(Bytes.hex("0000000000000000ff"));
    device.push(head, 9);
    scheduler.spawn("interrupt", queue::completed);
    assertTrue(submitter.join());
    assertEquals("0000000000000000ffa2a3a4", answers.getFirst().writable().toHex());
  }

  @Test
  void nothingIsWrittenOutsideTheBuffersOfASlot() {
    List<AdminCompletion> answers = new ArrayList<>();
    submit(command("aa".repeat(40), 64), answers).join();
    assertEquals("00".repeat(0x100), memory(0x2000 + 0x4000, 0x100));
  }

  /// The 16-bit positions of a real queue wrap, with two commands in flight at most.
  @Test
  void aQueueOutlivesItsPositions() {
    Topology.Pf pf = Rig.topology(2).pfs().getFirst();
    Topology small = new Topology(List.of(new Topology.Pf(8, pf.vfs())), Switches.DEFAULT, 0);
    EngineOptions quiet = new EngineOptions(true, false, 16, false);
    try (Rig rig = Rig.of(small, quiet)) {
      List<Scheduler.Strand> strands = new ArrayList<>();
      for (int vf = 1; vf <= 2; vf++) {
        int number = vf;
        strands.add(
            rig.scheduler()
                .spawn(
                    "vCPU",
                    () -> {
                      Guest guest = rig.guest(number);
                      guest.powerOn();
                      for (int i = 0; i < 35_000; i++) {
                        guest.w16(14, i & 0xffff);
                        assertEquals(i & 0xffff, guest.r16(14));
                      }
                    }));
      }
      strands.forEach(Rig::join);
    }
  }

  /// With room for one command, many vCPUs of many VFs still all get through.
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {0, 1, 2, 3, 4, 5})
  void aQueueOfOneCommandServesEverybody(long seed) {
    Topology.Pf pf = Rig.topology(4).pfs().getFirst();
    Topology small = new Topology(List.of(new Topology.Pf(4, pf.vfs())), Switches.DEFAULT, seed);
    try (Rig rig = Rig.of(small)) {
      for (int vf = 1; vf <= 4; vf++) {
        rig.on(vf, Guest::powerOn);
      }
      rig.forget();
      List<Scheduler.Strand> strands = new ArrayList<>();
      for (int vf = 1; vf <= 4; vf++) {
        int number = vf;
        for (int cpu = 0; cpu < 3; cpu++) {
          strands.add(
              rig.scheduler()
                  .spawn(
                      "vCPU",
                      () -> {
                        for (int i = 0; i < 20; i++) {
                          rig.guest(number).r8(18);
                        }
                      }));
        }
      }
      strands.forEach(Rig::join);
      assertEquals(240, rig.facts(Fact.AdminSubmit.class).size());
      assertEquals(240, rig.facts(Fact.AdminComplete.class).size());
      assertEquals(240, rig.facts(Fact.LegacyAccess.class).size());
    }
  }

  private final class Doorbells implements OwnerFunction {
    @Override
    public int commonLength() {
      return 64;
    }

    @Override
    public long commonRead(int offset, int width) {
      return 0;
    }

    @Override
    public void commonWrite(int offset, int width, long value) {}

    @Override
    public boolean notifyQueue(int index) {
      doorbells.add(index);
      return doorbells.size() <= answered;
    }

    @Override
    public long configRead(int offset, int width) {
      return 0;
    }

    @Override
    public void configWrite(int offset, int width, long value) {}

    @Override
    public long barLength(int bar) {
      return 0;
    }

    @Override
    public int doorbellOf(int bar, long offset) {
      return 0;
    }

    @Override
    public int read16(int bar, long offset) {
      return 0;
    }

    @Override
    public void write16(int bar, long offset, int value) {}
  }
}
