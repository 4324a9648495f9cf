package org.barscope.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/// A topology as a file: JSON in which comments (`//`, `/* */`, `#`) and trailing commas are
/// allowed. `docs/topology.md` says what may stand in it. The JSON of a Setup event is such a file.
///
/// Every mistake is a [TopologyException] of one line: file, line, column, the path of the value,
/// what was found, what was expected.
public final class TopologyFile {
  /// The longest file in bytes.
  public static final int LIMIT = 1 << 20;

  private static final char BYTE_ORDER_MARK = '\ufeff';

  private TopologyFile() {}

  /// Reads a file.
  ///
  /// @throws TopologyException if it cannot be read, or says something that no topology can be
  public static Topology read(Path file) {
    String name = file.toString();
    if (name.isEmpty()) {
      throw new TopologyException("an empty file name, expected that of a topology file");
    }
    if (Files.isDirectory(file)) {
      throw new TopologyException(name + ": a directory, expected a topology file");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LIMIT + 1);
    } catch (NoSuchFileException e) {
      throw new TopologyException(name + ": no such file, expected a topology file");
    } catch (AccessDeniedException e) {
      throw new TopologyException(name + ": permission denied, expected a file that can be read");
    } catch (FileSystemException e) {
      throw new TopologyException(
          "%s: %s, expected a file that can be read"
              .formatted(name, Objects.requireNonNullElse(e.getReason(), "cannot be read")));
    } catch (IOException e) {
      throw new TopologyException(
          "%s: %s, expected a file that can be read".formatted(name, e.getMessage()));
    }
    if (bytes.length > LIMIT) {
      throw new TopologyException(
          "%s: more than %d bytes, expected a topology file".formatted(name, LIMIT));
    }
    return parse(name, decode(name, bytes));
  }

  /// Reads a text.
  ///
  /// @param name what messages call it
  /// @throws TopologyException if it says something that no topology can be
  public static Topology parse(String name, String text) {
    if (text.length() > LIMIT) {
      throw new TopologyException(
          "%s: more than %d characters, expected a topology".formatted(name, LIMIT));
    }
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return TopologyReader.read(JsonTree.parse(name, marked ? text.substring(1) : text));
  }

  private static String decode(String name, byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (!result.isError()) {
      return out.toString();
    }
    String good = out.toString();
    int line = (int) good.chars().filter(c -> c == '\n').count() + 1;
    int column = good.length() - good.lastIndexOf('\n');
    throw new TopologyException(
        "%s:%d:%d: byte 0x%02x, expected a text in UTF-8"
            .formatted(name, line, column, bytes[in.position()] & 0xff));
  }
}
