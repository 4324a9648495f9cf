package org.barscope.app.console;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.MigrationState;

/// What a VMM does to migrate one device.
final class MigrationOperations {
  /// The longest read, in bytes.
  private static final int MOST_LENGTH = 1 << 20;

  private final Members members;
  private final Accesses accesses;

  MigrationOperations(Members members, Accesses accesses) {
    this.members = members;
    this.accesses = accesses;
  }

  void register(Map<String, Operation> operations) {
    operations.put("migration.info", request -> run(request, MigrationOperations::info));
    operations.put("migration.state", this::setState);
    operations.put("migration.read", this::read);
    operations.put("migration.write", this::write);
    operations.put(
        "migration.precopy",
        request -> run(request, guest -> guest.withFile(file -> precopy(guest, file))));
    operations.put("migration.size", request -> run(request, MigrationOperations::size));
  }

  private Answer run(Request request, Function<Guest, Answer> call) {
    Guest guest = members.member(request);
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run("migration", timeout, () -> call.apply(guest));
  }

  private static Answer info(Guest guest) {
    VfioDevice device = guest.member().device();
    int flags = device.migrationFlags();
    if (flags == 0) {
      return new Answer.Done(json -> {
        json.writeNumberField("flags", 0);
        json.writeNullField("state");
      });
    }
    int number = device.migrationState();
    if (number < 0) {
      return guest.answer(number, "migration.info");
    }
    String state = MigrationState.of(number).orElseThrow(IllegalStateException::new).text();
    return new Answer.Done(json -> {
      json.writeNumberField("flags", flags);
      json.writeStringField("state", state);
    });
  }

  private Answer setState(Request request) {
    Guest guest = members.member(request);
    String word = request.word("state", MigrationState.texts());
    MigrationState state = MigrationState.named(word).orElseThrow(IllegalStateException::new);
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "migration",
        timeout,
        () -> {
          VfioDevice.StateChange change = guest.setMigrationState(state);
          return change.errno() != 0
              ? guest.answer(change.errno(), "migration.state " + word)
              : new Answer.Done(json -> json.writeBooleanField("file", change.file().isPresent()));
        });
  }

  private Answer read(Request request) {
    Guest guest = members.member(request);
    int length = request.integer("length", 0, MOST_LENGTH);
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "migration",
        timeout,
        () ->
            guest.withFile(file -> {
              byte[] into = new byte[length];
              int result = file.read(into, length);
              return result < 0
                  ? guest.answer(result, "migration.read of " + DeviceOperations.bytes(length))
                  : new Answer.Done(
                      json -> json.writeStringField("data", Bytes.copyOf(into, 0, result).toHex()));
            }));
  }

  private Answer write(Request request) {
    Guest guest = members.member(request);
    byte[] from = request.bytes("data").toArray();
    OptionalLong timeout = Members.timeout(request);
    request.end();
    return accesses.run(
        "migration",
        timeout,
        () ->
            guest.withFile(file -> {
              int result = file.write(from, from.length);
              return result < 0
                  ? guest.answer(
                      result, "migration.write of " + DeviceOperations.bytes(from.length))
                  : new Answer.Done(json -> json.writeNumberField("count", result));
            }));
  }

  private static Answer precopy(Guest guest, MigrationFile file) {
    MigrationFile.PrecopyInfo info = file.precopyInfo();
    return info.errno() != 0
        ? guest.answer(info.errno(), "migration.precopy")
        : new Answer.Done(json -> {
          json.writeNumberField("initialBytes", info.initialBytes());
          json.writeNumberField("dirtyBytes", info.dirtyBytes());
        });
  }

  private static Answer size(Guest guest) {
    long size = guest.member().device().migrationDataSize();
    return size < 0
        ? guest.answer((int) size, "migration.size")
        : new Answer.Done(json -> json.writeNumberField("bytes", size));
  }
}
