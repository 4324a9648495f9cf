package org.barscope.tracer.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedStep.Action;
import org.jspecify.annotations.Nullable;

/// One PCI function, as configuration and mapping lines tell it.
final class FunctionTrack {
  private static final int BARS = 6;
  private static final int FIRST_BAR = 0x10; // PCI_BASE_ADDRESS_0
  private static final int AFTER_BARS = FIRST_BAR + 4 * BARS;

  /// The pending bits lie behind the MSI-X table.
  static final int TABLE_BYTES = 0x800;

  private String model;
  private final String address;
  private final long firstLine;
  private final List<Timed> steps = new ArrayList<>();
  private final @Nullable BarWindow[] bars = new @Nullable BarWindow[BARS];
  private final boolean[] mapped = new boolean[BARS];
  private final long[] sizes = new long[BARS];
  private final boolean[] sizing = new boolean[BARS];
  private final List<BarWindow> ioWindows = new ArrayList<>();
  private boolean mappingLines;
  private boolean configLines;
  private int deviceId = -1;
  private int tableVectors;
  private long lines;

  FunctionTrack(String model, String address, long firstLine) {
    this.model = model;
    this.address = address;
    this.firstLine = firstLine;
  }

  String model() {
    return model;
  }

  /// Whether lines that print this model and address are about this function; an older QEMU prints
  /// no model in mapping lines.
  boolean is(String otherModel, String otherAddress) {
    return address.equals(otherAddress)
        && (model.equals(otherModel) || model.isEmpty() || otherModel.isEmpty());
  }

  /// Learns the model, if only mapping lines without it came before.
  void model(String printed) {
    if (model.isEmpty()) {
      model = printed;
    }
  }

  /// Its name for people.
  String name() {
    return (model.isEmpty() ? "virtio-pci" : model) + " " + address;
  }

  long firstLine() {
    return firstLine;
  }

  /// Configuration accesses and MSI-X switches, in order.
  List<Timed> steps() {
    return steps;
  }

  boolean configLines() {
    return configLines;
  }

  /// The PCI device id that the guest read, -1 if it did not.
  int deviceId() {
    return deviceId;
  }

  int tableVectors() {
    return tableVectors;
  }

  /// How many lines told about this function.
  long lines() {
    return lines;
  }

  void countLine() {
    lines++;
  }

  /// Whether its name or its id says that it is a virtio function.
  boolean isVirtio() {
    return DeviceModel.isVirtio(model) || deviceId >= 0;
  }

  /// Takes a configuration access whose width is known by now.
  void config(long line, long time, LogLine.ConfigAccess access, int width) {
    configLines = true;
    Bytes data = Bytes.ofLittle(access.value(), width);
    steps.add(
        new Timed(
            line,
            time,
            new Timed.What.Step(
                new Action.Access(
                    Region.CONFIG, access.direction(), access.offset(), width, data))));
  }

  /// Learns from a configuration access at the moment of its line.
  void learn(LogLine.ConfigAccess access) {
    int offset = access.offset();
    if (access.direction() == Direction.READ) {
      long id = offset == 0 ? access.value() >>> 16 : offset == 2 ? access.value() & 0xffff : 0;
      if (id != 0 && id != 0xffff && deviceId < 0) {
        deviceId = (int) id;
      }
    }
    if (offset >= FIRST_BAR && offset < AFTER_BARS && offset % 4 == 0 && !mappingLines) {
      learnBar((offset - FIRST_BAR) / 4, access.direction(), access.value());
    }
  }

  private void learnBar(int bar, Direction direction, long value) {
    if (direction == Direction.WRITE) {
      sizing[bar] = value == 0xffff_ffffL;
    }
    boolean io = bar == 0;
    long base = value & (io ? ~3L : ~15L);
    if (sizing[bar]) {
      if (direction == Direction.READ && base != 0) {
        sizes[bar] = -base & 0xffff_ffffL;
      }
    } else if (base != 0 && base < 0xffff_ff00L) {
      long size = sizes[bar] > 0 ? sizes[bar] : io ? BarWindow.LARGEST_IO : 0x1000;
      place(bar, new BarWindow(base, size, sizes[bar] > 0));
    }
  }

  void map(LogLine.Mapping mapping) {
    if (!mappingLines) {
      mappingLines = true;
      Arrays.fill(bars, null);
      ioWindows.clear();
    }
    if (mapping.bar() >= BARS) {
      return;
    }
    if (mapping.added()) {
      place(mapping.bar(), new BarWindow(mapping.base(), mapping.size(), true));
    }
    mapped[mapping.bar()] = mapping.added();
  }

  private void place(int bar, BarWindow window) {
    bars[bar] = window;
    if (bar == 0 && !ioWindows.contains(window)) {
      ioWindows.add(window);
    }
  }

  /// BAR0 as it lies now, or lay last; null if not known.
  @Nullable BarWindow ioWindow() {
    return bars[0];
  }

  /// Whether BAR0 is known to be switched off now.
  boolean unmapped() {
    return mappingLines && !mapped[0];
  }

  /// Takes an access of the MSI-X table, which QEMU keeps at the start of BAR1.
  ///
  /// @return false if the address is none of this function's
  boolean touchTable(long addressInMemory) {
    BarWindow window = bars[1];
    if (window == null || !window.holds(addressInMemory)) {
      return false;
    }
    touchTableAt(addressInMemory - window.base());
    return true;
  }

  /// Takes an access of the MSI-X table at this offset.
  void touchTableAt(long offset) {
    if (offset < TABLE_BYTES) {
      tableVectors = Math.max(tableVectors, (int) (offset / 16) + 1);
      lines++;
    }
  }

  /// Everywhere BAR0 ever lay.
  List<BarWindow> ioWindows() {
    return ioWindows;
  }
}
