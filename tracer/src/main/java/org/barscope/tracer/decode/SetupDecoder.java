package org.barscope.tracer.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

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
}
