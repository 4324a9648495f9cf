package org.barscope.engine.port;

import org.barscope.engine.protocol.bytes.Bytes;

/// How a command on the admin virtqueue ended.
///
/// @param errno 0 if the device completed it, else the negative error number of the queue
/// @param usedLength what the used ring says was written
/// @param writable the device-writable memory as it was found, whole; empty if not completed
public record AdminCompletion(int errno, int usedLength, Bytes writable) {
  /// A command that the device never completed.
  public static AdminCompletion failed(int errno) {
    return new AdminCompletion(errno, 0, Bytes.EMPTY);
  }
}
