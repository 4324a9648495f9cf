package org.barscope.tracer.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.device.DeviceType;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.tracer.recording.RecordedDevice;
import org.barscope.tracer.recording.RecordedStep;
import org.barscope.tracer.recording.RecordedStep.Action;

/// Recorded devices written as words: `W8@12=00` (offset and data in hex, data in memory order),
/// `c` in front for configuration space, `MSIX`, `NONE`, `irq1`.
final class Steps {
  static final long FIRST_TIME = 1000;

  private Steps() {}

  static RecordedDevice device(String... words) {
    return device(DeviceType.NET, words);
  }

  static RecordedDevice device(DeviceType type, String... words) {
    List<RecordedStep> steps = new ArrayList<>();
    boolean msix = false;
    for (String word : words) {
      Action action = action(word);
      msix |= action instanceof Action.SwitchIrqMode;
      steps.add(new RecordedStep(FIRST_TIME + steps.size(), false, action));
    }
    return new RecordedDevice(
        "test",
        Optional.of(type),
        false,
        false,
        0,
        new RecordedDevice.Sources(true, msix, true, true),
        List.copyOf(steps));
  }

  private static Action action(String word) {
    if (word.startsWith("irq")) {
      return new Action.QueueInterrupt(Integer.parseInt(word.substring(3)));
    }
    if (word.equals("MSIX") || word.equals("NONE")) {
      return new Action.SwitchIrqMode(IrqMode.valueOf(word));
    }
    boolean config = word.startsWith("c");
    String access = config ? word.substring(1) : word;
    int at = access.indexOf('@');
    int equals = access.indexOf('=');
    Bytes data = Bytes.hex(access.substring(equals + 1));
    if (8 * data.length() != Integer.parseInt(access.substring(1, at))) {
      throw new IllegalArgumentException(word);
    }
    return new Action.Access(
        config ? Region.CONFIG : Region.BAR0,
        access.startsWith("R") ? Direction.READ : Direction.WRITE,
        Integer.parseInt(access.substring(at + 1, equals), 16),
        data.length(),
        data);
  }
}
