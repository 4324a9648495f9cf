package org.barscope.engine.variant;

import java.util.HexFormat;
import org.barscope.engine.Rig;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.barscope.engine.time.DeterministicScheduler;

/// The variant driver between a stub VF and a stub PF driver, open and with I/O enabled.
///
/// The VF has an MSI-X capability with three vectors at 0x40, and can be reset. Nothing here ever
/// waits, so a test needs no strand.
final class Stand {
  final StubFunction function = new StubFunction();
  final StubOwner owner = new StubOwner();
  final Scheduler scheduler = new DeterministicScheduler(0);
  VfioDevice device = new VariantDevice(function, VariantSwitches.LINUX, scheduler, Witness.NONE);

  /// Probes, opens and enables I/O; then forgets what the stubs noted.
  Stand up() {
    probe();
    if (device.open() != 0) {
      throw new AssertionError("not opened");
    }
    cfgWrite(0x04, "0100");
    forget();
    return this;
  }

  VariantDriver.Probe probe() {
    function.put(0x34, "40");
    function.put(0x40, "11600200");
    function.put(0x60, "1000020000000010");
    VariantDriver.Probe probe =
        VariantDriver.probe(function, owner, VariantSwitches.LINUX, scheduler, Witness.NONE);
    device = probe.device();
    return probe;
  }

  void forget() {
    function.log.clear();
    owner.commands.clear();
  }

  void msix(boolean enabled) {
    int errno = device.setIrqs(enabled ? IrqMode.MSIX : IrqMode.NONE, enabled ? 3 : 0);
    if (errno != 0) {
      throw new AssertionError("interrupt mode refused: " + errno);
    }
    forget();
  }

  void cfgWrite(int offset, String hex) {
    byte[] from = HexFormat.of().parseHex(hex);
    if (device.write(Region.CONFIG, offset, from, from.length) != from.length) {
      throw new AssertionError("configuration write failed");
    }
  }

  String read(int offset, int count) {
    return read(offset, new byte[count], count);
  }

  String read(int offset, byte[] into, int count) {
    int result = device.read(Region.BAR0, offset, into, count);
    return result < 0 ? Rig.result(result) : HexFormat.of().formatHex(into, 0, result);
  }

  String write(int offset, String hex) {
    byte[] from = HexFormat.of().parseHex(hex);
    return write(offset, from, from.length);
  }

  String write(int offset, byte[] from, int count) {
    return Rig.result(device.write(Region.BAR0, offset, from, count));
  }
}
