package org.barscope.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.barscope.engine.Topology.NotifyAddress;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.EventFd;
import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.CapabilityCommands;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.admin.PartsCommands;
import org.barscope.engine.protocol.admin.ResourceCommands;
import org.barscope.engine.protocol.admin.ResourceObject.Use;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.types.DeviceTables;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.MigrationState;
import org.barscope.engine.protocol.vfio.Region;

/// Random operations on a random topology, and what must hold whatever they are. Same seed, same
/// operations.
final class RandomOperations {
  /// What an operation may end with, besides a count or 0: the reference's §6.4 and §3.
  private static final Set<Integer> ERRORS =
      Set.of(-1, -2, -5, -11, -12, -14, -16, -17, -19, -22, -25, -28, -95);

  /// OK, ENXIO, EAGAIN, ENOMEM, EBUSY, EEXIST, EINVAL, ENOSPC.
  private static final Set<Integer> STATUSES = Set.of(0, 6, 11, 12, 16, 17, 22, 28);

  /// And what those of migration may: §12.5.
  private static final Set<Integer> MIGRATION_ERRORS = Set.of(-6, -9, -17, -25, -28, -42);

  /// How calls of a VMM end that may take commands.
  private static final Set<String> CALL_ENDS =
      Set.of(
          "migration-done",
          "migration-data",
          "migration-precopy",
          "migration-size",
          "reset",
          "close");

  private static final List<DeviceType> TYPES =
      DeviceTables.ALL.stream().map(DeviceTable::type).toList();

  private final SplittableRandom random;
  private final Topology topology;
  private final Map<Long, Event> open = new HashMap<>();
  private final Map<EmulatedMember, MigrationFile> files = new HashMap<>();
  private byte[] stream = new byte[0];
  private long seq;
  private long time;
  private long commands;
  private long accesses;
  private Bytes read = Bytes.EMPTY;

  private RandomOperations(long seed) {
    this.random = new SplittableRandom(seed);
    this.topology = topology(seed);
  }

  /// Performs `count` operations and checks every event.
  static void perform(long seed, int count) {
    new RandomOperations(seed).run(count);
  }

  /// The events of `count` operations.
  static List<Event> events(long seed, int count) {
    RandomOperations operations = new RandomOperations(seed);
    try (Rig rig = Rig.of(operations.topology)) {
      rig.run(() -> {
        for (int i = 0; i < count; i++) {
          operations.operation(rig.engine());
        }
      });
      return List.copyOf(rig.events());
    }
  }

  private void run(int count) {
    try (Rig rig = Rig.of(topology)) {
      int done = 0;
      while (done < count) {
        int batch = Math.min(2000, count - done);
        rig.run(() -> {
          for (int i = 0; i < batch; i++) {
            operation(rig.engine());
          }
        });
        rig.engine().drain(this::check, Integer.MAX_VALUE);
        done += batch;
      }
      rig.run(() -> everybodyStillAnswers(rig.engine()));
    }
    assertEquals(Map.of(), open, "every access and every command has ended");
    boolean served = topology.pfs().stream().anyMatch(Topology.Pf::bound);
    assertTrue(accesses > 0 && (commands > 0 || !served), "something was done");
  }

  private Topology topology(long seed) {
    List<Topology.Pf> pfs = new ArrayList<>();
    for (int pf = 0; pf <= random.nextInt(2); pf++) {
      List<Topology.Vf> vfs = new ArrayList<>();
      for (int vf = 0; vf <= random.nextInt(4); vf++) {
        vfs.add(member(vf));
      }
      long commands =
          switch (random.nextInt(6)) {
            case 0 -> random.nextLong(0x40000) | 3;
            case 1, 2 -> 0x3ffff;
            default -> 0x7f;
          };
      int queue = 4 << random.nextInt(5);
      Topology.BuiltIn firmware = new Topology.BuiltIn(commands, random.nextInt(5), latency());
      pfs.add(new Topology.Pf(queue, vfs, firmware, random.nextInt(12) != 0));
    }
    Switches switches = Switches.DEFAULT;
    for (Switch which : Switch.values()) {
      if (random.nextInt(6) == 0) {
        int position = random.nextInt(which.positions().size());
        switches = switches.with(which, which.positions().get(position));
      }
    }
    return new Topology(pfs, switches, random.nextBoolean() ? 0 : seed);
  }

  private Topology.Latency latency() {
    if (random.nextInt(4) != 0) {
      return Topology.Latency.NONE;
    }
    Topology.Distribution[] all = Topology.Distribution.values();
    return new Topology.Latency(
        random.nextInt(1000), random.nextInt(1000), all[random.nextInt(all.length)]);
  }

  private Topology.Vf member(int index) {
    Topology.Vf plain = Topology.member(TYPES.get(random.nextInt(TYPES.size())));
    return new Topology.Vf(
        plain.type(),
        random.nextInt(3) == 0 ? random.nextInt() : plain.features(),
        random.nextInt(5) == 0 ? List.of(0, 1 << random.nextInt(16)) : plain.queueSizes(),
        plain.config(),
        plain.guestOrder(),
        new Topology.Pci(
            random.nextInt(4),
            random.nextInt(4) == 0 ? 1 << random.nextInt(6) : 0,
            random.nextInt(4) == 0,
            random.nextInt(10) == 0 ? 32 : 0,
            random.nextInt(6) != 0,
            random.nextInt(10) == 0 ? random.nextInt(20_000_000) : 0),
        random.nextInt(3) == 0 ? places(index) : plain.notifyAddresses());
  }

  /// One in a BAR of the owner, and the usual one before it, after it or not at all.
  private List<NotifyAddress> places(int index) {
    NotifyAddress owners =
        new NotifyAddress(true, 1 + random.nextInt(5), 4 * index, 16L << random.nextInt(8));
    return switch (random.nextInt(5)) {
      case 0 -> List.of(owners);
      case 1 -> List.of(NotifyAddress.DEFAULT, owners);
      default -> List.of(owners, NotifyAddress.DEFAULT);
    };
  }

  private void operation(Engine engine) {
    List<EmulatedMember> members = engine.members();
    EmulatedMember member = members.get(random.nextInt(members.size()));
    VfioDevice device = member.device();
    switch (random.nextInt(40)) {
      case 0 -> oneOf(device.open());
      case 1 -> {
        if (random.nextInt(8) == 0) {
          device.close();
        }
      }
      case 2 -> {
        if (random.nextInt(4) == 0) {
          oneOf(device.reset());
        }
      }
      case 3 -> {
        IrqMode[] modes = IrqMode.values();
        oneOf(device.setIrqs(modes[random.nextInt(modes.length)], random.nextInt(5)));
      }
      case 4, 5, 6 -> config(device);
      case 7, 8, 9 -> command(engine.owners().get(member.pf()), member.vf());
      case 10 -> stimulus(member);
      case 11 -> owner(engine.owners().get(random.nextInt(engine.owners().size())));
      case 12 -> otherRegion(device);
      case 13 -> device.regionInfo(random.nextInt(-2, 12));
      case 14 -> ioEventFd(device);
      case 15 -> ownersBar(engine.owners().get(random.nextInt(engine.owners().size())));
      case 16 -> migrate(engine.owners().get(member.pf()), member.vf());
      case 17, 18, 19 -> live(member);
      default -> bar0(device);
    }
  }

  private void bar0(VfioDevice device) {
    int[] widths = {1, 2, 4, 1, 2, 4, 0, 3, 8, 64};
    int width = widths[random.nextInt(widths.length)];
    int offset = random.nextInt(10) == 0 ? random.nextInt(-4, 200) : random.nextInt(40);
    byte[] bytes = bytes(width);
    int result =
        random.nextBoolean()
            ? device.read(Region.BAR0, offset, bytes, width)
            : device.write(Region.BAR0, offset, bytes, width);
    countOrError(result, width);
  }

  private void config(VfioDevice device) {
    int width = 1 << random.nextInt(4);
    int offset = random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(0x70);
    byte[] bytes = bytes(width);
    if (random.nextInt(3) == 0) {
      // enough I/O enables for BAR0 to be reached
      countOrError(device.write(Region.CONFIG, 4, new byte[] {7, 0}, 2), 2);
    }
    int result =
        random.nextBoolean()
            ? device.read(Region.CONFIG, offset, bytes, width)
            : device.write(Region.CONFIG, offset, bytes, width);
    countOrError(result, width);
  }

  /// What a VMM does to migrate a member.
  private void live(EmulatedMember member) {
    VfioDevice device = member.device();
    if (device.migrationState() == -19 && random.nextBoolean()) {
      oneOf(device.open());
    }
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> {
        VfioDevice.StateChange change =
            device.setMigrationState(MigrationState.values()[random.nextInt(8)]);
        migrated(change.errno(), 0);
        change
            .file()
            .ifPresent(file -> {
              files.put(member, file);
              data(file);
              data(file);
            });
      }
      case 3 -> migrated(device.migrationDataSize(), 0xffff_ffffL);
      case 4 -> assertTrue(Set.of(0, 7).contains(device.migrationFlags()));
      case 5 -> migrated(device.migrationState(), 7);
      default -> {
        MigrationFile file = files.get(member);
        if (file != null) {
          data(file);
        }
      }
    }
  }

  private void data(MigrationFile file) {
    switch (random.nextInt(8)) {
      case 0 -> {
        byte[] bytes = bytes(random.nextInt(40));
        migrated(file.write(bytes, bytes.length), bytes.length);
      }
      case 1 -> migrated(file.precopyInfo().errno(), 0);
      case 2 -> {
        if (random.nextInt(4) == 0) {
          file.close();
        }
      }
      case 3, 4 -> migrated(file.write(stream, stream.length), stream.length);
      default -> {
        byte[] into = new byte[random.nextInt(2000)];
        int count = file.read(into, into.length);
        migrated(count, into.length);
        stream = count > 0 ? Arrays.copyOf(into, count) : stream;
      }
    }
  }

  private void migrated(long result, long most) {
    boolean error = ERRORS.contains((int) result) || MIGRATION_ERRORS.contains((int) result);
    assertTrue((result >= 0 && result <= most) || error, "result " + result);
  }

  private void otherRegion(VfioDevice device) {
    Region[] regions = Region.values();
    Region region = regions[random.nextInt(1, regions.length)];
    if (region != Region.CONFIG) {
      byte[] bytes = bytes(2);
      countOrError(device.write(region, random.nextInt(0x4000), bytes, 2), 2);
      countOrError(device.read(region, random.nextInt(0x4000), bytes, 2), 2);
    }
  }

  /// Signals the one that is there, if any, whatever becomes of the call.
  private void ioEventFd(VfioDevice device) {
    Region[] regions = Region.values();
    Fd fd = random.nextInt(3) == 0 ? null : new Fd();
    oneOf(
        device.ioEventFd(
            regions[random.nextInt(regions.length)],
            random.nextInt(0x4000),
            bytes(random.nextInt(10)),
            fd));
    if (fd != null) {
      fd.write.run();
    }
  }

  private static final class Fd implements EventFd {
    private Runnable write = () -> {};

    @Override
    public void attach(Runnable attached) {
      write = attached;
    }

    @Override
    public void detach() {
      write = () -> {};
    }
  }

  private void ownersBar(EmulatedOwner owner) {
    int bar = random.nextInt(-1, 7);
    long offset = random.nextInt(8) == 0 ? random.nextLong() : 2 * random.nextInt(-1, 12);
    byte[] word =
        random.nextInt(8) == 0
            ? bytes(random.nextInt(6))
            : new byte[] {(byte) random.nextInt(4), 0};
    boolean inside = offset >= 0 && offset <= owner.barLength(bar) - word.length;
    assertEquals(inside ? 0 : -22, owner.writeBar(bar, offset, word));
    assertEquals(inside ? 0 : -22, owner.readBar(bar, offset, word));
  }

  private void command(EmulatedOwner owner, int vf) {
    int opcode = random.nextInt(8) == 0 ? random.nextInt(0x10000) : random.nextInt(0x12);
    int group = random.nextInt(6) == 0 ? random.nextInt(4) : opcode >= 7 && opcode <= 9 ? 0 : 1;
    long member = random.nextInt(6) == 0 ? random.nextLong() : vf;
    Bytes data = opcode >= 8 && opcode <= 0x11 ? parts(opcode) : Bytes.EMPTY;
    if (data.isEmpty() || random.nextInt(4) == 0) {
      data = Bytes.copyOf(bytes(random.nextInt(24)));
    }
    int resultLength = random.nextInt(random.nextInt(4) == 0 ? 1000 : 80);
    send(owner, new AdminCommand(opcode, group, member, data, resultLength));
  }

  /// What a host sends that moves a member's state to another one, here and there with a step left
  /// out; no step asks how the one before went.
  private void migrate(EmulatedOwner owner, int vf) {
    int to = 1 + random.nextInt(owner.members().size());
    long id = random.nextInt(3);
    maybe(owner, CapabilityCommands.set(GroupType.SELF, random.nextInt(5)));
    maybe(owner, PartsCommands.mode(vf, random.nextBoolean()));
    maybe(owner, ResourceCommands.create(vf, id, Use.GET));
    maybe(owner, PartsCommands.size(vf, id));
    maybe(owner, PartsCommands.getAll(vf, id, 4000));
    maybe(owner, ResourceCommands.destroy(vf, id));
    maybe(owner, PartsCommands.mode(to, true));
    maybe(owner, ResourceCommands.create(to, id, Use.SET));
    maybe(owner, PartsCommands.set(to, id, read));
    maybe(owner, ResourceCommands.destroy(to, id));
    maybe(owner, PartsCommands.mode(to, false));
  }

  private void maybe(EmulatedOwner owner, AdminCommand command) {
    if (random.nextInt(8) != 0) {
      send(owner, command);
    }
  }

  private void send(EmulatedOwner owner, AdminCommand command) {
    AdminCompletion done = owner.submit(command);
    check(done, command.resultLength());
    if (command.opcode() == 0x0f && done.errno() == 0 && done.usedLength() > 8) {
      read = done.writable().slice(8, done.usedLength() - 8);
    }
  }

  /// Data of a migration command that makes sense, or nearly: small limits, ids, uses and kinds,
  /// zeros in between; parts that were read before, some bits of them turned.
  private Bytes parts(int opcode) {
    int small = random.nextInt(3);
    return switch (opcode) {
      case 0x09 -> Bytes.of(0, 0, 0, 0, 0, 0, 0, 0, small, random.nextInt(3));
      case 0x0a, 0x0b ->
          Bytes.of(0, 0, 0, 0, small, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, random.nextInt(3));
      case 0x0e, 0x0f -> Bytes.of(0, 0, 0, 0, small, 0, 0, 0, random.nextInt(4));
      case 0x10 -> {
        byte[] data = new byte[8 + read.length()];
        data[4] = (byte) small;
        read.copyTo(0, data, 8, read.length());
        if (data.length > 8 && random.nextInt(3) == 0) {
          data[random.nextInt(8, data.length)] = (byte) random.nextInt();
        }
        yield Bytes.owning(data);
      }
      case 0x11 -> Bytes.of(random.nextInt(3));
      default -> Bytes.of(0, 0, 0, 0, small, 0, 0, 0);
    };
  }

  private void check(AdminCompletion done, int resultLength) {
    if (done.errno() == 0) {
      int status = (int) done.writable().little(0, 2);
      int qualifier = (int) done.writable().little(2, 2);
      assertEquals(status == 0, qualifier == 0, "OK iff success (A-022)");
      assertTrue(STATUSES.contains(status), "status " + status);
      assertTrue(done.usedLength() >= 8, "status and qualifier are written (A-041)");
      assertTrue(done.usedLength() <= 8 + resultLength);
      assertEquals(0, done.writable().little(4, 4), "reserved2");
    } else {
      assertEquals(-5, done.errno());
    }
  }

  private void stimulus(EmulatedMember member) {
    switch (random.nextInt(7)) {
      case 0 -> member.queueUsed(random.nextInt(-1, 5));
      case 1 -> member.configChanged();
      case 2 -> member.setLink(random.nextBoolean());
      case 3 -> {
        int offset = random.nextInt(8);
        if (member.spec().config().length() > 0) {
          member.setConfig(offset, bytes(2));
        }
      }
      case 4 -> member.setIsr(random.nextInt(4));
      case 5 -> member.needReset();
      default -> member.setResumable(random.nextInt(4) != 0);
    }
  }

  private void owner(EmulatedOwner owner) {
    switch (random.nextInt(12)) {
      case 0 -> owner.reset();
      case 1, 2, 3 -> {
        owner.reset();
        owner.restore();
      }
      case 4 -> owner.setBound(false);
      case 5 -> owner.restore();
      case 6 -> {
        owner.members().forEach(member -> member.device().close()); // or it would wait for them
        owner.setAssigned(random.nextInt(4) == 0);
        oneOf(random.nextInt(4) == 0 ? owner.removeDriver() : owner.setVfs(0));
        oneOf(owner.setVfs(random.nextInt(owner.members().size() + 1)));
        owner.setAssigned(false);
      }
      default -> owner.setBound(true);
    }
  }

  /// Whatever was done before, a PF that is brought up again serves its members.
  private static void everybodyStillAnswers(Engine engine) {
    for (EmulatedOwner owner : engine.owners()) {
      if (owner.spec().bound()) {
        owner.setBound(true);
        owner.reset();
        owner.restore();
        AdminCompletion done = owner.submit(new AdminCommand(0xffff, 1, 0, Bytes.EMPTY, 0));
        assertEquals(22, done.writable().little(0, 2));
      }
    }
  }

  private void oneOf(int result) {
    assertTrue(result == 0 || ERRORS.contains(result), "result " + result);
  }

  private void countOrError(int result, int count) {
    assertTrue(result == count || ERRORS.contains(result), "result " + result + " of " + count);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Numbers without gaps, causes before effects, ends after starts, one command per access.
  private void check(Event event) {
    assertEquals(seq++, event.seq());
    assertTrue(event.cause() < event.seq());
    assertTrue(event.time() >= time, "time goes on");
    time = event.time();
    switch (event.fact()) {
      case Fact.AccessStart _ -> {
        accesses++;
        open.put(event.seq(), event);
      }
      case Fact.AdminSubmit _ -> {
        commands++;
        open.put(event.seq(), event);
      }
      case Fact.Lifecycle call when call.what().equals("vmm-call") -> open.put(event.seq(), event);
      case Fact.Lifecycle end when CALL_ENDS.contains(end.what()) && event.cause() != Event.NONE ->
          ended(event);
      case Fact.AdminComplete _ -> ended(event);
      case Fact.LegacyAccess access -> {
        ended(event);
        assertTrue(seenRightly(access), "seen: " + access);
      }
      case Fact.ConfigAccess _ -> ended(event);
      case Fact.Notify notify -> assertTrue(rungRightly(event, notify), "rung: " + event);
      default -> {}
    }
  }

  /// A word in an owner's BAR is the doorbell of the VF that has this place, or nobody's.
  private boolean rungRightly(Event event, Fact.Notify notify) {
    if (event.vf() == 0) {
      return notify.owner();
    }
    Topology.Vf vf = topology.pfs().get(event.pf()).vfs().get(event.vf() - 1);
    return !notify.owner()
        || vf.notifyAddresses().stream()
            .anyMatch(
                at -> at.owner() && at.bar() == notify.bar() && at.offset() == notify.offset());
  }

  private void ended(Event event) {
    assertTrue(open.remove(event.cause()) != null, "ends what began: " + event);
  }

  /// A failed read is seen as all ones, another one as its data; a write shows nothing.
  private static boolean seenRightly(Fact.LegacyAccess access) {
    if (access.direction() == Direction.WRITE) {
      return access.seen().isEmpty();
    }
    return access.errno() == 0
        ? access.seen().equals(access.data())
        : access.seen().toHex().equals("ff".repeat(access.width()));
  }
}
