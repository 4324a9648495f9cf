package org.barscope.engine;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.device.VirtioDevice;
import org.barscope.engine.device.net.NetDevice;
import org.barscope.engine.host.Kernel;
import org.barscope.engine.host.PfDriver;
import org.barscope.engine.member.Member;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.owner.Firmware;
import org.barscope.engine.owner.Owner;
import org.barscope.engine.owner.VfGroup;
import org.barscope.engine.port.AdminExecutor;
import org.barscope.engine.port.InterruptSink;
import org.barscope.engine.port.MemberFunction;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.device.DeviceType;
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
  private final Topology.Switches switches;

  /// @param recorder null without tracing
  OwnerWiring(Scheduler scheduler, @Nullable Recorder recorder, Topology.Switches switches) {
    this.scheduler = scheduler;
    this.recorder = recorder;
    this.switches = switches;
  }

  /// Starts the owner, enables and probes its members.
  List<EmulatedMember> start(int pf, Topology.Pf spec) {
    List<Member> functions = new ArrayList<>();
    List<@Nullable MemberTrace> traces = new ArrayList<>();
    for (int vf = 1; vf <= spec.vfs().size(); vf++) {
      MemberTrace trace =
          recorder == null
              ? null
              : new MemberTrace(new Recorder(recorder.ring(), recorder.clock(), recorder.pf(), vf));
      traces.add(trace);
      functions.add(member(pf, vf, spec.vfs().get(vf - 1), trace));
    }
    PfDriver driver = startOwner(pf, spec, functions);
    List<EmulatedMember> members = new ArrayList<>();
    for (int i = 0; i < functions.size(); i++) {
      members.add(probe(pf, functions.get(i), spec.vfs().get(i), driver, traces.get(i)));
    }
    return members;
  }

  private Member member(int pf, int vf, Topology.Vf spec, @Nullable MemberTrace trace) {
    Member.MemberSpec function =
        new Member.MemberSpec(
            vf,
            spec.vectors(),
            spec.interruptPin(),
            spec.notifyAddress().bar(),
            spec.notifyAddress().offset(),
            spec.notifyAddress().barLength(),
            0);
    InterruptSink sink = InterruptSink.NONE;
    return new Member(
        function,
        device(spec),
        trace == null ? sink : trace.around(sink),
        trace == null ? Witness.NONE : trace.witness(),
        scheduler.lane("PF " + pf + " VF " + vf));
  }

  private static VirtioDevice device(Topology.Vf spec) {
    if (spec.type() != DeviceType.NET) {
      throw new IllegalArgumentException(
          "device type " + spec.type().text() + ", expected net: no other is emulated yet");
    }
    return new NetDevice(spec.features(), spec.queueSizes(), spec.guestOrder(), spec.config());
  }

  private PfDriver startOwner(int pf, Topology.Pf spec, List<Member> functions) {
    VfGroup group = new VfGroup(functions);
    OwnerTrace trace = recorder == null ? null : new OwnerTrace(recorder, functions.size());
    ArrayMemory memory =
        new ArrayMemory(MEMORY_START, PfDriver.memoryLength(spec.adminQueueSize()));
    PfDriver driver =
        new PfDriver(
            scheduler,
            memory,
            MEMORY_START,
            kernel(switches.kernel()),
            trace == null ? Witness.NONE : trace.witness(),
            queue -> trace == null ? queue : trace.around(queue));
    AdminExecutor firmware = new Firmware(group);
    Owner owner =
        new Owner(
            new Owner.OwnerSpec(ORDINARY_QUEUES, spec.adminQueueSize()),
            memory,
            trace == null ? firmware : trace.around(firmware),
            driver,
            scheduler.lane("PF " + pf),
            group);
    driver.start(owner);
    driver.enableVfs(functions.size());
    return driver;
  }

  private EmulatedMember probe(
      int pf, Member member, Topology.Vf spec, PfDriver driver, @Nullable MemberTrace trace) {
    MemberFunction function = trace == null ? member : trace.around((MemberFunction) member);
    Witness witness = trace == null ? Witness.NONE : trace.witness();
    VariantSwitches variant =
        new VariantSwitches(
            switches.anyMemberType(), switches.headerSplitByGuestBit(), spec.interruptPin());
    VariantDriver.Probe probe = VariantDriver.probe(function, driver, variant, scheduler, witness);
    List<Condition> reasons = new ArrayList<>(probe.decision().reasons());
    reasons.add(new Condition("operations", probe.errno() == 0, probe.decision().ops().text()));
    if (probe.errno() != 0) {
      reasons.add(new Condition("result", false, Errno.text(-probe.errno())));
    }
    witness.lifecycle("probe", reasons);
    VfioDevice device = trace == null ? probe.device() : trace.around(probe.device());
    return new EmulatedMember(
        pf,
        member.number(),
        spec,
        device,
        member.stimulus(),
        probe.errno() == 0 && probe.decision().ops().transitional(),
        reasons);
  }

  private static Kernel kernel(String text) {
    for (Kernel kernel : Kernel.values()) {
      if (kernel.text().equals(text)) {
        return kernel;
      }
    }
    throw new IllegalArgumentException("kernel " + text + ", expected 6.8, 6.11 or 6.13+");
  }
}
