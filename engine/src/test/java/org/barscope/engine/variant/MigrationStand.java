package org.barscope.engine.variant;

import static org.barscope.engine.Rig.zeros;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.barscope.engine.Rig;
import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.port.VfioDevice.StateChange;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.MigrationState;

/// A device that can migrate between a stub VF and a stub PF driver with four objects, open.
///
/// Its parts are the four bytes `a1a2a3a4`. What it does never waits unless a test makes it.
final class MigrationStand {
  static final String HEADER = "000100" + zeros(12) + "0100000000000000";
  static final String STOP = "11 01/8";
  static final String GO = "11 00/8";
  static final String CREATE_GET = "0a " + zeros(24) + "/8";
  static final String CREATE_SET = "0a " + zeros(16) + "01" + zeros(7) + "/8";
  static final String SIZE = "0e " + zeros(16) + "/16";
  static final String PARTS = "0f " + zeros(8) + "01" + zeros(7) + "/12";
  static final String DESTROY = "0d " + zeros(8) + "/8";

  /// The record of the four bytes.
  static final String RECORD = "0400000000000000" + zeros(8) + "a1a2a3a4";

  final Stand stand = new Stand();
  final StubOwner owner = stand.owner;
  final List<String> witnessed = new ArrayList<>();
  private Optional<MigrationFile> file = Optional.empty();

  MigrationStand() {
    owner.supported = 0x3e7fc;
    owner.devParts = 4;
    parts("a1a2a3a4");
    stand.function.put(0x34, "40");
    stand.function.put(0x40, "1000020000000010" + zeros(36));
    stand.device =
        VariantDriver.probe(
                stand.function, owner, VariantSwitches.LINUX, stand.scheduler, new Told())
            .device();
    if (device().open() != 0) {
      throw new AssertionError("not opened");
    }
    stand.forget();
  }

  VfioDevice device() {
    return stand.device;
  }

  Scheduler scheduler() {
    return stand.scheduler;
  }

  /// From now on these are the parts, and METADATA_GET tells so.
  void parts(String hex) {
    owner.results.put(0xe, HexFormat.of().toHexDigits((byte) (hex.length() / 2)) + zeros(7));
    owner.results.put(0xf, hex);
  }

  /// The commands since the last look: opcode, data, a slash, the length of the writable part. The
  /// rest of the header is checked.
  List<String> wire() {
    List<String> short_ = new ArrayList<>();
    for (String command : owner.commands) {
      if (!command.substring(2).startsWith(HEADER)) {
        throw new AssertionError("header of " + command);
      }
      short_.add(command.substring(0, 2) + " " + command.substring(48));
    }
    stand.forget();
    return short_;
  }

  /// Sets a state; `OK`, `OK file` or the name of an error.
  String set(String state) {
    StateChange change = device().setMigrationState(named(state));
    if (change.file().isPresent()) {
      file = change.file();
    }
    return change.errno() < 0
        ? Rig.result(change.errno())
        : change.file().isPresent() ? "OK file" : "OK";
  }

  /// Sets states one after the other, which must succeed, and forgets the commands.
  MigrationStand at(String... states) {
    for (String state : states) {
      String result = set(state);
      if (!result.startsWith("OK")) {
        throw new AssertionError(state + ": " + result);
      }
    }
    stand.forget();
    return this;
  }

  static MigrationState named(String state) {
    return MigrationState.named(state).orElseThrow();
  }

  String state() {
    int number = device().migrationState();
    return number < 0 ? Rig.result(number) : MigrationState.of(number).orElseThrow().text();
  }

  /// The last data file.
  MigrationFile file() {
    return file.orElseThrow();
  }

  /// Reads up to `count` bytes: hex, or the name of an error.
  String read(int count) {
    byte[] into = new byte[count];
    int result = file().read(into, count);
    return result < 0 ? Rig.result(result) : HexFormat.of().formatHex(into, 0, result);
  }

  /// Writes: how many bytes, or the name of an error.
  String write(String hex) {
    byte[] from = HexFormat.of().parseHex(hex);
    return Rig.result(file().write(from, from.length));
  }

  /// Initial and dirty bytes, or the name of an error.
  String precopy() {
    MigrationFile.PrecopyInfo info = file().precopyInfo();
    return info.errno() < 0
        ? Rig.result(info.errno())
        : info.initialBytes() + " " + info.dirtyBytes();
  }

  /// Lets time pass.
  void pass(long nanos) {
    long until = scheduler().now() + nanos;
    if (!scheduler().spawn("clock", () -> scheduler().sleepUntil(until)).join()) {
      throw new AssertionError("the clock stands still");
    }
  }

  private final class Told implements Witness {
    @Override
    public void lifecycle(String what, List<Condition> reasons) {
      StringBuilder text = new StringBuilder(what);
      reasons.forEach(reason -> text.append(' ').append(reason.value()));
      witnessed.add(text.toString());
    }

    @Override
    public void guestFault(String rule, String message) {}

    @Override
    public void coreRead(byte[] bytes, int count) {}

    @Override
    public void headerLength(int bytes) {}
  }
}
