package org.barscope.app.console;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.barscope.engine.protocol.vfio.Errno;

/// How a request ended, or that it has not.
sealed interface Answer {
  /// Success, with nothing to tell.
  Answer OK = new Done(_ -> {});

  /// Success.
  ///
  /// @param fields what the reply says besides `id` and `ok`
  record Done(Fields fields) implements Answer {}

  /// It failed.
  ///
  /// @param errno the positive error number
  record Failed(int errno, String message) implements Answer {}

  /// It has not ended.
  ///
  /// @param access the number by which `wait` finds it
  record Pending(long access) implements Answer {}

  /// The fields of a reply.
  @FunctionalInterface
  interface Fields {
    /// Writes them into the object that is open.
    void write(JsonGenerator json) throws IOException;
  }

  /// A request that makes no sense.
  static Answer invalid(String message) {
    return new Failed(Errno.EINVAL.number(), message);
  }

  /// What a call of the engine returned: 0 or more, or a negative error number.
  ///
  /// @param call what was called, for the message of a failure
  static Answer of(int result, String call) {
    return result < 0 ? failed(result, call) : OK;
  }

  /// A call of the engine that returned a negative error number.
  static Answer failed(int result, String call) {
    return new Failed(-result, call + " ended with " + Errno.text(-result));
  }
}
