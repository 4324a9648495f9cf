package org.barscope.engine.event;

/// A test on events; the only form in which the engine knows a filter.
@FunctionalInterface
public interface EventMatcher {
  /// Whether the event matches.
  boolean matches(Event event);
}
