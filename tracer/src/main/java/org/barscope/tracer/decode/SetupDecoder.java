package org.barscope.tracer.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;

/// What the setup of a recording says about its topology.
public final class SetupDecoder {
  private SetupDecoder() {}

  /// How many descriptors the admin queue of each owner has, owner by owner; 0 where it is not
  /// said.
  ///
  /// @param json of any content
  public static List<Integer> adminQueueSizes(String json) {
    List<Integer> sizes = new ArrayList<>();
    try {
      for (JsonNode owner : new ObjectMapper().readTree(json).path("pfs")) {
        sizes.add(owner.path("adminQueueSize").asInt());
      }
    } catch (JsonProcessingException e) {
      return List.of(); // of another program, or damaged
    }
    return List.copyOf(sizes);
  }

  /// What each member is; one that is not described is a network device of a little-endian guest.
  ///
  /// @param json of any content
  public static MemberTypes members(String json) {
    Map<List<Integer>, MemberKind> kinds = new HashMap<>();
    try {
      int pf = 0;
      for (JsonNode owner : new ObjectMapper().readTree(json).path("pfs")) {
        for (JsonNode member : owner.path("vfs")) {
          kinds.put(List.of(pf, member.path("vf").asInt()), kind(member));
        }
        pf++;
      }
    } catch (JsonProcessingException e) {
      return MemberTypes.NET; // of another program, or damaged
    }
    return (owner, vf) -> kinds.getOrDefault(List.of(owner, vf), MemberKind.NET);
  }

  private static MemberKind kind(JsonNode member) {
    return new MemberKind(
        DeviceType.named(member.path("type").asText()).orElse(DeviceType.NET),
        member.path("guestOrder").asText().equals("big") ? GuestOrder.BIG : GuestOrder.LITTLE);
  }
}
