package org.barscope.tracer.format;

import java.util.Map;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.tracer.format.LogLine.RegionName;
import org.jspecify.annotations.Nullable;

/// Reads one line of a QEMU log.
final class LineParser {
  private static final Map<String, DeviceType> ACTIVITY =
      Map.of(
          "virtio_net_", DeviceType.NET,
          "virtio_blk_", DeviceType.BLOCK,
          "virtio_serial_", DeviceType.CONSOLE,
          "virtio_console_", DeviceType.CONSOLE,
          "virtio_rng_", DeviceType.ENTROPY,
          "virtio_balloon_", DeviceType.BALLOON,
          "virtio_scsi_", DeviceType.SCSI);

  private final LineCursor cursor = new LineCursor();
  private long time = LinePrefix.NONE;

  /// The time of the line parsed last, [LinePrefix#NONE] if it carries none.
  long time() {
    return time;
  }

  LogLine parse(byte[] bytes, int from, int to) {
    time = LinePrefix.NONE;
    cursor.set(bytes, from, to);
    cursor.skipSpaces();
    if (cursor.atEnd()) {
      return LogLine.BLANK;
    }
    long prefix = LinePrefix.read(cursor);
    int length = cursor.failed() ? 0 : nameLength();
    if (length == 0) {
      return LogLine.UNREADABLE;
    }
    time = prefix;
    QemuEvent event = QemuEvent.next(cursor, length);
    LogLine line = event == null ? activity(length) : known(event, length);
    return cursor.failed() ? LogLine.UNREADABLE : line;
  }

  /// The length of an event's name, 0 if there is none: letters, digits and at least one
  /// underscore, then a space or the end.
  private int nameLength() {
    int length = 0;
    boolean underscore = false;
    while (isName(cursor.peek(length))) {
      underscore |= cursor.peek(length) == '_';
      length++;
    }
    int after = cursor.peek(length);
    return underscore && (after == ' ' || cursor.at() + length == cursor.end()) ? length : 0;
  }

  private static boolean isName(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '_';
  }

  private LogLine known(QemuEvent event, int length) {
    cursor.moveTo(cursor.at() + length);
    cursor.skipSpaces();
    return switch (event) {
      case MEMORY_READ -> memoryAccess(Direction.READ);
      case MEMORY_WRITE -> memoryAccess(Direction.WRITE);
      case CONFIG_READ -> configAccess(Direction.READ, "->");
      case CONFIG_WRITE -> configAccess(Direction.WRITE, "<-");
      case MAPPING_ADD -> mapping(true);
      case MAPPING_DEL -> mapping(false);
      case MSIX_SWITCH -> msixSwitch();
      case SET_STATUS -> new LogLine.StatusSet(cursor.field("vdev"), (int) last("val"));
      case QUEUE_NOTIFY ->
          new LogLine.QueueNotify(cursor.field("vdev"), (int) cursor.field("n"), last("vq"));
      case QUEUE_INTERRUPT, QUEUE_INTERRUPT_IRQFD ->
          new LogLine.QueueInterrupt(cursor.field("vdev"), last("vq"));
      case CONFIG_INTERRUPT -> new LogLine.ConfigInterrupt(last("vdev"));
    };
  }

  private long last(String word) {
    long value = cursor.field(word);
    cursor.expectEnd();
    return value;
  }

  private LogLine memoryAccess(Direction direction) {
    if (cursor.nextIs("cpu ")) {
      cursor.field("cpu");
    }
    long region = cursor.field("mr");
    long address = cursor.field("addr");
    long value = cursor.field("value");
    int width = (int) cursor.field("size");
    RegionName name = regionName();
    if (width != 1 && width != 2 && width != 4 && width != 8) {
      cursor.fail();
    }
    long cut = width == 8 ? value : value & ((1L << (8 * width)) - 1);
    return new LogLine.MemoryAccess(direction, region, address, cut, width, name);
  }

  private RegionName regionName() {
    cursor.skipSpaces();
    if (cursor.atEnd()) {
      return RegionName.ABSENT;
    }
    if (!cursor.take("name '")) {
      cursor.fail();
      return RegionName.OTHER;
    }
    RegionName name = RegionName.OTHER;
    if (cursor.take("virtio-pci'")) {
      name = RegionName.LEGACY_BAR;
    } else if (cursor.take("msix-table'")) {
      name = RegionName.MSIX_TABLE;
    } else {
      cursor.skipPastLast('\'');
    }
    cursor.expectEnd();
    return name;
  }

  private LogLine configAccess(Direction direction, String arrow) {
    String device = cursor.word();
    String address = cursor.word();
    cursor.skipSpaces();
    cursor.expect('@');
    long offset = cursor.number();
    cursor.skipSpaces();
    if (!cursor.take(arrow)) {
      cursor.fail();
    }
    cursor.skipSpaces();
    long value = cursor.number();
    cursor.expectEnd();
    if (offset < 0 || offset > 0xfff || value < 0 || value > 0xffff_ffffL) {
      cursor.fail();
    }
    return new LogLine.ConfigAccess(direction, device, address, (int) offset, value);
  }

  private LogLine mapping(boolean added) {
    String device = cursor.word();
    String address = cursor.word();
    cursor.skipSpaces();
    long bar = cursor.number();
    cursor.expect(',');
    long base = cursor.number();
    cursor.expect('+');
    long size = cursor.number();
    cursor.expectEnd();
    if (bar < 0 || bar > 6 || size <= 0) {
      cursor.fail();
    }
    String name = device.startsWith("d=") ? "" : device;
    return new LogLine.Mapping(added, name, address, (int) bar, base, size);
  }

  private LogLine msixSwitch() {
    cursor.skipSpaces();
    if (!cursor.take("dev ")) {
      cursor.fail();
    }
    String device = cursor.word();
    long enabled = cursor.field("enabled");
    last("masked");
    return new LogLine.MsixSwitch(device, enabled != 0);
  }

  private LogLine activity(int length) {
    @Nullable DeviceType type = null;
    if (cursor.nextIs("virtio_")) {
      for (Map.Entry<String, DeviceType> entry : ACTIVITY.entrySet()) {
        if (cursor.nextIs(entry.getKey())) {
          type = entry.getValue();
        }
      }
    }
    if (type == null) {
      return LogLine.FOREIGN;
    }
    cursor.moveTo(cursor.at() + length);
    cursor.skipSpaces();
    if (!cursor.nextIs("vdev 0x")) {
      return LogLine.FOREIGN;
    }
    return new LogLine.DeviceActivity(cursor.field("vdev"), type);
  }
}
