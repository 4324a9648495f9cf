package org.barscope.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.barscope.engine.Topology.NotifyAddress;

/// The places for doorbells in the BARs of one owner, each of which is one member's alone.
final class OwnerPlaces {
  /// The longest BAR of an owner, whose register has 32 bits.
  static final long MOST_LENGTH = 1L << 31;

  /// What was expected instead of a place that another member has.
  static final String OWN = "a place of its own";

  private final Map<Place, Integer> taken = new HashMap<>();

  private record Place(int bar, long offset) {}

  /// Gives a place to a member, which may have it already.
  ///
  /// @param vf the number of the member, from 1
  /// @return the number of the member that has the place
  int take(NotifyAddress address, int vf) {
    return taken.computeIfAbsent(new Place(address.bar(), address.offset()), _ -> vf);
  }

  /// A place that another member has, for a message.
  static String shared(NotifyAddress address, int vf) {
    return "offset 0x%x in BAR %d of the owner, taken by VF %d"
        .formatted(address.offset(), address.bar(), vf);
  }

  /// Makes sure that all places of these members can be.
  ///
  /// @param pf the number of their owner
  /// @throws TopologyException if two members have the same one, or a BAR is too long
  static void check(int pf, List<Topology.Vf> vfs) {
    OwnerPlaces places = new OwnerPlaces();
    for (int vf = 1; vf <= vfs.size(); vf++) {
      for (NotifyAddress address : vfs.get(vf - 1).notifyAddresses()) {
        if (address.owner()) {
          places.check(pf, vf, address);
        }
      }
    }
  }

  private void check(int pf, int vf, NotifyAddress address) {
    String where = "pfs[%d].vfs[%d]: ".formatted(pf, vf - 1);
    if (address.barLength() > MOST_LENGTH) {
      String found = "0x%x bytes of the owner's BAR".formatted(address.barLength());
      throw new TopologyException(
          where + found + ", expected at most 0x" + Long.toHexString(MOST_LENGTH));
    }
    int has = take(address, vf);
    if (has != vf) {
      throw new TopologyException(where + shared(address, has) + ", expected " + OWN);
    }
  }
}
