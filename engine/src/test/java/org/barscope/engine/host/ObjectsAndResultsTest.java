package org.barscope.engine.host;

import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.time.DeterministicScheduler;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the PF driver does for migration: numbers for objects, and how long a result is (reference
/// §2.3, §12.5, §12.6).
class ObjectsAndResultsTest {
  private static final String OK = StubPf.OK;

  private final StubPf pf = new StubPf();
  private final DeterministicScheduler scheduler = new DeterministicScheduler(0);
  private AdminCompletion answer = AdminCompletion.failed(-5);

  private PfDriver driver(Kernel kernel, int objects) {
    String limits = HexFormat.of().toHexDigits((byte) objects).repeat(2);
    AdminQueue queue =
        (command, found) -> command.opcode() == 0xf ? answer : pf.submit(command, found);
    PfDriver driver =
        new PfDriver(
            scheduler,
            new ArrayMemory(0, PfDriver.memoryLength(8)),
            0,
            HostSpec.of(kernel),
            Witness.NONE,
            _ -> queue);
    pf.answering(OK + "ffe7030000000000", OK, OK + "0100000000000000", OK + limits, OK);
    driver.start(pf);
    return driver;
  }

  /// 0 to one less than the limit, for all VFs of the PF together (A-055, F-43).
  @Nested
  class ObjectNumbers {
    @Test
    void areTheSmallestThatAreFree() {
      PfDriver driver = driver(Kernel.V6_13, 3);
      assertEquals(0, driver.takeObjectId());
      assertEquals(1, driver.takeObjectId());
      assertEquals(2, driver.takeObjectId());
      assertEquals(-28, driver.takeObjectId());
      driver.returnObjectId(1);
      assertEquals(1, driver.takeObjectId());
      assertEquals(-28, driver.takeObjectId());
    }

    @Test
    void areNotThereWithoutTheCapability() {
      assertEquals(-95, driver(Kernel.V6_13, 0).takeObjectId());
      assertEquals(-95, driver(Kernel.V6_11, 3).takeObjectId());
    }

    @Test
    void areEnodevWithoutADriver() {
      PfDriver driver = driver(Kernel.V6_13, 3);
      driver.setBound(false);
      assertEquals(-19, driver.takeObjectId());
    }

    /// The PF has lost its objects: all numbers are free again.
    @Test
    void beginAnewWhenThePfIsBroughtUpAgain() {
      PfDriver driver = driver(Kernel.V6_13, 1);
      assertEquals(0, driver.takeObjectId());
      assertEquals(-28, driver.takeObjectId());
      pf.answering(OK + "ffe7030000000000", OK, OK + "0100000000000000", OK + "0101", OK);
      driver.reset();
      driver.restore();
      assertEquals(0, driver.takeObjectId());
    }
  }

  /// PARTS_GET's result is the used length less the status block; before 6.15.3 all of it (F-41,
  ///
  @ParameterizedTest(name = "{0}: used length {1} is a result of {2}")
  @CsvSource({
    "6.13+, 12, 4",
    "6.13+, 8, 0",
    "6.13+, 7, 0",
    "6.13+, 0, 0",
    "6.13+, 20, 12",
    "6.13+, -1, 4294967287",
    "6.13-6.14, 12, 12",
    "6.13-6.14, 8, 8",
    "6.13-6.14, 4, 4",
  })
  void resultLength(String kernel, int usedLength, long length) {
    PfDriver driver = driver(Kernel.named(kernel).orElseThrow(), 1);
    answer = new AdminCompletion(0, usedLength, Bytes.hex(OK + "a1a2a3a4"));
    byte[] result = HexFormat.of().parseHex("ffffffffffff");
    assertEquals(length, driver.fetch(new AdminCommand(0xf, 1, 1, Bytes.EMPTY, 4), result));
    assertEquals("a1a2a3a4ffff", HexFormat.of().formatHex(result));
    assertEquals(0, driver.execute(new AdminCommand(0xf, 1, 1, Bytes.EMPTY, 4), result, 0));
  }

  @Test
  void aResultThatIsNoneIsAnError() {
    PfDriver driver = driver(Kernel.V6_13, 1);
    AdminCommand command = new AdminCommand(0xf, 1, 1, Bytes.EMPTY, 4);
    answer = new AdminCompletion(0, 12, Bytes.hex("0c00060000000000" + zeros(4)));
    assertEquals(-12, driver.fetch(command, new byte[4]));
    answer = AdminCompletion.failed(-5);
    assertEquals(-5, driver.fetch(command, new byte[4]));
    driver.setBound(false);
    assertEquals(-19, driver.fetch(command, new byte[4]));
  }
}
