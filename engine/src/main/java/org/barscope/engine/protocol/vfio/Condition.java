package org.barscope.engine.protocol.vfio;

/// One condition of a decision, with what was found: why a VF is transitional, or is not.
///
/// @param name of the condition, in the words of the reference (§2.4)
/// @param holds whether it is met
/// @param value what was found, as text
public record Condition(String name, boolean holds, String value) {}
