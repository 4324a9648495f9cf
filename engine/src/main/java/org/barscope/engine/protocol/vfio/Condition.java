package org.barscope.engine.protocol.vfio;

/// One condition of a decision, with what was found: why a VF is transitional, or is not.
///
/// @param name of the condition, in the words of the reference (§2.4)
/// @param holds whether it is met
/// @param value what was found, as text
public record Condition(String name, boolean holds, String value) {
  /// That a call succeeded.
  ///
  /// @param result what it returned: a negative error number if it failed
  public static Condition result(long result) {
    return new Condition("result", result >= 0, result >= 0 ? "OK" : Errno.text((int) -result));
  }
}
