package org.barscope.engine.owner;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.barscope.engine.member.Member;
import org.barscope.engine.protocol.admin.AdminStatus;
import org.barscope.engine.protocol.admin.ResourceObject.Use;

/// The device-parts objects of an owner and the limits that its driver set for them. All VFs share
/// one range of ids.
///
/// > Upon a device reset … reset all driver capabilities … destroy all the resource objects (virtio
/// > 1.4, 2.12.1.2.4 and 2.12.1.3.5, A-052)
///
/// Those of a member also end with its reset. Any thread.
final class ResourceObjects {
  private final Map<Long, Held> objects = new HashMap<>();
  private final Map<Use, Integer> limits = new EnumMap<>(Use.class);

  private record Held(Member member, int resets, Use use) {
    boolean alive() {
      return member.resets() == resets;
    }
  }

  /// Everything as after power-up: no objects, and no limit set, which counts as 0.
  synchronized void reset() {
    objects.clear();
    limits.clear();
  }

  /// Takes over the driver's limits.
  ///
  /// > … EBUSY if the command requests to disable a capability while … valid resource objects …
  /// > (2.12.1.2.4, A-051)
  ///
  /// @return false, without an effect, if one of them would become less while there is any object
  synchronized boolean setLimits(int get, int set) {
    boolean less = get < limit(Use.GET) || set < limit(Use.SET);
    if (less && !alive().isEmpty()) {
      return false;
    }
    limits.put(Use.GET, get);
    limits.put(Use.SET, set);
    return true;
  }

  /// Makes an object. Ids begin at 0 and stay below the greater limit; how many there are of each
  /// use stays within that use's own.
  synchronized AdminStatus create(long id, Member member, Use use) {
    if (alive().containsKey(id)) {
      return AdminStatus.EEXIST;
    }
    if (id >= Math.max(limit(Use.GET), limit(Use.SET)) || full(use)) {
      return AdminStatus.ENOSPC;
    }
    objects.put(id, new Held(member, member.resets(), use));
    return AdminStatus.OK;
  }

  /// What the object of a member is for; empty if the member has no such object.
  synchronized Optional<Use> use(long id, Member member) {
    return Optional.ofNullable(alive().get(id))
        .filter(held -> held.member.equals(member))
        .map(Held::use);
  }

  /// Changes what an object is for.
  synchronized AdminStatus modify(long id, Member member, Use use) {
    Optional<Use> old = use(id, member);
    if (old.isEmpty()) {
      return AdminStatus.ENXIO;
    }
    if (!old.get().equals(use) && full(use)) {
      return AdminStatus.ENOSPC;
    }
    objects.put(id, new Held(member, member.resets(), use));
    return AdminStatus.OK;
  }

  /// Ends an object; its id is free again.
  synchronized AdminStatus destroy(long id, Member member) {
    if (use(id, member).isEmpty()) {
      return AdminStatus.ENXIO;
    }
    objects.remove(id);
    return AdminStatus.OK;
  }

  private int limit(Use use) {
    return limits.getOrDefault(use, 0);
  }

  private boolean full(Use use) {
    return alive().values().stream().filter(held -> held.use == use).count() >= limit(use);
  }

  /// The objects whose member was not reset since.
  private Map<Long, Held> alive() {
    objects.values().removeIf(held -> !held.alive());
    return objects;
  }
}
