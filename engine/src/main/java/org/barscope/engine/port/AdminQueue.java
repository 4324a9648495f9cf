package org.barscope.engine.port;

import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;

/// The host's side of the owner's admin virtqueue. Any thread, several commands at once.
public interface AdminQueue {
  /// Puts a command on the queue, rings its doorbell and waits for the completion.
  ///
  /// @param found what stands in the memory for the result before the device writes there; may be
  ///   shorter than the result, the rest is zero
  AdminCompletion submit(AdminCommand command, Bytes found);
}
