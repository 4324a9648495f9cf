package org.barscope.engine.trace;

import java.util.List;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.MigrationFile;
import org.barscope.engine.protocol.vfio.Condition;
import org.barscope.engine.protocol.vfio.Direction;

/// Records how much a VMM reads and writes of a migration's data, not what.
record TracedMigrationFile(MigrationFile inner, Recorder recorder) implements MigrationFile {
  /// Reads take no commands.
  @Override
  public int read(byte[] into, int count) {
    int result = inner.read(into, count);
    recorder.record(data(Direction.READ, result));
    return result;
  }

  @Override
  public int write(byte[] from, int count) {
    return recorder.around(
        TracedVfioDevice.call("migration write", bytes(count)),
        () -> inner.write(from, count),
        result -> data(Direction.WRITE, result));
  }

  @Override
  public PrecopyInfo precopyInfo() {
    return recorder.around(
        TracedVfioDevice.call("pre-copy info"),
        inner::precopyInfo,
        info ->
            new Fact.Lifecycle(
                "migration-precopy",
                List.of(
                    new Condition("initial bytes", true, Long.toString(info.initialBytes())),
                    new Condition("dirty bytes", true, Long.toString(info.dirtyBytes())),
                    Condition.result(info.errno()))));
  }

  @Override
  public void close() {
    inner.close();
    recorder.record(new Fact.Lifecycle("migration-close", List.of()));
  }

  private static Fact data(Direction direction, int result) {
    return new Fact.Lifecycle(
        "migration-data",
        List.of(
            new Condition("direction", true, direction.text()),
            bytes(Math.max(0, result)),
            Condition.result(result)));
  }

  private static Condition bytes(int count) {
    return new Condition("bytes", true, Integer.toString(count));
  }
}
