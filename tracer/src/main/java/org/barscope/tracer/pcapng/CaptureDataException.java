package org.barscope.tracer.pcapng;

import java.io.IOException;

/// A file does not hold what it should: somebody has to look at the file, trying again is no use.
///
/// The message is one line without the file's name: `pcapng block at 0x1c0: length 13, expected a
/// multiple of 4`.
public final class CaptureDataException extends IOException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final long offset;

  /// An exception about `what` at `offset` of `file`.
  ///
  /// @param problem what was found and what was expected
  public CaptureDataException(String file, String what, long offset, String problem) {
    super(what + " at 0x" + Long.toHexString(offset) + ": " + problem);
    this.file = file;
    this.offset = offset;
  }

  /// The file's name, as the user gave it.
  public String file() {
    return file;
  }

  /// Where it is in the file, in bytes.
  public long offset() {
    return offset;
  }
}
