package org.barscope.engine.owner;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The capability commands of the owner itself, opcodes 7 to 9 (virtio 1.4, 2.12.1.2; reference
/// §5.3, §5.6).
class CapabilitiesTest {
  private static final String OK = zeros(8);
  private static final String ENXIO = "06000300" + zeros(4);
  private static final String INVALID_FIELD = "16000300" + zeros(4);
  private static final String INVALID_OPCODE = "16000200" + zeros(4);

  private static Bench bench(long commands, int limit) {
    Topology.Vf[] vfs = Rig.topology(1).pfs().getFirst().vfs().toArray(Topology.Vf[]::new);
    return new Bench(new FirmwareSpec(commands, limit, true, true, false), vfs);
  }

  private static String self(int opcode, String data) {
    return hex("0" + opcode + "00 0000", zeros(20), data);
  }

  @Test
  void theListNamesTheCapabilityIfThereIsOne() {
    assertEquals(OK + "0100000000000000", bench(0x3ff, 4).send(self(7, ""), 16));
    assertEquals(OK + zeros(8), bench(0x3ff, 0).send(self(7, ""), 16));
  }

  @Test
  void theLimitsAreOneByteEach() {
    assertEquals(OK + "0404", bench(0x3ff, 4).send(self(8, zeros(8)), 10));
    assertEquals(OK + "ffff", bench(0x3ff, 255).send(self(8, zeros(8)), 10));
    assertEquals(OK + "04", bench(0x3ff, 4).send(self(8, ""), 9), "missing bytes are zero");
  }

  /// > … an unknown capability … ENXIO
  @ParameterizedTest(name = "id {0}")
  @ValueSource(strings = {"0100", "0001", "ffff"})
  void anotherCapabilityIsUnknown(String id) {
    assertEquals(ENXIO, bench(0x3ff, 4).send(self(8, id + zeros(6)), 10));
    assertEquals(ENXIO, bench(0x3ff, 4).send(self(9, id + zeros(6) + "0101"), 8));
  }

  @Test
  void withoutLimitThereIsNone() {
    assertEquals(ENXIO, bench(0x3ff, 0).send(self(8, zeros(8)), 10));
    assertEquals(ENXIO, bench(0x3ff, 0).send(self(9, zeros(8) + "0000"), 8));
  }

  /// what the driver sets is within what the device has.
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0404, true",
    "0000, true",
    "0104, true",
    "0504, false",
    "0405, false",
    "ffff, false"
  })
  void theDriversLimitsAreWithinTheDevices(String limits, boolean taken) {
    assertEquals(taken ? OK : INVALID_FIELD, bench(0x3ff, 4).send(self(9, zeros(8) + limits), 8));
  }

  /// for the VFs' group they fail.
  @ParameterizedTest(name = "opcode {0}")
  @ValueSource(ints = {7, 8, 9})
  void areForTheOwnerItselfOnly(int opcode) {
    Bench bench = bench(0x3ff, 4);
    bench.send(hex("0100 0100", zeros(20), "ff03000000000000"), 8);
    bench.enableVfs(1);
    String answer =
        bench.send(hex("0" + opcode + "00 0100", zeros(12), "0100000000000000", zeros(10)), 16);
    assertEquals("1600", answer.substring(0, 4));
  }

  @ParameterizedTest(name = "opcode {0}")
  @ValueSource(ints = {7, 8, 9})
  void areUnknownUnlessOffered(int opcode) {
    assertEquals(INVALID_OPCODE, bench(0x7f, 4).send(self(opcode, zeros(10)), 16));
  }
}
