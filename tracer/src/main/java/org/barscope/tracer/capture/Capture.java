package org.barscope.tracer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.EventSink;
import org.barscope.engine.event.Fact;
import org.barscope.tracer.pcapng.Block;
import org.barscope.tracer.pcapng.CaptureDataException;
import org.barscope.tracer.pcapng.Option;
import org.barscope.tracer.pcapng.PcapngReader;
import org.jspecify.annotations.Nullable;

/// A capture file, read once from its first event to its last. Nothing is loaded whole.
///
/// A file that a crash has cut, or that is damaged further on, gives its events up to there;
/// [#damage] then says where and what. Packets of interfaces that are not Barscope's are passed
/// over. Not thread-safe.
public final class Capture implements Closeable {
  /// What a summary begins with, in a comment of the first interface's statistics.
  static final String SUMMARY_MARK = "barscope summary ";

  private static final String UNFINISHED =
      "ends without its closing statistics: the run did not end properly, or a tool cut the file";

  private final PcapngReader reader;
  private final String name;
  private final List<@Nullable Source> interfaces = new ArrayList<>();
  private final Set<RecordingId> recordings = new LinkedHashSet<>();
  private @Nullable FormatVersion version;
  private @Nullable Event first;
  private boolean firstTaken;
  private boolean ended;
  private boolean closed;
  private boolean ours;
  private String summary = "";
  private @Nullable Source last;
  private @Nullable Damage damage;
  private long start;
  private long foreign;
  private long malformed;

  /// Where a file stops being what it should be.
  ///
  /// @param offset in the file, in bytes
  /// @param message one line, for a warning
  public record Damage(long offset, String message) {}

  private Capture(PcapngReader reader, String name) {
    this.reader = reader;
    this.name = name;
  }

  /// Opens a capture and reads up to its first event.
  ///
  /// @throws CaptureDataException if it is not a capture, or one of a newer major version
  /// @throws IOException if it cannot be read
  public static Capture open(Path file) throws IOException {
    return open(Files.newInputStream(file), file.toString());
  }

  /// Opens a capture that comes from somewhere else.
  ///
  /// @param in closed with the capture, also when it cannot be opened
  /// @param name for messages
  public static Capture open(InputStream in, String name) throws IOException {
    Capture capture = new Capture(new PcapngReader(in, name), name);
    try {
      capture.begin();
      return capture;
    } catch (IOException e) {
      capture.close();
      throw e;
    }
  }

  /// The version of the format that the file was written in.
  public FormatVersion version() {
    return version == null ? FormatVersion.CURRENT : version;
  }

  /// When the first recording started, in nanoseconds since 1970-01-01 00:00 UTC; 0 for a run in
  /// virtual time.
  public long start() {
    return start;
  }

  /// The recordings whose interfaces have been read so far: one, unless the file was merged.
  public Set<RecordingId> recordings() {
    return Set.copyOf(recordings);
  }

  /// The recording of the event that [#next] returned last.
  public Optional<RecordingId> recordingOfLast() {
    return Optional.ofNullable(last).map(Source::recording);
  }

  /// The setup, as JSON; empty if the capture does not begin with it.
  public Optional<String> setup() {
    return first != null && first.fact() instanceof Fact.Setup setup
        ? Optional.of(setup.json())
        : Optional.empty();
  }

  /// What the run left about itself as a whole, as JSON; known when [#next] has come to the end,
  /// and empty if it left nothing.
  public Optional<String> summary() {
    return summary.isEmpty() ? Optional.empty() : Optional.of(summary);
  }

  /// The first damage found so far; complete when [#next] has come to the end.
  public Optional<Damage> damage() {
    return Optional.ofNullable(damage);
  }

  /// How many packets so far could not be read: those whose number can be read are events with
  /// [Fact.Unknown], the others are left out.
  public long malformed() {
    return malformed;
  }

  /// How many packets so far belonged to interfaces of other programs, and were passed over.
  public long foreign() {
    return foreign;
  }

  /// The next event, in the order of the file; empty at the end.
  ///
  /// @throws IOException if the file cannot be read; damage is no exception
  public Optional<Event> next() throws IOException {
    if (!firstTaken) {
      firstTaken = true;
      return Optional.ofNullable(first);
    }
    return Optional.ofNullable(read());
  }

  /// Hands every event that is left to `sink`.
  ///
  /// @throws IOException if the file cannot be read; damage is no exception
  public void forEach(EventSink sink) throws IOException {
    for (Optional<Event> event = next(); event.isPresent(); event = next()) {
      sink.accept(event.get());
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private void begin() throws IOException {
    first = read();
    if (version == null) {
      throw new CaptureDataException(
          name,
          "file",
          0,
          (ended && reader.cutAt().isPresent() ? "cut off inside its first block" : "no recording")
              + ", expected a capture written by barscope");
    }
  }

  private @Nullable Event read() throws IOException {
    if (ended) {
      return null;
    }
    try {
      Optional<Block> block = reader.next();
      while (block.isPresent()) {
        Event event = event(block.get());
        if (event != null) {
          return event;
        }
        block = reader.next();
      }
    } catch (CaptureDataException e) {
      if (version == null) {
        throw e;
      }
      damaged(e.offset(), String.valueOf(e.getMessage()));
    }
    ended = true;
    reader
        .cutAt()
        .ifPresent(
            cut -> damaged(cut, "cut off at 0x" + Long.toHexString(cut) + ", inside a block"));
    if (ours && !closed) {
      damaged(reader.offset(), UNFINISHED);
    }
    return null;
  }

  private @Nullable Event event(Block block) throws IOException {
    return switch (block) {
      case Block.SectionHeader header -> {
        interfaces.clear();
        Optional<Option> mark = Option.find(header.options(), Option.SECTION_APPLICATION);
        closed = false;
        ours = mark.flatMap(text -> FormatVersion.in(text.text())).isPresent();
        if (mark.isPresent()) {
          check(FormatVersion.in(mark.get().text()));
        }
        yield null;
      }
      case Block.InterfaceDescription description -> {
        addInterface(Source.read(description));
        yield null;
      }
      case Block.EnhancedPacket packet -> packet(packet);
      case Block.InterfaceStatistics statistics -> {
        closed = true;
        Option.find(statistics.options(), Option.COMMENT)
            .map(Option::text)
            .filter(text -> text.startsWith(SUMMARY_MARK))
            .ifPresent(text -> summary = text.substring(SUMMARY_MARK.length()));
        yield null;
      }
      case Block.Unknown _ -> null;
    };
  }

  private void check(Optional<FormatVersion> found) throws CaptureDataException {
    if (found.isEmpty()) {
      return;
    }
    if (found.get().major() > FormatVersion.CURRENT.major()) {
      version = null; // not damage: the file as a whole is refused
      throw new CaptureDataException(
          name,
          "pcapng block",
          reader.offset(),
          "capture format "
              + found.get()
              + ", expected "
              + FormatVersion.CURRENT.major()
              + ".x: a newer barscope is needed");
    }
    if (version == null) {
      version = found.get();
    }
  }

  private void addInterface(Optional<Source> source) throws CaptureDataException {
    check(source.map(Source::version));
    interfaces.add(source.orElse(null));
    if (source.isPresent() && recordings.add(source.get().recording()) && recordings.size() == 1) {
      start = source.get().start();
    }
  }

  private @Nullable Event packet(Block.EnhancedPacket packet) throws CaptureDataException {
    int number = packet.interfaceId();
    if (version == null) {
      throw new CaptureDataException(
          name,
          "pcapng block",
          reader.offset(),
          "a packet of another program, expected a capture written by barscope");
    }
    if (number < 0 || number >= interfaces.size()) {
      malformed("packet of interface " + number + ", the section has " + interfaces.size());
      return null;
    }
    Source source = interfaces.get(number);
    if (source == null) {
      foreign++;
      return null;
    }
    try {
      last = source;
      Event event = EventCodec.read(packet.data(), source, packet.timestamp() - source.start());
      if (event.fact() instanceof Fact.Unknown fact && KindCode.isKnown(fact.kind())) {
        malformed("event " + event.seq() + " of kind " + fact.kind() + " that cannot be read");
      }
      return event;
    } catch (MalformedPayloadException e) {
      malformed("event that cannot be read: " + e.problem());
      return null;
    }
  }

  private void malformed(String problem) {
    malformed++;
    damaged(
        reader.offset(), "pcapng block at 0x" + Long.toHexString(reader.offset()) + ": " + problem);
  }

  private void damaged(long offset, String message) {
    if (damage == null) {
      damage = new Damage(offset, message);
    }
  }
}
