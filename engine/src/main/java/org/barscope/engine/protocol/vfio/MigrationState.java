package org.barscope.engine.protocol.vfio;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The states of a device that can migrate, by number (enum vfio_device_mig_state).
public enum MigrationState {
  /// Nothing but a reset leads out of it; no driver of virtio gets into it.
  ERROR, // VFIO_DEVICE_STATE_ERROR
  /// Stopped: nothing changes.
  STOP, // VFIO_DEVICE_STATE_STOP
  /// At work.
  RUNNING, // VFIO_DEVICE_STATE_RUNNING
  /// Stopped, and its state can be read from the data file.
  STOP_COPY, // VFIO_DEVICE_STATE_STOP_COPY
  /// Stopped, and a state can be written to the data file.
  RESUMING, // VFIO_DEVICE_STATE_RESUMING
  /// At work, but it begins no transaction with another device.
  RUNNING_P2P, // VFIO_DEVICE_STATE_RUNNING_P2P
  /// At work, and its state so far can be read from the data file.
  PRE_COPY, // VFIO_DEVICE_STATE_PRE_COPY
  /// Both of the last two.
  PRE_COPY_P2P; // VFIO_DEVICE_STATE_PRE_COPY_P2P

  /// The flag of a device that has the states [#STOP_COPY] and [#RESUMING].
  public static final int HAS_STOP_COPY = 1; // VFIO_MIGRATION_STOP_COPY

  /// The flag of a device that has [#RUNNING_P2P].
  public static final int HAS_P2P = 2; // VFIO_MIGRATION_P2P

  /// The flag of a device that has [#PRE_COPY].
  public static final int HAS_PRE_COPY = 4; // VFIO_MIGRATION_PRE_COPY

  /// Its number.
  public int number() {
    return ordinal();
  }

  /// Whether its state can be read in it.
  public boolean saving() {
    return this == PRE_COPY || this == PRE_COPY_P2P || this == STOP_COPY;
  }

  /// How files and the command line spell it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state with this number; empty if there is none.
  public static Optional<MigrationState> of(int number) {
    return number >= 0 && number < values().length
        ? Optional.of(values()[number])
        : Optional.empty();
  }

  /// The state with this text; empty if there is none.
  public static Optional<MigrationState> named(String text) {
    return Arrays.stream(values()).filter(state -> state.text().equals(text)).findFirst();
  }

  /// Every state's text, by number.
  public static List<String> texts() {
    return Arrays.stream(values()).map(MigrationState::text).toList();
  }
}
