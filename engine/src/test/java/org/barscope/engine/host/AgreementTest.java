package org.barscope.engine.host;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.time.DeterministicScheduler;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the PF driver agrees on with the PF, what it keeps when that fails, and which of two
/// failures comes first (reference §2.5, §5.7).
class AgreementTest {
  private static final String OK = StubPf.OK;
  private static final String EINVAL = "1600020000000000";
  private static final String LEGACY_LIST = OK + "7f00000000000000";
  private static final String LIST_WITH_CAPABILITIES = OK + "ff03000000000000";
  private static final String ONE_CAPABILITY = OK + "0100000000000000";
  private static final String SET = hex("0900 0000", zeros(20), zeros(8));

  private final StubPf pf = new StubPf();
  private final DeterministicScheduler scheduler = new DeterministicScheduler(0);
  private final PfDriver driver = driver(_ -> pf);

  private PfDriver driver(UnaryOperator<AdminQueue> tap) {
    ArrayMemory memory = new ArrayMemory(0, PfDriver.memoryLength(8));
    return new PfDriver(scheduler, memory, 0, HostSpec.LINUX, Witness.NONE, tap);
  }

  private int execute(int opcode) {
    return driver.execute(new AdminCommand(opcode, 1, 1, Bytes.EMPTY, 1), new byte[1], 0);
  }

  /// Reference §2.5, step 2.
  @Nested
  class FirstQueue {
    @ParameterizedTest(name = "{0} from {1}")
    @CsvSource({"1, 5", "3, 5", "2, 0x7ffe", "0xffff, 1"})
    void isTheOneThatIsSetUp(String count, String index) {
      pf.adminQueueNum = Integer.decode(count);
      pf.adminQueueIndex = Integer.decode(index);
      driver.start(pf);
      assertEquals(
          List.of("22 = " + pf.adminQueueIndex),
          pf.written.stream().filter(write -> write.startsWith("22 ")).toList());
      assertEquals(1, pf.written.stream().filter("28 = 1"::equals).count(), "queues enabled");
    }

    @Test
    void isTheOneThatIsRung() {
      pf.adminQueueNum = 3;
      PfDriver real = driver(UnaryOperator.identity());
      assertFalse(scheduler.spawn("probe", () -> real.start(pf)).join(), "nobody answers");
      assertEquals(List.of(5), pf.doorbells);
    }
  }

  /// Reference §2.5, step 3d.
  @Nested
  class Limits {
    @ParameterizedTest(name = "get {0}, set {1}: {2}")
    @CsvSource({"04, 04, 4", "02, 05, 2", "05, 02, 2", "ff, 80, 128", "00, 03, 0", "03, 00, 0"})
    void areTheSmallerOfTheTwo(String get, String set, int limit) {
      pf.answering(LIST_WITH_CAPABILITIES, OK, ONE_CAPABILITY, OK + get + set);
      driver.start(pf);
      String both = "%02x".formatted(limit).repeat(2);
      assertEquals(SET + both, pf.commands.getLast());
      assertEquals(limit, driver.maxDevPartsObjects());
    }

    @ParameterizedTest
    @ValueSource(strings = {EINVAL, "0600030000000000", "0c00060000000000"})
    void thatCannotBeReadAreNotSet(String refused) {
      pf.answering(LIST_WITH_CAPABILITIES, OK, ONE_CAPABILITY, refused + "0404");
      driver.start(pf);
      assertEquals(4, pf.commands.size());
      assertTrue(pf.commands.getLast().startsWith("0800"));
      assertEquals(0, driver.maxDevPartsObjects());
    }

    @ParameterizedTest
    @ValueSource(strings = {EINVAL, "1c00060000000000"})
    void thatAreRefusedAreNone(String refused) {
      pf.answering(LIST_WITH_CAPABILITIES, OK, ONE_CAPABILITY, OK + "0404", refused);
      driver.start(pf);
      assertEquals(SET + "0404", pf.commands.getLast());
      assertEquals(0, driver.maxDevPartsObjects());
    }

    @ParameterizedTest(name = "list {0}")
    @CsvSource({"16000200000000000100000000000000", "0000000000000000feffffffffffffff"})
    void areAskedForOnlyIfListed(String list) {
      pf.answering(LIST_WITH_CAPABILITIES, OK, list);
      driver.start(pf);
      assertEquals(3, pf.commands.size());
      assertTrue(pf.commands.getLast().startsWith("0700"));
    }

    @ParameterizedTest(name = "offered {0}")
    @ValueSource(strings = {"ff02", "ff01"})
    void needBothCommands(String offered) {
      pf.answering(OK + offered + zeros(6), OK, ONE_CAPABILITY);
      driver.start(pf);
      assertEquals(3, pf.commands.size());
      assertEquals(0, driver.maxDevPartsObjects());
    }

    /// They are agreed on anew: those of the time before the reset count no more.
    @Test
    void areForgottenWhenThePfIsBroughtUpAgain() {
      pf.answering(LIST_WITH_CAPABILITIES, OK, ONE_CAPABILITY, OK + "0404", OK);
      driver.start(pf);
      assertEquals(4, driver.maxDevPartsObjects());
      pf.answering(LIST_WITH_CAPABILITIES, OK, EINVAL);
      driver.reset();
      driver.restore();
      assertEquals(0, driver.maxDevPartsObjects());
    }
  }

  /// Reference §2.5, step 3: an error of either list leaves what was agreed on before.
  @Nested
  class OldList {
    @ParameterizedTest(name = "LIST_QUERY {0}, LIST_USE {1}: {2}")
    @CsvSource({
      "00003f, 160003, 0x7c",
      "000003, 0b0007, 0x7c",
      "160002, 000000, 0x7c",
      "00003f, 000000, 0x3c",
    })
    void outlivesAFailedRestore(String query, String use, String supported) {
      pf.answering(LEGACY_LIST, OK);
      driver.start(pf);
      assertEquals(0x7c, driver.supportedCommands());
      String status = query.substring(0, 4) + zeros(6);
      pf.answering(status + query.substring(4) + zeros(7), use.substring(0, 4) + zeros(6));
      driver.reset();
      driver.restore();
      assertEquals(Long.decode(supported), driver.supportedCommands());
      assertEquals(Long.decode(supported) == 0x7c ? 0 : -95, execute(6));
    }
  }

  /// Reference §2.5, step 5, and §5.7: each row breaks two rules; the first one answers.
  @Nested
  class Order {
    @Test
    void theDriverBeforeDriverOk() {
      driver.start(pf);
      driver.setBound(false);
      pf.status = 0x0b;
      assertEquals(-19, driver.enableVfs(1));
    }

    @Test
    void driverOkBeforeTheFeatureOfVfs() {
      pf.features &= ~(1L << 37);
      driver.start(pf);
      pf.status = 0x0b;
      assertEquals(-16, driver.enableVfs(1));
      pf.status = 0x0f;
      assertEquals(-22, driver.enableVfs(1));
    }

    @Test
    void theQueueBeforeTheListOfCommands() {
      pf.answering(LEGACY_LIST, OK);
      driver.start(pf);
      assertEquals(-95, execute(7));
      driver.reset();
      assertEquals(-5, execute(7));
      assertEquals(-5, execute(3));
    }

    /// The feature is looked at before the queue: a PF that comes back without it has neither.
    @Test
    void theFeatureBeforeTheQueue() {
      pf.answering(LEGACY_LIST, OK);
      driver.start(pf);
      pf.features &= ~(1L << 41);
      driver.reset();
      driver.restore();
      assertEquals(-95, execute(3));
      assertEquals(-95, execute(0));
    }

    @Test
    void theDriverBeforeEverything() {
      pf.answering(LEGACY_LIST, OK);
      driver.start(pf);
      driver.reset();
      driver.setBound(false);
      assertEquals(-19, execute(7));
    }
  }
}
