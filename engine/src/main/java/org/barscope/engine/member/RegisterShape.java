package org.barscope.engine.member;

import java.util.List;
import org.barscope.engine.protocol.legacy.LegacyRegister;

/// What no driver can change about a member's legacy registers.
///
/// @param features offered, bits 0 to 31
/// @param queueSizes by queue index; 0 for an absent one
/// @param vectors the size of the MSI-X table
public record RegisterShape(int features, List<Integer> queueSizes, int vectors) {
  /// Whether the queue exists.
  public boolean hasQueue(int queue) {
    return queue >= 0 && queue < queueSizes.size() && queueSizes.get(queue) > 0;
  }

  /// Whether a vector register can hold it.
  public boolean hasVector(int vector) {
    return vector == LegacyRegister.NO_VECTOR || (vector >= 0 && vector < vectors);
  }
}
