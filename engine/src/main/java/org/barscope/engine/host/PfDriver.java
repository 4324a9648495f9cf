package org.barscope.engine.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.GuestMemory;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.OwnerDriver;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.admin.AdminOpcode;
import org.barscope.engine.protocol.admin.GroupType;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.LittleEndian;
import org.barscope.engine.protocol.device.ModernFeature;
import org.barscope.engine.protocol.legacy.DeviceStatus;
import org.barscope.engine.protocol.pci.CommonRegister;
import org.barscope.engine.protocol.ring.RingLayout;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Errno;
import org.jspecify.annotations.Nullable;

/// virtio_pci on the PF: brings the function up, agrees on commands, executes them (reference §2.5,
/// §5.7).
public final class PfDriver implements OwnerDriver, InterruptSink {
  private static final long WANTED_FEATURES =
      ModernFeature.VERSION_1.mask() | ModernFeature.SR_IOV.mask() | ModernFeature.ADMIN_VQ.mask();

  private final Scheduler scheduler;
  private final GuestMemory memory;
  private final long memoryStart;
  private final Kernel kernel;
  private final Witness witness;
  private final UnaryOperator<AdminQueue> tap;
  private @Nullable OwnerFunction function;
  private @Nullable SplitAdminQueue ring;
  private @Nullable AdminQueue queue;
  private long features;
  private volatile long supported;

  /// @param memory where the admin queue is put
  /// @param memoryStart its first address
  /// @param tap decorates the admin queue
  public PfDriver(
      Scheduler scheduler,
      GuestMemory memory,
      long memoryStart,
      Kernel kernel,
      Witness witness,
      UnaryOperator<AdminQueue> tap) {
    this.scheduler = scheduler;
    this.memory = memory;
    this.memoryStart = memoryStart;
    this.kernel = kernel;
    this.witness = witness;
    this.tap = tap;
  }

  /// Bytes of memory that a queue with `size` descriptors takes.
  public static int memoryLength(int size) {
    return ringLength(size) + SplitAdminQueue.buffersLength(size);
  }

  /// Initializes the PF and, after DRIVER_OK, agrees on the commands.
  public void start(OwnerFunction pf) {
    function = pf;
    status(pf, 0);
    status(pf, DeviceStatus.ACKNOWLEDGE.bit());
    status(pf, DeviceStatus.ACKNOWLEDGE.bit() | DeviceStatus.DRIVER.bit());
    features = negotiate(pf);
    int ready =
        DeviceStatus.ACKNOWLEDGE.bit() | DeviceStatus.DRIVER.bit() | DeviceStatus.FEATURES_OK.bit();
    status(pf, ready);
    if (hasAdminQueue()) {
      setUpQueue(pf);
    }
    status(pf, ready | DeviceStatus.DRIVER_OK.bit());
    if (hasAdminQueue()) {
      agreeOnCommands();
    }
    witness.lifecycle("pf-driver-start", conditions());
  }

  /// Sets NumVFs and VF Enable, as writing `sriov_numvfs` does.
  public void enableVfs(int count) {
    OwnerFunction pf = function;
    if (pf == null) {
      throw new IllegalStateException("the PF driver is not started");
    }
    pf.enableVfs(count);
    witness.lifecycle(
        "vf-enable", List.of(new Condition("NumVFs", count > 0, Integer.toString(count))));
  }

  @Override
  public boolean bound() {
    return function != null;
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
    return 0;
  }

  @Override
  public int execute(AdminCommand command, byte[] result, int at) {
    if (!bound()) {
      return Errno.ENODEV.negative();
    }
    AdminQueue active = queue;
    if (!hasAdminQueue()) {
      return Errno.EOPNOTSUPP.negative();
    }
    if (active == null) {
      return Errno.EIO.negative();
    }
    if (!mayBeSent(command.opcode())) {
      return Errno.EOPNOTSUPP.negative();
    }
    AdminCompletion completion = active.submit(command);
    if (completion.errno() != 0) {
      return completion.errno();
    }
    int written = completion.usedLength() - AdminCommand.STATUS_LENGTH;
    if (written > 0) {
      completion
          .writable()
          .copyTo(
              AdminCommand.STATUS_LENGTH, result, at, Math.min(written, command.resultLength()));
    }
    return -(int) completion.writable().little(0, 2);
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

  private boolean mayBeSent(int opcode) {
    return opcode <= AdminOpcode.LIST_USE.code()
        || (opcode < Long.SIZE && (supported & (1L << opcode)) != 0);
  }

  private static long negotiate(OwnerFunction pf) {
    long offered = 0;
    for (int half = 0; half < 2; half++) {
      write(pf, CommonRegister.DEVICE_FEATURE_SELECT, half);
      offered |= read(pf, CommonRegister.DEVICE_FEATURE) << (32 * half);
    }
    long accepted = offered & WANTED_FEATURES;
    if (pf.commonLength() < CommonRegister.LENGTH) {
      accepted &= ~ModernFeature.ADMIN_VQ.mask();
    }
    for (int half = 0; half < 2; half++) {
      write(pf, CommonRegister.DRIVER_FEATURE_SELECT, half);
      write(pf, CommonRegister.DRIVER_FEATURE, accepted >>> (32 * half) & 0xffff_ffffL);
    }
    return accepted;
  }

  private void setUpQueue(OwnerFunction pf) {
    int index = (int) read(pf, CommonRegister.ADMIN_QUEUE_INDEX);
    write(pf, CommonRegister.QUEUE_SELECT, index);
    int size = (int) read(pf, CommonRegister.QUEUE_SIZE);
    RingLayout layout = RingLayout.legacy(size, memoryStart);
    write(pf, CommonRegister.QUEUE_DESC, layout.descriptors());
    write(pf, CommonRegister.QUEUE_DRIVER, layout.available());
    write(pf, CommonRegister.QUEUE_DEVICE, layout.used());
    write(pf, CommonRegister.QUEUE_MSIX_VECTOR, 0);
    write(pf, CommonRegister.QUEUE_ENABLE, 1);
    ring =
        new SplitAdminQueue(scheduler, memory, pf, index, layout, memoryStart + ringLength(size));
    queue = tap.apply(ring);
  }

  /// LIST_QUERY, LIST_USE; capability commands follow only if bit 7 was agreed on, which no
  /// firmware of this version offers.
  private void agreeOnCommands() {
    byte[] list = new byte[8];
    if (execute(command(AdminOpcode.LIST_QUERY, Bytes.EMPTY, list.length), list, 0) != 0) {
      return;
    }
    long agreed = LittleEndian.get(list, 0, 8) & kernel.wanted();
    if (execute(command(AdminOpcode.LIST_USE, Bytes.ofLittle(agreed, 8), 0), list, 0) == 0) {
      supported = agreed;
    }
  }

  private List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    conditions.add(new Condition("kernel", true, kernel.text()));
    conditions.add(new Condition("VIRTIO_F_ADMIN_VQ negotiated", hasAdminQueue(), hex(features)));
    conditions.add(new Condition("supported commands", supported != 0, hex(supported)));
    return conditions;
  }

  private static AdminCommand command(AdminOpcode opcode, Bytes data, int resultLength) {
    return new AdminCommand(opcode.code(), GroupType.SRIOV, 0, data, resultLength);
  }

  private static String hex(long bits) {
    return "0x" + Long.toHexString(bits);
  }

  private static int ringLength(int size) {
    return (int) ((RingLayout.legacy(size, 0).end() + 0xfff) & ~0xfffL);
  }

  private static void status(OwnerFunction pf, int status) {
    write(pf, CommonRegister.DEVICE_STATUS, status);
  }

  private static long read(OwnerFunction pf, CommonRegister register) {
    return pf.commonRead(register.offset(), register.width());
  }

  private static void write(OwnerFunction pf, CommonRegister register, long value) {
    pf.commonWrite(register.offset(), register.width(), value);
  }
}
