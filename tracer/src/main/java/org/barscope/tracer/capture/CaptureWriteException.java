package org.barscope.tracer.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A capture cannot be written any further: the disk is full, or the file is not to be written to.
///
/// The message is one line: `cannot write /tmp/run.pcapng: No space left on device`.
public final class CaptureWriteException extends UncheckedIOException {
  private static final long serialVersionUID = 1;

  private final transient Path file;

  CaptureWriteException(Path file, String problem, IOException cause) {
    super("cannot write " + file + ": " + problem, cause);
    this.file = file;
  }

  /// The file that cannot be written.
  public Path file() {
    return file;
  }
}
