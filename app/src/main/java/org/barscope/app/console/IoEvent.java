package org.barscope.app.console;

import org.barscope.engine.port.EventFd;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Region;

/// A write to a BAR that a signal does, as requests name it.
record IoEvent(Region region, int offset, Bytes data) {
  /// The eventfd that a script signals by a request.
  static final class Fd implements EventFd {
    private volatile Runnable write = () -> {};

    @Override
    public void attach(Runnable write) {
      this.write = write;
    }

    @Override
    public void detach() {
      write = () -> {};
    }

    void signal() {
      write.run();
    }
  }
}
