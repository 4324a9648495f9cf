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

  /// Executes one command like [#execute], and tells how much of the result there is.
  ///
  /// @param result from its start; may be shorter than what is told
  /// @return how many result bytes the used length says there are, 32 bits unsigned, or a negative
  ///   error number
  long fetch(AdminCommand command, byte[] result);

  /// Takes a number for a device-parts object that no other VF of the PF has (dev_parts_ida).
  ///
  /// @return the smallest that is free, or a negative error number
  int takeObjectId();

  /// Gives the number of an object back that does not exist any more.
  void returnObjectId(int id);
}
