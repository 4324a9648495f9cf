package org.barscope.engine.port;

/// What a VMM, or KVM for it, signals so that the host writes to a device without it (an eventfd).
public interface EventFd {
  /// From now on each signal does this, in the context of who signals.
  void attach(Runnable write);

  /// Signals do nothing any more.
  void detach();
}
