package org.barscope.engine.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the migration operations need (reference §2.4, M): each of nine opcodes, an object at
/// least, and all that every command needs.
class MigrationOperationsTest {
  private static final long LEGACY = 0x7c;
  private static final long MIGRATION = 0x3e780;

  private final Stand stand = new Stand();

  private String operations(long commands) {
    stand.owner.supported = commands;
    stand.owner.devParts = 1;
    return stand.probe().decision().ops().text();
  }

  @ParameterizedTest(name = "without opcode {0}")
  @ValueSource(ints = {0x07, 0x08, 0x09, 0x0a, 0x0d, 0x0e, 0x0f, 0x10, 0x11})
  void needEveryOneOfTheirCommands(int opcode) {
    assertEquals("virtio-vfio-pci", operations(MIGRATION & ~(1L << opcode)));
    assertEquals("virtio-vfio-pci-trans", operations((LEGACY | MIGRATION) & ~(1L << opcode)));
  }

  @ParameterizedTest(name = "without opcode {0}")
  @ValueSource(ints = {0x02, 0x03, 0x04, 0x05, 0x06})
  void areAllThatIsLeftWithoutALegacyCommand(int opcode) {
    assertEquals("virtio-vfio-pci-lm", operations((LEGACY | MIGRATION) & ~(1L << opcode)));
  }

  @ParameterizedTest(name = "with opcode {0}")
  @ValueSource(ints = {0x00, 0x01, 0x0b, 0x0c, 0x12, 0x3f})
  void needNoOtherCommand(int opcode) {
    assertEquals("virtio-vfio-pci-lm", operations(MIGRATION | 1L << opcode));
  }

  @Test
  void areNotForAFunctionThatIsNoVf() {
    stand.function.number = 0;
    assertEquals("virtio-vfio-pci", operations(LEGACY | MIGRATION));
  }

  @Test
  void needADriverOnThePf() {
    stand.owner.bound = false;
    assertEquals("virtio-vfio-pci", operations(LEGACY | MIGRATION));
  }

  @Test
  void needAnAdminQueue() {
    stand.owner.adminQueue = false;
    assertEquals("virtio-vfio-pci", operations(LEGACY | MIGRATION));
  }

  /// Only the legacy side asks which device it is, and whether it has a BAR0.
  @Test
  void askNeitherForTheTypeNorForBar0() {
    stand.function.put(0x02, "4210");
    stand.function.bars[0] = 0x20;
    assertEquals("virtio-vfio-pci-lm", operations(LEGACY | MIGRATION));
  }
}
