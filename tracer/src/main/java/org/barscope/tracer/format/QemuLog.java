package org.barscope.tracer.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.ImportReport;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep.Action;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.recording.TraceDataException;

/// Reads what QEMU's `log` trace backend wrote (`-trace … -D FILE`), plain or gzip, into a
/// [Recording].
///
/// Each legacy virtio function becomes a device with its register accesses, configuration accesses,
/// MSI-X switches, doorbells and interrupts; all other lines are counted. A log is read line by
/// line and never kept.
public final class QemuLog {
  private static final int UNREADABLE_SHOWN = 3;
  private static final int SHOWN_CHARACTERS = 60;
  private static final long NANOS_PER_LINE = 1000;

  private final String source;
  private final LineParser parser = new LineParser();
  private final Correlator correlator = new Correlator();
  private final List<String> firstUnreadable = new ArrayList<>();
  private long lines;
  private long blank;
  private long unreadable;
  private long firstTime = LinePrefix.NONE;
  private long lastTime;
  private String damage = "";

  private QemuLog(String source) {
    this.source = source;
  }

  /// Reads a file.
  ///
  /// @throws TraceDataException if it cannot be read, is no such log, or has no legacy virtio
  ///   device
  public static Recording read(Path file) throws TraceDataException {
    InputStream in = TraceInput.open(file);
    try (in) {
      return read(in, file.toString());
    } catch (IOException e) {
      throw TraceInput.because(file.toString(), "not readable: " + TraceInput.reason(e), e);
    }
  }

  /// Reads a stream to its end, without closing it.
  ///
  /// @param source the name to show for it
  /// @throws TraceDataException if it cannot be read, is no such log, or has no legacy virtio
  ///   device
  public static Recording read(InputStream in, String source) throws TraceDataException {
    QemuLog log = new QemuLog(source);
    log.readLines(in);
    return log.recording();
  }

  private void readLines(InputStream in) throws TraceDataException {
    try {
      LineSource text = new LineSource(TraceInput.unpacked(in, source));
      try {
        while (text.next()) {
          take(text);
        }
      } catch (EOFException | ZipException e) {
        if (text.leftover()) {
          lines++;
          reject("cut off");
        }
        String what = e instanceof ZipException ? "is corrupt" : "ends early";
        damage = "gzip data " + what + " after line " + lines;
      }
    } catch (EOFException e) {
      throw TraceInput.because(source, "gzip data that ends in its header", e);
    } catch (IOException e) {
      throw TraceInput.because(source, "not readable: " + TraceInput.reason(e), e);
    }
    correlator.finish();
  }

  private void take(LineSource text) {
    lines++;
    if (text.tooLong()) {
      reject("longer than " + LineSource.MAX_LINE_BYTES + " bytes");
      return;
    }
    LogLine line = parser.parse(text.bytes(), text.start(), text.end());
    if (line instanceof LogLine.Unreadable) {
      if (firstUnreadable.size() < UNREADABLE_SHOWN) {
        reject(shown(text.bytes(), text.start(), text.end()));
      } else {
        unreadable++;
      }
      return;
    }
    blank += line instanceof LogLine.Blank ? 1 : 0;
    correlator.accept(line, lines, time(parser.time()));
  }

  private void reject(String what) {
    unreadable++;
    if (firstUnreadable.size() < UNREADABLE_SHOWN) {
      firstUnreadable.add("line " + lines + ": " + what);
    }
  }

  /// The start of a line, with `.` for whatever is no printable ASCII.
  private static String shown(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    int end = Math.min(to, from + SHOWN_CHARACTERS);
    for (int i = from; i < end; i++) {
      text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
    }
    return end < to ? text.append('…').toString() : text.toString();
  }

  /// Nanoseconds since the first time of the log; never back, as threads of QEMU may be.
  private long time(long printed) {
    if (printed == LinePrefix.NONE) {
      lastTime = firstTime == LinePrefix.NONE ? lines * NANOS_PER_LINE : lastTime;
      return lastTime;
    }
    if (firstTime == LinePrefix.NONE) {
      firstTime = printed;
    }
    lastTime = Math.max(lastTime, printed - firstTime);
    return lastTime;
  }

  private Recording recording() throws TraceDataException {
    if (lines == 0) {
      String found = damage.isEmpty() ? "empty" : damage;
      throw new TraceDataException(source, found + ", expected a QEMU log trace");
    }
    if (lines == unreadable + blank) {
      throw new TraceDataException(
          source,
          "no QEMU log trace: none of its " + lines + " lines is a trace event" + afterDamage());
    }
    Assembler assembler = new Assembler(correlator);
    List<RecordedDevice> devices = assembler.assemble();
    if (devices.isEmpty()) {
      throw new TraceDataException(
          source,
          "no legacy virtio device in "
              + lines
              + " lines, expected accesses of a region 'virtio-pci' or of its BAR"
              + afterDamage());
    }
    if (!damage.isEmpty() && devices.stream().noneMatch(QemuLog::isAccessed)) {
      throw new TraceDataException(source, "no legacy register access" + afterDamage());
    }
    long used = assembler.usedLines();
    ImportReport report =
        new ImportReport(
            lines,
            used,
            lines - unreadable - used,
            unreadable,
            List.copyOf(firstUnreadable),
            damage);
    return new Recording(source, devices, report, firstTime != LinePrefix.NONE);
  }

  private String afterDamage() {
    return damage.isEmpty() ? "" : "; " + damage;
  }

  private static boolean isAccessed(RecordedDevice device) {
    return device.steps().stream()
        .anyMatch(step ->
            step.action() instanceof Action.Access access && access.region() == Region.BAR0);
  }
}
