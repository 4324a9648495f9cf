package org.barscope.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.barscope.app.session.Outlet;
import org.barscope.engine.event.Event;
import org.barscope.tracer.decode.EventText;
import org.barscope.tracer.decode.Glyphs;
import org.barscope.tracer.decode.LearntMembers;
import org.barscope.tracer.format.EventJson;

/// Standard output: events and a summary, as text or as JSON Lines. Once the reader has closed the
/// pipe it is silent.
abstract class Printer implements Outlet {
  private static final int BUFFER = 1 << 16;

  private boolean closed;
  private String problem = "";

  /// A printer in the wanted form.
  static Printer standardOutput(boolean json, boolean ascii) {
    OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER);
    return to(out, json, ascii);
  }

  /// A printer to somewhere else.
  static Printer to(OutputStream out, boolean json, boolean ascii) {
    try {
      return json ? new Json(out) : new Text(out, ascii ? Glyphs.ASCII : Glyphs.UTF_8);
    } catch (IOException e) {
      throw new CommandException("standard output: " + e.getMessage(), e);
    }
  }

  /// Prints one event.
  abstract void print(Event event) throws IOException;

  /// Prints what closes a run.
  abstract void printSummary(ObjectNode summary) throws IOException;

  /// Hands what was printed to the operating system.
  abstract void flush() throws IOException;

  @Override
  public void accept(Event event) {
    guarded(() -> print(event));
  }

  @Override
  public void idle() {
    guarded(this::flush);
  }

  /// Prints what closes a run.
  void summary(ObjectNode summary) {
    guarded(() -> printSummary(summary));
    guarded(this::flush);
  }

  /// Says what went wrong, if anything did but a reader who has gone.
  ///
  /// @throws CommandException if something did
  void complain() {
    if (!problem.isEmpty()) {
      throw new CommandException("standard output: " + problem);
    }
  }

  /// Whether the reader has gone.
  boolean closed() {
    return closed;
  }

  private interface Output {
    void run() throws IOException;
  }

  private void guarded(Output output) {
    if (!closed) {
      try {
        output.run();
      } catch (IOException e) {
        closed = true;
        String message = String.valueOf(e.getMessage());
        problem = message.contains("Broken pipe") ? "" : message;
      }
    }
  }

  private static final class Text extends Printer {
    private final Writer out;
    private final EventText text;
    private final Glyphs glyphs;
    private final LearntMembers members = new LearntMembers();

    Text(OutputStream out, Glyphs glyphs) {
      this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      this.glyphs = glyphs;
      this.text = new EventText(glyphs, members);
    }

    @Override
    void print(Event event) throws IOException {
      members.accept(event);
      write(text.lines(event));
    }

    @Override
    void printSummary(ObjectNode summary) throws IOException {
      write(text.flush());
      write(SummaryText.lines(summary, glyphs));
    }

    @Override
    void flush() throws IOException {
      out.flush();
    }

    private void write(List<String> lines) throws IOException {
      for (String line : lines) {
        out.write(line);
        out.write('\n');
      }
    }
  }

  private static final class Json extends Printer {
    private final LearntMembers members = new LearntMembers();
    private final EventJson json;

    Json(OutputStream out) throws IOException {
      this.json = EventJson.to(out, members);
    }

    @Override
    void print(Event event) throws IOException {
      members.accept(event);
      json.write(event);
    }

    @Override
    void printSummary(ObjectNode summary) throws IOException {
      json.summary(generator -> {
        for (var field : summary.properties()) {
          generator.writeFieldName(field.getKey());
          generator.writeRawValue(field.getValue().toString());
        }
      });
    }

    @Override
    void flush() throws IOException {
      json.flush();
    }
  }
}
