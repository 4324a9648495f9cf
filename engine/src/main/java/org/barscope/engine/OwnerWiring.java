package org.barscope.engine;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.device.ConfigDevice;
import org.barscope.engine.device.VirtioDevice;
import org.barscope.engine.external.ExternalFirmware;
import org.barscope.engine.external.LineSocket;
import org.barscope.engine.host.HostSpec;
import org.barscope.engine.host.Kernel;
import org.barscope.engine.host.PfDriver;
import org.barscope.engine.host.WeakOrder;
import org.barscope.engine.host.WeakOwnerOrder;
import org.barscope.engine.member.Member;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.owner.Firmware;
import org.barscope.engine.owner.FirmwareSpec;
import org.barscope.engine.owner.Owner;
import org.barscope.engine.owner.ServiceTime;
import org.barscope.engine.owner.VfGroup;
import org.barscope.engine.port.AdminExecutor;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.types.DeviceTables;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Errno;
import org.barscope.engine.trace.MemberTrace;
import org.barscope.engine.trace.OwnerTrace;
import org.barscope.engine.trace.Recorder;
import org.barscope.engine.variant.VariantDriver;
import org.barscope.engine.variant.VariantSwitches;
import org.jspecify.annotations.Nullable;

/// Puts one owner together, from its memory to the devices of its members, and starts it.
final class OwnerWiring {
  private static final long MEMORY_START = 0x1_0000_0000L;
  private static final int ORDINARY_QUEUES = 2;

  private final Scheduler scheduler;
  private final @Nullable Recorder recorder;
  private final Switches switches;
  private final long seed;
  private final List<Runnable> stops = new ArrayList<>();

  /// @param recorder null without tracing
  OwnerWiring(Scheduler scheduler, @Nullable Recorder recorder, Switches switches, long seed) {
    this.scheduler = scheduler;
    this.recorder = recorder;
    this.switches = switches;
    this.seed = seed;
  }

  /// Starts the owner, enables and probes its members.
  ///
  /// @throws TopologyException if its firmware is not there, or members share a place in its BARs
  EmulatedOwner start(int pf, Topology.Pf spec) {
    boolean started = false;
    try {
      EmulatedOwner owner = build(pf, spec);
      started = true;
      return owner;
    } finally {
      if (!started) {
        stop();
      }
    }
  }

  private void stop() {
    stops.forEach(Runnable::run);
  }

  private EmulatedOwner build(int pf, Topology.Pf spec) {
    OwnerPlaces.check(pf, spec.vfs());
    boolean served = spec.firmware() instanceof Topology.BuiltIn;
    List<Member> functions = new ArrayList<>();
    List<@Nullable MemberTrace> traces = new ArrayList<>();
    for (int vf = 1; vf <= spec.vfs().size(); vf++) {
      MemberTrace trace =
          recorder == null
              ? null
              : new MemberTrace(new Recorder(recorder.ring(), recorder.clock(), recorder.pf(), vf));
      traces.add(trace);
      functions.add(member(pf, vf, spec.vfs().get(vf - 1), served, trace));
    }
    Started started = startOwner(pf, spec, functions);
    PfDriver driver = started.driver();
    List<EmulatedMember> members = new ArrayList<>();
    for (int i = 0; i < functions.size(); i++) {
      Member function = functions.get(i);
      Topology.Vf vf = spec.vfs().get(i);
      MemberTrace trace = traces.get(i);
      members.add(
          new EmulatedMember(
              pf,
              function.number(),
              vf,
              function.stimulus(),
              () -> probe(function, vf, driver, trace)));
    }
    return new EmulatedOwner(
        pf,
        spec,
        driver,
        started.firmware(),
        started.function(),
        members,
        this::stop,
        scheduler.mutex("device_lock of PF " + pf));
  }

  /// @param function the owner, traced
  private record Started(PfDriver driver, Owner firmware, OwnerFunction function) {}

  /// @param served whether its registers are the engine's: else nobody here knows which rules a
  ///   guest breaks
  private Member member(
      int pf, int vf, Topology.Vf spec, boolean served, @Nullable MemberTrace trace) {
    List<Member.NotifyPlace> places =
        spec.notifyAddresses().stream()
            .map(at -> new Member.NotifyPlace(at.owner(), at.bar(), at.offset(), at.barLength()))
            .toList();
    Member.MemberSpec function =
        new Member.MemberSpec(
            vf,
            spec.vectors(),
            spec.pci().messages(),
            pin(spec),
            places,
            spec.pci().bar0Length(),
            switches.is(Switch.MODERN_CAPABILITIES, "listed"),
            spec.pci().resets(),
            spec.pci().resetNanos());
    InterruptSink sink = InterruptSink.NONE;
    return new Member(
        function,
        device(spec),
        trace == null ? sink : trace.around(sink),
        trace == null || !served ? Witness.NONE : trace.witness(),
        scheduler,
        "PF " + pf + " VF " + vf);
  }

  private VirtioDevice device(Topology.Vf spec) {
    DeviceTable table =
        DeviceTables.of(spec.type())
            .orElseThrow(() ->
                new TopologyException(
                    "device type %s, expected %s"
                        .formatted(spec.type().text(), Topology.typesText())));
    boolean little =
        switches.is(Switch.DEVICE_CONFIG_ORDER, "little") && spec.guestOrder() == GuestOrder.BIG;
    return new ConfigDevice(
        table,
        spec.features(),
        spec.queueSizes(),
        little ? GuestOrder.LITTLE : spec.guestOrder(),
        little ? table.config().swapped(spec.config()) : spec.config());
  }

  private Started startOwner(int pf, Topology.Pf spec, List<Member> functions) {
    VfGroup group = new VfGroup(functions);
    OwnerTrace trace = recorder == null ? null : new OwnerTrace(recorder, functions.size());
    Witness witness = trace == null ? Witness.NONE : trace.witness();
    ArrayMemory memory =
        new ArrayMemory(MEMORY_START, PfDriver.memoryLength(spec.adminQueueSize()));
    PfDriver driver =
        new PfDriver(
            scheduler,
            memory,
            MEMORY_START,
            host(),
            witness,
            queue -> trace == null ? queue : trace.aroundQueue(queue));
    AdminExecutor firmware = firmware(spec.firmware(), group, witness);
    Owner owner =
        new Owner(
            ownerSpec(pf, spec),
            memory,
            trace == null ? firmware : trace.aroundFirmware(firmware),
            driver,
            scheduler,
            "PF " + pf,
            witness,
            group);
    OwnerFunction function =
        switches.is(Switch.HOST, "weaklyOrdered")
            ? new WeakOwnerOrder(owner, scheduler, "PF " + pf, seed + pf)
            : owner;
    if (trace != null) {
      function = trace.around(function);
    }
    if (spec.bound()) {
      driver.start(function);
      driver.enableVfs(functions.size());
    } else {
      witness.lifecycle(
          "pf-driver-start", List.of(new Condition("virtio_pci is bound", false, "no")));
    }
    return new Started(driver, owner, function);
  }

  private AdminExecutor firmware(Topology.Firmware spec, VfGroup group, Witness witness) {
    return switch (spec) {
      case Topology.BuiltIn builtIn -> {
        FirmwareSpec made =
            new FirmwareSpec(
                builtIn.commands(),
                builtIn.devPartsObjects(),
                switches.is(Switch.LISTS_BEFORE_VF_ENABLE, "accepted"),
                switches.is(Switch.SELF_BEFORE_LIST_USE, "accepted"),
                switches.is(Switch.PART_LENGTHS, "multipleOf8"));
        if (!made.brokenRules().isEmpty()) {
          witness.lifecycle("firmware-breaks-rules", made.brokenRules());
        }
        yield new Firmware(group, made);
      }
      case Topology.External external -> external(external, witness);
    };
  }

  private ExternalFirmware external(Topology.External spec, Witness witness) {
    try {
      ExternalFirmware firmware =
          new ExternalFirmware(
              LineSocket.connect(Path.of(spec.socket())), spec.timeoutMillis(), witness);
      stops.add(firmware::close);
      return firmware;
    } catch (IOException | InvalidPathException e) {
      String found = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new TopologyException(
          "firmware socket %s: %s, expected a firmware that listens there"
              .formatted(spec.socket(), found));
    }
  }

  private Owner.OwnerSpec ownerSpec(int pf, Topology.Pf spec) {
    return switch (spec.firmware()) {
      case Topology.BuiltIn builtIn ->
          new Owner.OwnerSpec(
              ORDINARY_QUEUES, spec.adminQueueSize(), serviceTime(pf, builtIn.latency()), false);
      case Topology.External _ ->
          new Owner.OwnerSpec(ORDINARY_QUEUES, spec.adminQueueSize(), ServiceTime.NONE, true);
    };
  }

  private ServiceTime serviceTime(int pf, Topology.Latency latency) {
    ServiceTime.Shape shape =
        switch (latency.distribution()) {
          case UNIFORM -> ServiceTime.Shape.UNIFORM;
          case EXPONENTIAL -> ServiceTime.Shape.EXPONENTIAL;
          case NORMAL -> ServiceTime.Shape.NORMAL;
        };
    return new ServiceTime(latency.fixedNanos(), latency.jitterNanos(), shape, seed + pf);
  }

  private HostSpec host() {
    Kernel kernel =
        Kernel.named(switches.get(Switch.KERNEL)).orElseThrow(IllegalStateException::new);
    boolean legacy = switches.is(Switch.HOST, "x86") || switches.is(Switch.HOST_GATE, "open");
    return new HostSpec(
        kernel,
        legacy,
        switches.is(Switch.DRIVER_LISTS, "standard"),
        switches.is(Switch.PADDING, "to8"),
        switches.is(Switch.RESERVED_STATUS, "EINVAL"),
        switches.is(Switch.RETRY, "EAGAIN"),
        switches.is(Switch.MISSING_RESULT, "zero"));
  }

  private boolean pin(Topology.Vf spec) {
    return spec.interruptPin() || switches.is(Switch.INTERRUPT_PIN, "intx");
  }

  private EmulatedMember.Attached probe(
      Member member, Topology.Vf spec, PfDriver driver, @Nullable MemberTrace trace) {
    MemberFunction function =
        switches.is(Switch.HOST, "weaklyOrdered")
            ? new WeakOrder(member, scheduler, seed + member.number())
            : member;
    if (trace != null) {
      function = trace.around(function);
    }
    Witness witness = trace == null ? Witness.NONE : trace.witness();
    VariantSwitches variant =
        new VariantSwitches(
            switches.is(Switch.MEMBER_TYPES, "any"),
            switches.is(Switch.HEADER_SPLIT, "msixBit"),
            pin(spec),
            switches.is(Switch.NOTIFY_ENTRIES, "checked"),
            switches.is(Switch.FIELD_ACCESS, "refused"),
            switches.is(Switch.HOST, "bigEndian"));
    VariantDriver.Probe probe = VariantDriver.probe(function, driver, variant, scheduler, witness);
    List<Condition> reasons = new ArrayList<>(probe.decision().reasons());
    reasons.add(new Condition("operations", probe.errno() == 0, probe.decision().ops().text()));
    if (probe.errno() != 0) {
      reasons.add(new Condition("result", false, Errno.text(-probe.errno())));
    }
    witness.lifecycle("probe", reasons);
    VfioDevice device = trace == null ? probe.device() : trace.around(probe.device());
    return new EmulatedMember.Attached(
        device,
        probe.bound(),
        probe.errno() == 0 && probe.decision().ops().transitional(),
        reasons);
  }
}
