package org.barscope.engine.port;

/// Where a member's interrupts go: the VMM.
public interface InterruptSink {
  /// The vector of an interrupt by pin.
  int INTX = -1;

  /// Nobody listens.
  InterruptSink NONE =
      new InterruptSink() {
        @Override
        public void queueUsed(int vector, int queue) {}

        @Override
        public void configChanged(int vector) {}
      };

  /// Buffers of a queue were used.
  ///
  /// @param vector the MSI-X vector, or [#INTX]
  void queueUsed(int vector, int queue);

  /// The device configuration changed.
  ///
  /// @param vector the MSI-X vector, or [#INTX]
  void configChanged(int vector);
}
