package org.barscope.engine.device;

import org.barscope.engine.protocol.device.DeviceTable;
import org.barscope.engine.protocol.device.DeviceType;

/// The part of a member that depends on its device type: features, queues, configuration.
///
/// The register file calls it while holding its own lock.
public interface VirtioDevice {
  /// The device type.
  DeviceType type();

  /// What is particular to the type.
  DeviceTable table();

  /// The feature bits 0 to 31 that it offers.
  int offeredFeatures();

  /// How many queues it has.
  int queueCount();

  /// The size of a queue below [#queueCount()]; 0 for an absent one.
  int queueSize(int queue);

  /// Bytes of its configuration structure.
  int configLength();

  /// Copies configuration bytes out; the range lies inside the structure.
  void configRead(int offset, byte[] into, int at, int width);

  /// Takes a driver's write to configuration.
  ///
  /// @return an empty text, or which rule the write breaks; the write then has no effect
  String configWrite(int offset, byte[] from, int at, int width);

  /// Back to the state after power-up.
  void reset();

  /// Sets whether the link is up; a type without a link does nothing.
  ///
  /// @return whether that changed the configuration
  boolean setLink(boolean up);

  /// Changes configuration bytes from the device's side.
  ///
  /// @return whether that changed anything
  boolean setConfig(int offset, byte[] bytes);
}
