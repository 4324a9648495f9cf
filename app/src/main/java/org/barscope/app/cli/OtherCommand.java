package org.barscope.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.barscope.tracer.format.QemuLog;
import org.barscope.tracer.recording.TraceDataException;

/// What to do instead with a file that a command does not read.
final class OtherCommand {
  private static final byte[] PCAPNG = {0x0a, 0x0d, 0x0d, 0x0a};

  private OtherCommand() {}

  /// For a file that is no trace: it may be a capture. Empty, or the end of a message.
  static String forTrace(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(PCAPNG.length), PCAPNG)
          ? "; it is a capture: barscope show " + file + " opens it"
          : "";
    } catch (IOException unreadable) {
      return ""; // which the message says already
    }
  }

  /// For a file that is no capture: it may be a trace. Empty, or the end of a message.
  static String forCapture(Path file) {
    try {
      QemuLog.read(file);
      return "; it is a QEMU log: barscope run " + file + " plays it";
    } catch (TraceDataException noTrace) {
      return "";
    }
  }
}
