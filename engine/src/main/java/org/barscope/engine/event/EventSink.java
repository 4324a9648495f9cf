package org.barscope.engine.event;

/// Where finished events go: a capture, a printer, a window. Called by one thread at a time, in
/// order of `seq`.
@FunctionalInterface
public interface EventSink {
  /// Takes one event.
  void accept(Event event);
}
