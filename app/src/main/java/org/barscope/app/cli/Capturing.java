package org.barscope.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.barscope.app.session.Outlet;
import org.barscope.engine.event.Event;
import org.barscope.tracer.capture.CaptureWriter;
import org.barscope.tracer.capture.RecordingId;
import org.barscope.tracer.replay.Cast;
import org.barscope.tracer.replay.Pace;
import org.jspecify.annotations.Nullable;

/// The capture that is written along, if one is.
record Capturing(@Nullable CaptureWriter writer) implements Outlet, AutoCloseable {
  /// A repeatable run has a repeatable id and starts at 0.
  static Capturing into(@Nullable Path file, Cast cast, Pace pace) {
    if (file == null) {
      return new Capturing(null);
    }
    if (!pace.isMax()) {
      long start = System.currentTimeMillis() * 1_000_000;
      return new Capturing(CaptureWriter.create(file, RecordingId.random(), start));
    }
    UUID id = UUID.nameUUIDFromBytes(cast.topology().toString().getBytes(StandardCharsets.UTF_8));
    RecordingId recording =
        new RecordingId(id.getMostSignificantBits(), id.getLeastSignificantBits());
    return new Capturing(CaptureWriter.create(file, recording, 0));
  }

  @Override
  public void accept(Event event) {
    if (writer != null) {
      writer.accept(event);
    }
  }

  @Override
  public void idle() {
    if (writer != null) {
      writer.flush();
    }
  }

  void close(ObjectNode summary) {
    if (writer != null) {
      writer.summary(summary.toString());
      writer.close();
    }
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
