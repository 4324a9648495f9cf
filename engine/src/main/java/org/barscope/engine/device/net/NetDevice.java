package org.barscope.engine.device.net;

import java.util.Arrays;
import java.util.List;
import org.barscope.engine.device.VirtioDevice;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.device.NetConfigField;

/// A network device's configuration: MAC, link status, queue pairs, MTU.
public final class NetDevice implements VirtioDevice {
  private final int features;
  private final List<Integer> queueSizes;
  private final GuestOrder order;
  private final byte[] initial;
  private final byte[] config;
  private boolean linkUp;

  /// @param features offered, bits 0 to 31
  /// @param queueSizes by queue index
  /// @param order the guest's byte order, which every field but the MAC follows
  /// @param config the structure after power-up; shorter than the structure is filled with zeros
  public NetDevice(int features, List<Integer> queueSizes, GuestOrder order, Bytes config) {
    this.features = features;
    this.queueSizes = List.copyOf(queueSizes);
    this.order = order;
    this.initial = new byte[NetConfigField.DUPLEX.field().end()];
    config.copyTo(0, initial, 0, Math.min(initial.length, config.length()));
    this.config = initial.clone();
    this.linkUp = (status() & NetConfigField.STATUS_LINK_UP) != 0;
  }

  @Override
  public DeviceType type() {
    return DeviceType.NET;
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

  /// > … the driver can … set the MAC address by writing the mac field (virtio 1.4, 5.1.4.3 "Legacy
  /// > Interface: Device configuration layout"); every other field is read-only (L-056).
  @Override
  public String configWrite(int offset, byte[] from, int at, int width) {
    if (!NetConfigField.MAC.field().holds(offset, width)) {
      return "L-056";
    }
    System.arraycopy(from, at, config, offset, width);
    return "";
  }

  /// The MAC that a driver wrote is gone; the link is as the outside world has it.
  @Override
  public void reset() {
    System.arraycopy(initial, 0, config, 0, config.length);
    setLink(linkUp);
  }

  @Override
  public boolean setLink(boolean up) {
    linkUp = up;
    int was = status();
    int is = up ? was | NetConfigField.STATUS_LINK_UP : was & ~NetConfigField.STATUS_LINK_UP;
    order.put(config, NetConfigField.STATUS.field().offset(), 2, is);
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
    linkUp = (status() & NetConfigField.STATUS_LINK_UP) != 0;
    return changed;
  }

  private int status() {
    return (int) order.get(config, NetConfigField.STATUS.field().offset(), 2);
  }
}
