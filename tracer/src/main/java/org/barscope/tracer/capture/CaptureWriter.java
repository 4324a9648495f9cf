package org.barscope.tracer.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.barscope.engine.event.Fact;
import org.barscope.tracer.pcapng.Block;
import org.barscope.tracer.pcapng.BlockBuffer;
import org.barscope.tracer.pcapng.CaptureDataException;
import org.barscope.tracer.pcapng.Option;
import org.jspecify.annotations.Nullable;

/// Writes events into a capture file, whole blocks at a time.
///
/// Events are collected and appended to the file when 64 KiB have come together and on [#flush]:
/// call that about once a second. Whatever happens to the process, no more than the events since
/// then are lost, and the file opens. The same events with the same id and start give the same
/// bytes.
///
/// Used by one thread at a time.
public final class CaptureWriter implements EventSink, AutoCloseable {
  private static final int BATCH = 1 << 16;
  private static final int MOST_SUMMARY = 65_000;

  private final Path file;
  private final FileChannel channel;
  private final RecordingId recording;
  private final long start;
  private final InterfaceTable interfaces = new InterfaceTable();
  private final BlockBuffer buffer = new BlockBuffer(2 * BATCH);
  private @Nullable CaptureWriteException failure;
  private String summary = "";

  private CaptureWriter(Path file, FileChannel channel, RecordingId recording, long start) {
    this.file = file;
    this.channel = channel;
    this.recording = recording;
    this.start = start;
  }

  /// Begins a capture file. A file that is there already is replaced if it is a capture or empty,
  /// and left alone if it is anything else; a device or a pipe is written to.
  ///
  /// @param recording tells this recording from others; fixed for a run that is to be repeatable
  /// @param start when the recording starts, in nanoseconds since 1970-01-01 00:00 UTC; 0 for a run
  ///   in virtual time
  /// @throws CaptureWriteException if the file cannot be written, or is not a capture
  public static CaptureWriter create(Path file, RecordingId recording, long start) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > 0 && !isCapture(file)) {
        throw new CaptureWriteException(
            file, "there is a file that is not a capture", new IOException("not a capture"));
      }
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      CaptureWriter writer = new CaptureWriter(file, channel, recording, start);
      try {
        writer.begin();
      } catch (CaptureWriteException e) {
        channel.close();
        throw e;
      }
      return writer;
    } catch (IOException e) {
      throw new CaptureWriteException(file, reason(e), e);
    }
  }

  /// Takes one event, in order of `seq`.
  ///
  /// @throws CaptureWriteException if the file cannot be written any further; every later call
  ///   fails in the same way
  @Override
  public void accept(Event event) {
    int number = interfaces.number(event.pf(), event.vf());
    if (number == InterfaceTable.NONE) {
      number = addInterface(event.pf(), event.vf());
    }
    long timestamp = start + event.time();
    long lost = event.fact() instanceof Fact.Lost fact ? fact.count() : 0;
    interfaces.count(number, lost, timestamp);
    Block.EnhancedPacket.begin(buffer, number, timestamp);
    EventCodec.write(buffer, event);
    Block.EnhancedPacket.endData(buffer);
    if (lost != 0) {
      Option.write(buffer, List.of(Option.number(Option.PACKET_DROPPED, lost)));
    }
    buffer.end();
    if (buffer.size() >= BATCH) {
      flush();
    }
  }

  /// Hands everything so far to the operating system.
  ///
  /// @throws CaptureWriteException if the file cannot be written any further
  public void flush() {
    if (failure != null) {
      throw failure;
    }
    try {
      buffer.drainTo(channel);
    } catch (IOException e) {
      failure = new CaptureWriteException(file, reason(e), e);
      throw failure;
    }
  }

  /// What [#close] leaves in the file about the run as a whole, for [Capture#summary].
  ///
  /// @param json one JSON object; one that is longer than a pcapng comment can be is left out
  public void summary(String json) {
    summary = json.getBytes(StandardCharsets.UTF_8).length <= MOST_SUMMARY ? json : "";
  }

  /// Writes what each interface has counted, and closes the file. After a failed write it only
  /// closes.
  ///
  /// @throws CaptureWriteException if the last batch cannot be written
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      if (failure == null) {
        if (interfaces.size() == 0) {
          addInterface(0, 0); // what has no statistics at the end did not end properly
        }
        for (int i = 0; i < interfaces.size(); i++) {
          statistics(i).write(buffer);
        }
        flush();
      }
    } catch (IOException e) {
      throw new CaptureWriteException(file, reason(e), e);
    }
  }

  private void begin() {
    String mark = FormatVersion.CURRENT.mark();
    new Block.SectionHeader(1, 0, List.of(Option.text(Option.SECTION_APPLICATION, mark)))
        .write(buffer);
    flush();
  }

  private int addInterface(int pf, int vf) {
    Source source = new Source(FormatVersion.CURRENT, recording, pf, vf, start);
    int number = interfaces.add(source);
    source.write().write(buffer);
    return number;
  }

  private Block.InterfaceStatistics statistics(int number) {
    List<Option> options = new ArrayList<>();
    if (number == 0 && !summary.isEmpty()) {
      options.add(Option.text(Option.COMMENT, Capture.SUMMARY_MARK + summary));
    }
    options.add(Option.number(Option.STATISTICS_RECEIVED, interfaces.packets(number)));
    options.add(Option.number(Option.STATISTICS_DROPPED, interfaces.lost(number)));
    return new Block.InterfaceStatistics(number, interfaces.lastTime(number), options);
  }

  private static boolean isCapture(Path file) throws IOException {
    try (Capture _ = Capture.open(file)) {
      return true;
    } catch (CaptureDataException _) {
      return false;
    }
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException fs ? fs.getReason() : e.getMessage();
    return reason != null ? reason : e instanceof FileSystemException ? word(e) : e.toString();
  }

  /// `java.nio` says what is wrong in the class only.
  private static String word(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such directory";
      case AccessDeniedException _ -> "permission denied";
      default -> e.getClass().getSimpleName();
    };
  }
}
