package org.barscope.engine.device;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.ConfigLayout;
import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;

/// A device of any type on the control path, as its type's table has it: features, queues, and a
/// configuration of which drivers may write some fields.
public final class ConfigDevice implements VirtioDevice {
  private static final int LINK_UP = 1;

  private final DeviceTable table;
  private final int features;
  private final List<Integer> queueSizes;
  private final GuestOrder order;
  private final byte[] initial;
  private final byte[] config;

  /// @param features offered, bits 0 to 31
  /// @param queueSizes by queue index
  /// @param order the guest's byte order
  /// @param config the structure after power-up; shorter than the structure is filled with zeros
  public ConfigDevice(
      DeviceTable table, int features, List<Integer> queueSizes, GuestOrder order, Bytes config) {
    this.table = table;
    this.features = features;
    this.queueSizes = List.copyOf(queueSizes);
    this.order = order;
    this.initial = new byte[table.config().length()];
    config.copyTo(0, initial, 0, Math.min(initial.length, config.length()));
    this.config = initial.clone();
  }

  @Override
  public DeviceType type() {
    return table.type();
  }

  @Override
  public DeviceTable table() {
    return table;
  }

  @Override
  public int offeredFeatures() {
    return features;
  }

  @Override
  public int queueCount() {
    return queueSizes.size();
  }

  @Override
  public int queueSize(int queue) {
    return queueSizes.get(queue);
  }

  @Override
  public int configLength() {
    return config.length;
  }

  @Override
  public void configRead(int offset, byte[] into, int at, int width) {
    System.arraycopy(config, offset, into, at, width);
  }

  /// A field that drivers may write takes the bytes, if its feature is offered (L-050, L-056).
  @Override
  public String configWrite(int offset, byte[] from, int at, int width) {
    Optional<ConfigLayout.Named> field = table.config().holding(offset, width);
    if (field.isEmpty() || !field.get().writable()) {
      return "L-056";
    }
    if (field.get().feature() != 0 && (field.get().feature() & features) == 0) {
      return "L-050";
    }
    System.arraycopy(from, at, config, offset, width);
    return "";
  }

  /// What a driver wrote is gone; what the outside world changed stays.
  @Override
  public void reset() {
    System.arraycopy(initial, 0, config, 0, config.length);
  }

  @Override
  public boolean setLink(boolean up) {
    Optional<ConfigLayout.Named> link = table.link();
    if (link.isEmpty()) {
      return false;
    }
    int offset = link.get().field().offset();
    int width = link.get().field().width();
    int was = (int) order.get(config, offset, width);
    int is = up ? was | LINK_UP : was & ~LINK_UP;
    order.put(config, offset, width, is);
    order.put(initial, offset, width, is);
    return is != was;
  }

  @Override
  public boolean setConfig(int offset, byte[] bytes) {
    if (offset < 0 || offset + bytes.length > config.length) {
      throw new IllegalArgumentException(
          "config bytes %d to %d, expected inside 0 to %d"
              .formatted(offset, offset + bytes.length, config.length));
    }
    boolean changed = !Arrays.equals(config, offset, offset + bytes.length, bytes, 0, bytes.length);
    System.arraycopy(bytes, 0, config, offset, bytes.length);
    System.arraycopy(bytes, 0, initial, offset, bytes.length);
    return changed;
  }
}
