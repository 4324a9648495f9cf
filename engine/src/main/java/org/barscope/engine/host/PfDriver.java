package org.barscope.engine.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.OwnerDriver;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Scheduler.Mutex;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.admin.CapabilityCommands;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.device.ModernFeature;
import org.barscope.engine.protocol.ring.RingLayout;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Errno;
import org.jspecify.annotations.Nullable;

/// virtio_pci on the PF: brings the function up, agrees on commands, executes them (reference §2.5,
/// §5.7).
public final class PfDriver implements OwnerDriver, InterruptSink {
  private static final int RETRIES = 10;
  private static final long RETRY_NANOS = 1_000_000;
  private static final int WORD = 8;
  private static final long LISTS = AdminOpcode.LIST_QUERY.mask() | AdminOpcode.LIST_USE.mask();
  private static final int PAGE = 0x1000;
  private static final String LOG_LEVEL = "dev_err";

  private final Scheduler scheduler;
  private final GuestMemory memory;
  private final long memoryStart;
  private final HostSpec spec;
  private final Witness witness;
  private final UnaryOperator<AdminQueue> tap;

  /// Held for a whole command by kernels that have only one in flight.
  private final Mutex commandLock;

  private @Nullable OwnerFunction function;
  private volatile @Nullable SplitAdminQueue ring;
  private volatile @Nullable AdminQueue queue;
  private volatile boolean bound;
  private volatile long features;
  private volatile long supported;
  private volatile long supportedSelf;
  private volatile boolean vfsEnabled;
  private volatile boolean assigned;
  private final ObjectIds objectIds = new ObjectIds();

  /// @param memory where the admin queue is put
  /// @param memoryStart its first address
  /// @param tap decorates the admin queue
  public PfDriver(
      Scheduler scheduler,
      GuestMemory memory,
      long memoryStart,
      HostSpec spec,
      Witness witness,
      UnaryOperator<AdminQueue> tap) {
    this.scheduler = scheduler;
    this.memory = memory;
    this.memoryStart = memoryStart;
    this.spec = spec;
    this.witness = witness;
    this.tap = tap;
    this.commandLock = scheduler.mutex("cmd_lock");
  }

  /// Bytes of memory that a queue with `size` descriptors takes.
  public static int memoryLength(int size) {
    return ringLength(size) + SplitAdminQueue.buffersLength(size);
  }

  /// Initializes the PF and, after DRIVER_OK, agrees on the commands.
  ///
  /// @return 0, or the negative error number with which the driver's probe failed
  public int start(OwnerFunction pf) {
    function = pf;
    int errno = bringUp(pf);
    witness.lifecycle("pf-driver-start", conditions(errno));
    return errno;
  }

  /// Nobody else has the queue before the commands are agreed on.
  ///
  /// > … LIST_USE … before … any other command; not while another is outstanding (virtio 1.4,
  /// > 2.12.1.6, A-030, A-031)
  private int bringUp(OwnerFunction pf) {
    PfStartUp steps = new PfStartUp(pf);
    steps.begin();
    features = steps.offered();
    if (hasAdminQueue() && !steps.hasAdminFields()) {
      return fail(steps);
    }
    steps.accept(features);
    AdminQueue starting = null;
    if (hasAdminQueue()) {
      if (steps.adminQueues() == 0) {
        return fail(steps);
      }
      steps.useVectors();
      starting = setUpQueue(pf, steps);
    }
    SplitAdminQueue own = ring;
    steps.driverOk();
    bound = true;
    if (starting != null) {
      if (spec.lists()) {
        supportedSelf = agreed(starting, GroupType.SELF, supportedSelf);
      }
      if (!spec.lists() || vfsEnabled) {
        supported = agreed(starting, GroupType.SRIOV, supported);
      }
      agreeOnCapabilities(starting);
      if (Objects.equals(own, ring)) { // nobody has reset the PF meanwhile
        queue = starting;
      }
    }
    return 0;
  }

  private int fail(PfStartUp steps) {
    steps.fail();
    features = 0;
    return Errno.EINVAL.negative();
  }

  /// Whether the number of VFs can be changed.
  ///
  /// @return 0, or a negative error number: the first reason, in the order of virtio_pci
  public int mayChangeVfs() {
    OwnerFunction pf = function;
    if (pf == null || !bound) {
      return Errno.ENODEV.negative();
    } else if (!new PfStartUp(pf).isDriverOk()) {
      return Errno.EBUSY.negative();
    } else if (!ModernFeature.SR_IOV.in(features)) {
      return Errno.EINVAL.negative();
    }
    return assigned ? Errno.EPERM.negative() : 0;
  }

  /// Sets NumVFs and VF Enable, as writing `sriov_numvfs` does.
  ///
  /// @return 0, or a negative error number
  public int enableVfs(int count) {
    OwnerFunction pf = function;
    int errno = mayChangeVfs();
    if (errno == 0 && pf != null) {
      errno = Sriov.enable(pf, count);
      vfsEnabled = errno == 0 ? count > 0 : vfsEnabled;
      AdminQueue active = queue;
      if (spec.lists() && vfsEnabled && active != null) {
        supported = agreed(active, GroupType.SRIOV, supported);
      }
    }
    List<Condition> conditions = new ArrayList<>();
    conditions.add(new Condition("NumVFs", count > 0, Integer.toString(count)));
    if (errno != 0) {
      conditions.add(new Condition("result", false, Errno.text(-errno)));
    }
    witness.lifecycle("vf-enable", conditions);
    return errno;
  }

  /// Whether VFs count as assigned (PCI_DEV_FLAGS_ASSIGNED), as hypervisors without VFIO mark them:
  /// their number then cannot be changed.
  public void setAssigned(boolean are) {
    assigned = are;
  }

  /// The driver is unbound: the PF is reset, and nothing is sent any more until [#start].
  public void stop() {
    bound = false;
    OwnerFunction pf = function;
    if (pf != null) {
      takeDown(pf);
    }
    features = 0;
    supported = 0;
    supportedSelf = 0;
    objectIds.reset(0);
    witness.lifecycle("pf-driver-stop", List.of());
  }

  /// Resets the PF: commands in flight end with EIO, later ones fail until [#restore()] (F-02).
  public void reset() {
    OwnerFunction pf = function;
    if (pf != null) {
      takeDown(pf);
    }
    witness.lifecycle("pf-reset", List.of());
  }

  /// Brings the PF up again after [#reset()]; of a PF that is up, the commands in flight end first.
  /// Without a driver nobody does.
  public void restore() {
    OwnerFunction pf = function;
    if (pf != null && bound) {
      takeDown(pf);
      witness.lifecycle("pf-driver-restore", conditions(bringUp(pf)));
    }
  }

  private void takeDown(OwnerFunction pf) {
    SplitAdminQueue active = ring;
    ring = null;
    queue = null;
    new PfStartUp(pf).reset();
    if (active != null) {
      active.abort();
    }
  }

  /// From now on no driver is bound, or again one is: a fault that Linux does not have, since
  /// unbinding removes the VFs first (F-01).
  public void setBound(boolean is) {
    bound = is;
    witness.lifecycle(is ? "pf-driver-bind" : "pf-driver-unbind", List.of());
  }

  @Override
  public boolean bound() {
    return bound;
  }

  @Override
  public boolean hasAdminQueue() {
    return ModernFeature.ADMIN_VQ.in(features);
  }

  @Override
  public long supportedCommands() {
    return supported;
  }

  @Override
  public int maxDevPartsObjects() {
    return objectIds.limit();
  }

  @Override
  public int execute(AdminCommand command, byte[] result, int at) {
    return (int) Math.min(0, execution(command, result, at));
  }

  @Override
  public long fetch(AdminCommand command, byte[] result) {
    return execution(command, result, 0);
  }

  @Override
  public int takeObjectId() {
    return bound ? objectIds.take() : Errno.ENODEV.negative();
  }

  @Override
  public void returnObjectId(int id) {
    objectIds.giveBack(id);
  }

  /// How many result bytes there are (result_sg_size), or a negative error number.
  private long execution(AdminCommand command, byte[] result, int at) {
    if (!bound) {
      return Errno.ENODEV.negative();
    }
    if (!spec.kernel().serial()) {
      return attempts(queue, command, result, at);
    }
    commandLock.acquire();
    try {
      return attempts(queue, command, result, at);
    } finally {
      commandLock.release();
    }
  }

  /// Puts a command on the queue as it is, past every check of the driver.
  public AdminCompletion submit(AdminCommand command) {
    AdminQueue active = queue;
    return active == null
        ? AdminCompletion.failed(Errno.EIO.negative())
        : active.submit(command, Bytes.EMPTY);
  }

  /// > … SHOULD retry … EAGAIN (virtio 1.4, 2.13.2, A-045); Linux does not.
  private long attempts(@Nullable AdminQueue on, AdminCommand command, byte[] result, int at) {
    long length = attempt(on, command, result, at);
    for (int i = 0; i < RETRIES && spec.retries() && length == Errno.EAGAIN.negative(); i++) {
      scheduler.sleepUntil(scheduler.now() + RETRY_NANOS);
      length = attempt(on, command, result, at);
    }
    return length;
  }

  private long attempt(@Nullable AdminQueue on, AdminCommand command, byte[] result, int at) {
    if (!hasAdminQueue()) {
      return Errno.EOPNOTSUPP.negative();
    }
    if (on == null) {
      return failed(Errno.EIO.negative());
    }
    if (!mayBeSent(command.group(), command.opcode())) {
      return failed(Errno.EOPNOTSUPP.negative());
    }
    int length = command.resultLength();
    AdminCompletion completion =
        on.submit(spec.pads() ? padded(command) : command, Bytes.copyOf(result, at, length));
    if (completion.errno() != 0) {
      return failed(completion.errno());
    }
    // the device writes by DMA: what is there counts, whatever the used length says (F-08)
    Bytes writable = completion.writable();
    writable.copyTo(
        AdminCommand.STATUS_LENGTH,
        result,
        at,
        Math.clamp(writable.length() - AdminCommand.STATUS_LENGTH, 0, length));
    if (spec.clears()) {
      int written = Math.clamp(completion.usedLength() - AdminCommand.STATUS_LENGTH, 0, length);
      Arrays.fill(result, at + written, at + length, (byte) 0);
    }
    int status = (int) writable.little(0, 2);
    if (status == 0) {
      return resultLength(completion.usedLength());
    }
    int qualifier = (int) writable.little(2, 2);
    witness.kernelLog(
        LOG_LEVEL, "admin command error: status(%#x) qualifier(%#x)".formatted(status, qualifier));
    return -status(status);
  }

  /// Not even queued, or ended without an answer: the log says so every time.
  private int failed(int errno) {
    witness.kernelLog(LOG_LEVEL, "Failed to execute command on admin vq: " + errno);
    return errno;
  }

  private long resultLength(int usedLength) {
    long used = Integer.toUnsignedLong(usedLength);
    return spec.kernel().countsStatus() ? used : Math.max(0, used - AdminCommand.STATUS_LENGTH);
  }

  /// > … a reserved status … as EINVAL (virtio 1.4, 2.12.1.6, A-034); Linux passes it through.
  private int status(int status) {
    return spec.normalizes() && !AdminStatus.isKnown(status) ? Errno.EINVAL.number() : status;
  }

  private static AdminCommand padded(AdminCommand command) {
    return new AdminCommand(
        command.opcode(),
        command.group(),
        command.member(),
        command.data().padded(words(command.data().length())),
        words(command.resultLength()));
  }

  private static int words(int length) {
    return (length + WORD - 1) / WORD * WORD;
  }

  /// The admin queue's interrupt.
  @Override
  public void queueUsed(int vector, int index) {
    SplitAdminQueue active = ring;
    if (active != null) {
      active.completed();
    }
  }

  @Override
  public void configChanged(int vector) {}

  private boolean mayBeSent(int group, int opcode) {
    long list = spec.lists() && group == GroupType.SELF ? supportedSelf : supported;
    return opcode <= AdminOpcode.LIST_USE.code()
        || (opcode < Long.SIZE && (list & (1L << opcode)) != 0);
  }

  private AdminQueue setUpQueue(OwnerFunction pf, PfStartUp steps) {
    int index = steps.adminQueue();
    int size = steps.queueSize(index);
    RingLayout layout = RingLayout.legacy(size, memoryStart);
    int length = ringLength(size);
    memory.write(memoryStart, new byte[length], 0, length);
    steps.enableQueue(layout);
    SplitAdminQueue made =
        new SplitAdminQueue(scheduler, memory, pf, index, layout, memoryStart + length);
    ring = made;
    return tap.apply(made);
  }

  /// LIST_QUERY, LIST_USE; an error of either leaves the agreed list as it was.
  ///
  /// @return the list that now holds
  private long agreed(AdminQueue on, int group, long before) {
    long member = spec.lists() && group == GroupType.SRIOV ? 1 : 0;
    byte[] list = new byte[8];
    AdminCommand query =
        new AdminCommand(AdminOpcode.LIST_QUERY.code(), group, member, Bytes.EMPTY, list.length);
    if (attempts(on, query, list, 0) < 0) {
      return before;
    }
    // a driver that may have to ask again keeps the lists themselves
    long again = spec.lists() ? LISTS : 0;
    long wanted = LittleEndian.get(list, 0, 8) & (spec.wanted() | again);
    AdminCommand use =
        new AdminCommand(AdminOpcode.LIST_USE.code(), group, member, Bytes.ofLittle(wanted, 8), 0);
    return attempts(on, use, list, 0) >= 0 ? wanted & ~LISTS : before;
  }

  /// From 6.13: the limits of device-parts objects. Without opcode 7 in the agreed list the command
  /// is refused before it is queued: nothing on the wire.
  private void agreeOnCapabilities(AdminQueue on) {
    objectIds.reset(0);
    byte[] list = new byte[8];
    int group = spec.lists() ? GroupType.SELF : spec.kernel().capabilityGroup();
    AdminCommand query = CapabilityCommands.list(group);
    if (!spec.kernel().capabilities() || attempts(on, query, list, 0) < 0 || (list[0] & 1) == 0) {
      return;
    }
    if (!mayBeSent(group, AdminOpcode.DEVICE_CAP_GET.code())
        || !mayBeSent(group, AdminOpcode.DRIVER_CAP_SET.code())) {
      return;
    }
    byte[] limits = new byte[CapabilityCommands.DEV_PARTS_LENGTH];
    if (attempts(on, CapabilityCommands.get(group), limits, 0) < 0) {
      return;
    }
    int limit = Math.min(limits[0] & 0xff, limits[1] & 0xff);
    if (attempts(on, CapabilityCommands.set(group, limit), list, 0) >= 0) {
      objectIds.reset(limit);
    }
  }

  private List<Condition> conditions(int errno) {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(new Condition("kernel", true, spec.kernel().text()));
    conditions.add(new Condition("VIRTIO_F_ADMIN_VQ negotiated", hasAdminQueue(), hex(features)));
    conditions.add(new Condition("supported commands", supported != 0, hex(supported)));
    if (objectIds.limit() > 0) {
      String limit = Integer.toString(objectIds.limit());
      conditions.add(new Condition("device-parts objects", true, limit));
    }
    if (errno != 0) {
      conditions.add(new Condition("result", false, Errno.text(-errno)));
    }
    return conditions;
  }

  private static String hex(long bits) {
    return "0x" + Long.toHexString(bits);
  }

  private static int ringLength(int size) {
    return (int) ((RingLayout.legacy(size, 0).end() + PAGE - 1) & -PAGE);
  }
}
