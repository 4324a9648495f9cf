package org.barscope.engine.port;

import org.barscope.engine.protocol.bytes.Bytes;

/// The firmware's side of the admin virtqueue. Called in the owner's lane, one command at a time.
public interface AdminExecutor {
  /// Executes one command.
  ///
  /// @param readable the whole device-readable part, of any length
  /// @param writableLength the length of the device-writable part
  /// @return what to write to the device-writable part; its length is the used length
  Bytes execute(Bytes readable, int writableLength);
}
