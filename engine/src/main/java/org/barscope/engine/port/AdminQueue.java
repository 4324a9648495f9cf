package org.barscope.engine.port;

import org.barscope.engine.protocol.admin.AdminCommand;

/// The host's side of the owner's admin virtqueue. Any thread, several commands at once.
public interface AdminQueue {
  /// Puts a command on the queue, rings its doorbell and waits for the completion.
  AdminCompletion submit(AdminCommand command);
}
