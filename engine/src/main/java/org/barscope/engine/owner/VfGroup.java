package org.barscope.engine.owner;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.member.Member;

/// The SR-IOV group of an owner: its VFs, and which of them are enabled.
public final class VfGroup {
  private static final int DISABLED = -1;

  private final List<Member> members;
  private final long[] usable = new long[2];
  private final ResourceObjects objects = new ResourceObjects();
  private volatile int enabled = DISABLED;

  /// @param members by VF number, from 1
  public VfGroup(List<Member> members) {
    this.members = List.copyOf(members);
    reset();
  }

  /// All VFs, enabled or not, by number.
  List<Member> members() {
    return members;
  }

  /// Takes over VF Enable and NumVFs. Enabled with no VF there is a group without a member.
  ///
  /// VFs that are disabled lose their state.
  void enable(boolean enable, int count) {
    if (isEnabled() && !enable) {
      members.forEach(Member::loseState);
      members.forEach(Member::endWait);
    }
    enabled = enable ? Math.min(count, members.size()) : DISABLED;
  }

  /// Whether VF Enable is set.
  boolean isEnabled() {
    return enabled != DISABLED;
  }

  /// The member with this id; empty beyond 1…NumVFs.
  Optional<Member> member(long id) {
    return id < 1 || id > enabled ? Optional.empty() : Optional.of(members.get((int) id - 1));
  }

  /// Whether a VF is there.
  boolean isEnabled(Member member) {
    return member.number() <= enabled;
  }

  /// The opcodes that LIST_USE agreed on for a group type, as bits.
  long usable(int groupType) {
    return usable[groupType];
  }

  /// What LIST_USE agreed on.
  void use(int groupType, long opcodes) {
    usable[groupType] = opcodes;
  }

  /// The device-parts objects of the owner.
  ResourceObjects objects() {
    return objects;
  }

  /// After a reset of the owner only LIST_QUERY and LIST_USE may be sent, and there are no objects
  /// . What waits for a reset of a VF is broken off.
  void reset() {
    members.forEach(Member::endWait);
    objects.reset();
    usable[0] = 0x3;
    usable[1] = 0x3;
  }
}
