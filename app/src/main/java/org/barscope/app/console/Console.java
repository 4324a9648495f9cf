package org.barscope.app.console;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.barscope.engine.Engine;
import org.barscope.engine.Topology;

/// Serves requests, one JSON object per line, and answers each with one line, in their order
/// (`docs/console.md`).
///
/// The console is the VMM of every member and drains the engine's events. One thread, and one
/// beside it that drains while a request takes long: the engine waits when nobody takes its events.
public final class Console {
  /// The longest request, in bytes.
  static final int MOST_LINE = 1 << 22;

  /// How many events are kept.
  static final int MOST_EVENTS = 1_000_000;

  private static final int DRAINED = 1 << 16;
  private static final double FULL = 0.5;
  private static final long LOOK_MILLIS = 1;
  private static final int MOST_SHOWN = 200;

  /// What the parser says about itself, not about the line.
  private static final Pattern INTERNALS =
      Pattern.compile("\\s*\\(start marker at \\[.*?]\\)|, from `[^`]*`|: enable `[^`]*` to allow");

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonFactory.Feature.CHARSET_DETECTION)
                  .build()
                  .setRootValueSeparator(""))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

  private final Engine engine;
  private final History history;
  private final Accesses accesses;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private boolean quit;

  /// A console to an engine that was just started.
  ///
  /// @param topology the engine's
  /// @param deterministic whether its clock is virtual
  public Console(Engine engine, Topology topology, boolean deterministic) {
    this(engine, topology, deterministic, MOST_EVENTS);
  }

  Console(Engine engine, Topology topology, boolean deterministic, int mostEvents) {
    this.engine = engine;
    this.history = new History(mostEvents);
    this.accesses = new Accesses(engine.scheduler(), deterministic);
    Members members = new Members(Guest.of(engine));
    new EngineOperations(engine, topology.switches(), members, accesses).register(operations);
    new EventOperations(history, members).register(operations);
    new DeviceOperations(members, accesses, new OwnerBarOperations(engine, members, accesses))
        .register(operations);
    new MigrationOperations(members, accesses).register(operations);
    new OwnerOperations(engine, members, accesses).register(operations);
    operations.put("quit", this::quit);
  }

  /// Serves requests until `quit` or the end of the input.
  ///
  /// @throws IOException if the output cannot be written
  /// @throws java.io.UncheckedIOException if the input cannot be read
  public void serve(InputStream in, OutputStream out) throws IOException {
    Replies replies = new Replies(JSON, out);
    RequestLines lines = new RequestLines(in, MOST_LINE, replies::flush);
    Thread flusher = replies.flusher();
    Thread drainer = Thread.ofPlatform().name("events").daemon().unstarted(this::keepDraining);
    flusher.start();
    drainer.start();
    try {
      serveAll(lines, replies);
    } finally {
      flusher.interrupt();
      drainer.interrupt();
    }
    replies.flush();
  }

  private void serveAll(RequestLines lines, Replies replies) throws IOException {
    while (!quit && lines.next()) {
      if (lines.tooLong()) {
        replies.write(
            NullNode.getInstance(),
            Answer.invalid(
                "line of more than %d bytes, expected a shorter one".formatted(MOST_LINE)));
      } else if (!lines.blank()) {
        serve(lines, replies);
      }
    }
  }

  /// Whether an access has not ended.
  public boolean anyPending() {
    return accesses.anyPending();
  }

  private void serve(RequestLines lines, Replies replies) throws IOException {
    JsonNode request;
    try {
      request = JSON.readTree(lines.buffer(), lines.start(), lines.length());
    } catch (IOException e) {
      replies.write(NullNode.getInstance(), Answer.invalid("not JSON: " + problem(e)));
      return;
    }
    if (!request.isObject()) {
      replies.write(
          NullNode.getInstance(),
          Answer.invalid(
              "a JSON "
                  + request.getNodeType().name().toLowerCase(Locale.ROOT)
                  + ", expected an object with id and op"));
      return;
    }
    JsonNode id = request.path("id");
    Answer answer = perform(new Request(request));
    replies.write(id.isMissingNode() ? NullNode.getInstance() : id, answer);
  }

  private Answer perform(Request request) {
    drain();
    try {
      Operation operation = operations.get(request.op());
      if (operation == null) {
        throw request.wrong("op", "one of " + String.join(", ", operations.keySet()));
      }
      return operation.perform(request);
    } catch (BadRequestException e) {
      return Answer.invalid(String.valueOf(e.getMessage()));
    }
  }

  private void drain() {
    synchronized (history) {
      while (engine.drain(history, DRAINED) == DRAINED) {
        assert history.next() > 0 : "nothing was drained";
      }
    }
  }

  private void keepDraining() {
    try {
      while (!Thread.interrupted()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        if (engine.fill() > FULL) {
          drain();
        }
      }
    } catch (InterruptedException end) {
      return;
    }
  }

  private Answer quit(Request request) {
    request.end();
    quit = true;
    return Answer.OK;
  }

  private static String problem(IOException e) {
    String text =
        e instanceof JacksonException jackson
            ? jackson.getOriginalMessage()
            : String.valueOf(e.getMessage());
    String line =
        INTERNALS.matcher(text.lines().collect(Collectors.joining(" "))).replaceAll("").strip();
    return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN - 1) + "…";
  }
}
