package org.barscope.tracer.replay;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.Engine;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.types.DeviceTables;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.Recording;

/// Which recorded devices are played by which members, and which cannot be.
///
/// @param roles in order of VF number, from 1
/// @param notEmulated devices of a type that the engine has not got yet, or of an unknown type
/// @param silent devices of a type that the engine has, without any access to play
public record Cast(List<Role> roles, List<Absent> notEmulated, List<Absent> silent) {
  private static final int MAC_LENGTH = 6;
  private static final int DEFAULT_QUEUE_SIZE = 256;

  /// One recorded device and the member that plays it.
  ///
  /// @param vf the VF number
  /// @param source the trace's name
  /// @param completed the device with its inferred steps
  /// @param spec what the member is made with
  public record Role(int vf, String source, CompletedDevice completed, Topology.Vf spec) {}

  /// A device that nobody plays.
  ///
  /// @param source the trace's name
  public record Absent(String source, RecordedDevice device) {}

  /// Casts all devices of some recordings, in their order.
  public static Cast of(List<Recording> recordings) {
    List<Role> roles = new ArrayList<>();
    List<Absent> notEmulated = new ArrayList<>();
    List<Absent> silent = new ArrayList<>();
    for (Recording recording : recordings) {
      for (RecordedDevice device : recording.devices()) {
        Absent absent = new Absent(recording.source(), device);
        DeviceTable table = device.type().flatMap(DeviceTables::of).orElse(null);
        if (table == null) {
          notEmulated.add(absent);
        } else if (Bar0.all(device.steps()).isEmpty()) {
          silent.add(absent);
        } else {
          CompletedDevice completed = Inference.complete(device);
          int vf = roles.size() + 1;
          Topology.Vf spec = member(vf, table, MemberProfile.of(completed));
          roles.add(new Role(vf, recording.source(), completed, spec));
        }
      }
    }
    return new Cast(List.copyOf(roles), List.copyOf(notEmulated), List.copyOf(silent));
  }

  /// One owner with a member for each role.
  public Topology topology() {
    return Topology.of(roles.stream().map(Role::spec).toList());
  }

  /// A guest for a role, and what compares its answers.
  ///
  /// @param looping whether the guest starts over when its trace ends
  public Player player(Role role, Engine engine, Pace pace, boolean looping) {
    var member = engine.member(0, role.vf());
    int barLength = (int) member.device().regionInfo(Region.BAR0.index()).size();
    Comparison comparison =
        new Comparison(role.completed(), role.spec().type(), role.spec().config(), barLength);
    RecordedGuest guest =
        new RecordedGuest(
            engine.scheduler(),
            member,
            role.completed().device().steps(),
            comparison,
            pace,
            looping);
    return new Player(role, guest, comparison);
  }

  /// A role being played.
  public record Player(Role role, RecordedGuest guest, Comparison comparison) {}

  /// What the trace does not tell is as the type usually has it, in the guest's own byte order.
  private static Topology.Vf member(int vf, DeviceTable table, MemberProfile profile) {
    DeviceType type = table.type();
    Topology.Vf base = Topology.member(type);
    byte[] features = Bytes.ofLittle(base.features(), 4).toArray();
    profile.offeredFeatures().copyOver(features);
    byte[] config = table.encode(profile.order(), table.defaults().config()).toArray();
    if (type == DeviceType.NET) {
      Bytes.of(0x52, 0x54, 0, 0x12, 0x34, 0x55 + vf).copyTo(0, config, 0, MAC_LENGTH);
    }
    profile.deviceConfig().copyOver(config);
    return new Topology.Vf(
        type,
        (int) Bytes.copyOf(features).little(),
        queueSizes(base, profile),
        Bytes.copyOf(config),
        profile.order(),
        Math.max(1, profile.vectors()),
        profile.intx(),
        Topology.NotifyAddress.DEFAULT);
  }

  private static List<Integer> queueSizes(Topology.Vf base, MemberProfile profile) {
    int count = profile.queues() == 0 ? base.queueSizes().size() : profile.queues();
    List<Integer> sizes = new ArrayList<>();
    for (int queue = 0; queue < count; queue++) {
      Integer known = profile.queueSizes().get(queue);
      sizes.add(known == null ? DEFAULT_QUEUE_SIZE : known);
    }
    return sizes;
  }
}
