package org.barscope.app.console;

/// What one `op` does.
@FunctionalInterface
interface Operation {
  /// Reads the request's fields, then does it.
  ///
  /// @throws BadRequestException if a field is missing, wrong or unknown; then nothing was done
  Answer perform(Request request);
}
