package org.barscope.app.console;

import java.util.List;
import java.util.OptionalLong;
import org.barscope.engine.Topology;
import org.barscope.tracer.decode.MemberKind;

/// The members of all owners, as requests name them.
final class Members {
  private static final long MOST_MILLIS = Integer.MAX_VALUE;

  private final List<List<Guest>> guests;

  Members(List<List<Guest>> guests) {
    this.guests = guests;
  }

  /// Owner by owner.
  List<List<Guest>> all() {
    return guests;
  }

  /// The field `pf`: an owner, 0 if it is left out.
  int owner(Request request) {
    if (guests.isEmpty()) {
      throw request.wrong("pf", "no request for an owner: there is none");
    }
    return (int) request.maybe("pf", 0, guests.size() - 1L).orElse(0);
  }

  /// The fields `vf` and `pf`: a member.
  Guest member(Request request) {
    List<Guest> own = guests.get(owner(request));
    if (own.isEmpty()) {
      throw request.wrong("vf", "no request for a VF: this owner has none");
    }
    return own.get(request.integer("vf", 1, own.size()) - 1);
  }

  /// Whether a request is about an owner itself: it has `pf` and no `vf`.
  ///
  /// @throws BadRequestException if it has neither
  static boolean isAboutOwner(Request request) {
    boolean pf = request.has("pf");
    if (!request.has("vf") && !pf) {
      throw request.wrong("vf", "the number of a VF, or pf alone for a BAR of the owner");
    }
    return !request.has("vf");
  }

  /// How to read the device configuration of a member.
  MemberKind kind(int pf, int vf) {
    Topology.Vf spec = guests.get(pf).get(vf - 1).member().spec();
    return new MemberKind(spec.type(), spec.guestOrder());
  }

  /// The field `timeoutMillis`, which may be left out.
  static OptionalLong timeout(Request request) {
    return request.maybe("timeoutMillis", 0, MOST_MILLIS);
  }
}
