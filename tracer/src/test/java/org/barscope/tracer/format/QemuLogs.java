package org.barscope.tracer.format;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.recording.TraceDataException;

/// Reads logs written in a test, and shows steps in one word each.
public final class QemuLogs {
  private QemuLogs() {}

  public static Recording read(String log) {
    return read(log.getBytes(StandardCharsets.ISO_8859_1));
  }

  public static Recording read(byte[] log) {
    try {
      return QemuLog.read(new ByteArrayInputStream(log), "test.log");
    } catch (TraceDataException e) {
      throw new AssertionError(e);
    }
  }

  /// Reads a log with exactly one device.
  public static RecordedDevice device(String log) {
    List<RecordedDevice> devices = read(log).devices();
    if (devices.size() != 1) {
      throw new AssertionError("expected one device: " + devices);
    }
    return devices.getFirst();
  }

  /// The steps as words: `R8@12=00` and `W16@0e=0100` for BAR0 (offset and data in hex, data in
  /// memory order), `c` in front for configuration space, `?` behind for inferred.
  public static List<String> words(List<RecordedStep> steps) {
    List<String> words = new ArrayList<>();
    for (RecordedStep step : steps) {
      words.add(word(step.action()) + (step.inferred() ? "?" : ""));
    }
    return words;
  }

  public static List<String> words(RecordedDevice device) {
    return words(device.steps());
  }

  private static String word(Action action) {
    return switch (action) {
      case Action.Access access ->
          "%s%s%d@%02x=%s"
              .formatted(
                  access.region() == Region.CONFIG ? "c" : "",
                  access.direction().name().substring(0, 1),
                  8 * access.width(),
                  access.offset(),
                  access.data().toHex());
      case Action.SwitchIrqMode change -> change.mode().name();
      case Action.QueueInterrupt interrupt -> "irq" + interrupt.queue();
      case Action.ConfigInterrupt interrupt -> "irqConfig";
    };
  }
}
