package org.barscope.tracer.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.barscope.tracer.recording.TraceDataException;

/// The bytes of a trace, decompressed if its first bytes say that it is compressed.
final class TraceInput {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAGIC_BYTES = 4;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int ZSTD_MAGIC = 0x28b52ffd;
  private static final int XZ_MAGIC = 0xfd377a58;
  private static final int BZIP2_MAGIC = 0x425a68;

  private TraceInput() {}

  static InputStream open(Path file) throws TraceDataException {
    String source = file.toString();
    if (Files.isDirectory(file)) {
      throw new TraceDataException(source, "a directory, expected a QEMU log trace");
    }
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw because(source, "no such file", e);
    } catch (AccessDeniedException e) {
      throw because(source, "not readable: permission denied", e);
    } catch (IOException e) {
      throw because(source, "not readable: " + reason(e), e);
    }
  }

  /// The decompressed bytes.
  ///
  /// @throws IOException if already the start cannot be read
  static InputStream unpacked(InputStream raw, String source)
      throws IOException, TraceDataException {
    BufferedInputStream in = new BufferedInputStream(raw, BUFFER_BYTES);
    in.mark(MAGIC_BYTES);
    byte[] head = in.readNBytes(MAGIC_BYTES);
    in.reset();
    if (head.length == 0) {
      throw new TraceDataException(source, "empty, expected a QEMU log trace");
    }
    if (starts(head, GZIP_MAGIC, 2)) {
      return new GZIPInputStream(in, BUFFER_BYTES);
    }
    refuse(head, ZSTD_MAGIC, 4, "zstd", source);
    refuse(head, XZ_MAGIC, 4, "xz", source);
    refuse(head, BZIP2_MAGIC, 3, "bzip2", source);
    return in;
  }

  private static void refuse(byte[] head, int magic, int length, String name, String source)
      throws TraceDataException {
    if (starts(head, magic, length)) {
      throw new TraceDataException(
          source, name + " data, which is not supported yet, expected plain text or gzip");
    }
  }

  private static boolean starts(byte[] head, int magic, int length) {
    if (head.length < length) {
      return false;
    }
    int value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (head[i] & 0xff);
    }
    return value == magic;
  }

  static TraceDataException because(String source, String found, IOException cause) {
    TraceDataException exception = new TraceDataException(source, found);
    exception.initCause(cause);
    return exception;
  }

  /// The first line of why an operation failed.
  static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
