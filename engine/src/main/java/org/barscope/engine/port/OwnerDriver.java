package org.barscope.engine.port;

import org.barscope.engine.protocol.admin.AdminCommand;

/// The PF's virtio driver, as another driver of the host sees it.
public interface OwnerDriver {
  /// Whether virtio_pci bound to PF.
  boolean bound();

  /// Whether the PF has ADMIN_VQ.
  boolean hasAdminQueue();

  /// The opcodes that LIST_USE agreed on, as bits.
  long supportedCommands();

  /// How many device-parts objects the capability allows at once; 0 without that capability.
  int maxDevPartsObjects();

  /// Executes one command and waits for its completion, without a time limit.
  ///
  /// @param result where result bytes that the device wrote go; bytes it did not write stay
  /// @param at the index of the first one
  /// @return 0, or a negative error number: the command's status, or why it could not be queued
  int execute(AdminCommand command, byte[] result, int at);
}
