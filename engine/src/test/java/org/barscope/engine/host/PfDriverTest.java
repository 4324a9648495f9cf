package org.barscope.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.barscope.engine.memory.ArrayMemory;
import org.barscope.engine.port.AdminCompletion;
import org.barscope.engine.port.AdminQueue;
import org.barscope.engine.port.OwnerFunction;
import org.barscope.engine.port.Witness;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.time.DeterministicScheduler;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The PF driver over a stub function and a stub queue (reference §2.5, §5.7).
class PfDriverTest {
  private final StubPf pf = new StubPf();
  private final StubQueue queue = new StubQueue();
  private final PfDriver driver =
      new PfDriver(
          new DeterministicScheduler(0),
          new ArrayMemory(0, PfDriver.memoryLength(8)),
          0,
          HostSpec.LINUX,
          Witness.NONE,
          ring -> queue);

  private int execute(int opcode, int resultLength, byte[] result, int at) {
    return driver.execute(new AdminCommand(opcode, 1, 1, Bytes.of(0x12), resultLength), result, at);
  }

  private void start() {
    queue.answer("00000000 00000000 7f00000000000000");
    queue.answer("00000000 00000000");
    driver.start(pf);
    queue.log.clear();
  }

  @Nested
  class StartUp {
    /// Steps 1 to 3: modern initialization, the queue, DRIVER_OK, and only then commands.
    @Test
    void happensInThisOrder() {
      queue.answer("00000000 00000000 7f00000000000000");
      queue.answer("00000000 00000000");
      driver.start(pf);
      assertEquals(
          List.of(
              "status 00",
              "status 01",
              "status 03",
              "driver_feature_select 0",
              "driver_feature 00000000",
              "driver_feature_select 1",
              "driver_feature 00000221",
              "status 0b",
              "config_msix_vector 0",
              "queue_select 5",
              "queue_desc 0x0",
              "queue_driver 0x80",
              "queue_device 0x1000",
              "queue_msix_vector 0",
              "queue_enable 1",
              "status 0f",
              "command 0 group 1 member 0",
              "command 1 group 1 member 0 7c00000000000000"),
          pf.log);
      assertEquals(0x7c, driver.supportedCommands());
      assertTrue(driver.bound());
      assertTrue(driver.hasAdminQueue());
    }

    @ParameterizedTest(name = "kernel {0} asks {1} of {2}")
    @CsvSource({
      "V6_8,  7c00000000000000, ff3f030000000000",
      "V6_11, 7c00000000000000, ffffffffffffffff",
      "V6_13, fce7030000000000, ffffffffffffffff",
      "V6_13, 7c00000000000000, 7f00000000000000",
      "V6_8,  7c00000000000000, 7f00000000000000",
      "V6_13, 3c00000000000000, 3f00000000000000",
      "V6_8,  0000000000000000, 0300000000000000",
    })
    void listUseIsWhatTheKernelWantsOfWhatIsOffered(Kernel kernel, String asked, String offered) {
      PfDriver other =
          new PfDriver(
              new DeterministicScheduler(0),
              new ArrayMemory(0, PfDriver.memoryLength(8)),
              0,
              HostSpec.of(kernel),
              Witness.NONE,
              ring -> queue);
      queue.answer("0000000000000000" + offered);
      queue.answer("0000000000000000");
      // from 6.13 on capability commands follow if bit 7 was agreed on; here they are refused
      other.start(pf);
      assertEquals("command 1 group 1 member 0 " + asked, pf.log.get(17));
      assertEquals(Bytes.hex(asked).little(), other.supportedCommands());
    }

    @Test
    void anErrorOfListQueryLeavesNothingSupported() {
      queue.answer("1600040000000000 ff00000000000000");
      driver.start(pf);
      assertEquals(0, driver.supportedCommands());
      assertEquals("command 0 group 1 member 0", pf.log.getLast());
    }

    @Test
    void anErrorOfListUseLeavesNothingSupported() {
      queue.answer("0000000000000000 7f00000000000000");
      queue.answer("1600030000000000");
      driver.start(pf);
      assertEquals(0, driver.supportedCommands());
    }

    @Test
    void withoutFeature41ThereIsNoQueueAndNoCommand() {
      pf.features &= ~(1L << 41);
      driver.start(pf);
      assertFalse(driver.hasAdminQueue());
      assertEquals("status 0f", pf.log.getLast());
      assertTrue(pf.log.contains("driver_feature 00000021"));
      assertEquals(-95, execute(0, 8, new byte[8], 0));
    }

    @Test
    void featuresThatNobodyWantsAreNotAccepted() {
      pf.features = -1;
      queue.answer("16000400 00000000");
      driver.start(pf);
      assertTrue(pf.log.contains("driver_feature 00000000"));
      assertTrue(pf.log.contains("driver_feature 00000221"));
    }

    @Test
    void vfsAreEnabledLater() {
      start();
      pf.log.clear();
      pf.status = 0x0f;
      assertEquals(0, driver.enableVfs(3));
      assertEquals(List.of("config 108/2 0", "config 110/2 3", "config 108/2 9"), pf.log);
      pf.log.clear();
      assertEquals(0, driver.enableVfs(0));
      assertEquals(List.of("config 108/2 0", "config 110/2 0"), pf.log);
    }

    @Test
    void vfsAreNotEnabledBeforeDriverOk() {
      assertEquals(-19, driver.enableVfs(1), "no driver");
      start();
      pf.status = 0x0b;
      assertEquals(-16, driver.enableVfs(1));
      pf.status = 0x0f;
      assertEquals(-22, driver.enableVfs(5), "TotalVFs is 4");
    }

    @Test
    void vfsNeedTheFeature() {
      pf.features &= ~(1L << 37);
      start();
      pf.status = 0x0f;
      assertEquals(-22, driver.enableVfs(1));
    }

    /// The fields of the admin queue end at 64.
    @Test
    void aShortCommonConfigurationFailsTheProbe() {
      pf.length = 63;
      assertEquals(-22, driver.start(pf));
      assertFalse(driver.bound());
      assertEquals("status 80", pf.log.getLast());
      assertEquals(-19, execute(3, 1, new byte[1], 0));
    }

    @Test
    void aFeatureWithoutAQueueFailsTheProbe() {
      pf.adminQueues = 0;
      assertEquals(-22, driver.start(pf));
      assertFalse(driver.bound());
      assertEquals("status 80", pf.log.getLast());
    }
  }

  /// Reference §5.7 and §5.8.
  @Nested
  class Execution {
    @Test
    void beforeBindingThereIsNoDevice() {
      assertFalse(driver.bound());
      assertEquals(-19, execute(3, 1, new byte[1], 0));
    }

    @ParameterizedTest(name = "opcode {0}")
    @ValueSource(ints = {7, 8, 0xa, 0xd, 0x11, 0x12, 63, 64, 66, 67, 0x8003, 0xffff})
    void anOpcodeThatWasNotAgreedOnIsNotSent(int opcode) {
      start();
      assertEquals(-95, execute(opcode, 1, new byte[1], 0));
      assertEquals(List.of(), queue.log);
    }

    @ParameterizedTest(name = "opcode {0}")
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void listsAndLegacyCommandsAreSent(int opcode) {
      start();
      queue.answer("0000000000000000");
      assertEquals(0, execute(opcode, 0, new byte[0], 0));
      assertEquals(1, queue.log.size());
    }

    @ParameterizedTest(name = "status {0} is {1}")
    @CsvSource({
      "0000, 0",
      "0100, -1",
      "0600, -6",
      "0b00, -11",
      "0c00, -12",
      "1000, -16",
      "1100, -17",
      "1600, -22",
      "1c00, -28",
      "ff0f, -4095",
      "0010, -4096",
      "0080, -32768",
      "ffff, -65535",
    })
    void aStatusIsReturnedNegative(String status, int result) {
      start();
      queue.answer(status + "000000000000");
      assertEquals(result, execute(3, 1, new byte[1], 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, -12, -19})
    void aQueueThatFailsSaysWhy(int errno) {
      start();
      queue.answers.add(AdminCompletion.failed(errno));
      assertEquals(errno, execute(3, 1, new byte[1], 0));
    }

    @Test
    void theResultGoesWhereItShall() {
      start();
      queue.answer("0000000000000000 aabb");
      byte[] result = {1, 2, 3, 4};
      assertEquals(0, execute(3, 2, result, 1));
      assertEquals("01aabb04", HexFormat.of().formatHex(result));
    }

    /// The device writes by DMA into the very memory of the caller (F-08).
    @ParameterizedTest(name = "{0} used bytes")
    @ValueSource(ints = {0, 4, 8, 9, 10, 72})
    void whatIsInMemoryCountsWhateverTheUsedLengthSays(int used) {
      start();
      queue.answers.add(new AdminCompletion(0, used, Bytes.hex("0000000000000000aabb")));
      byte[] result = {1, 2};
      assertEquals(0, execute(3, 2, result, 0));
      assertEquals("aabb", HexFormat.of().formatHex(result));
      assertEquals("0102", queue.found.toHex());
    }

    /// A status that the device wrote counts, however short it says its answer is.
    @Test
    void aStatusInAShortAnswerCounts() {
      start();
      queue.answers.add(new AdminCompletion(0, 2, Bytes.hex("16000000000000000000")));
      assertEquals(-22, execute(3, 2, new byte[2], 0));
      queue.answers.add(new AdminCompletion(0, 0, Bytes.hex("00000000000000000000")));
      assertEquals(0, execute(3, 2, new byte[2], 0));
    }
  }

  private final class StubQueue implements AdminQueue {
    final List<String> log = new ArrayList<>();
    Bytes found = Bytes.EMPTY;
    final Deque<AdminCompletion> answers = new ArrayDeque<>();

    void answer(String writable) {
      Bytes bytes = Bytes.hex(writable);
      answers.add(new AdminCompletion(0, bytes.length(), bytes));
    }

    @Override
    public AdminCompletion submit(AdminCommand command, Bytes before) {
      found = before;
      String text =
          "command %d group %d member %d %s"
              .formatted(command.opcode(), command.group(), command.member(), command.data())
              .strip();
      log.add(text);
      pf.log.add(text);
      AdminCompletion answer = answers.poll();
      return answer == null ? AdminCompletion.failed(-95) : answer;
    }
  }

  /// Offers features 28, 32, 37, 38 and 41, an admin queue of 8 at index 5.
  private static final class StubPf implements OwnerFunction {
    final List<String> log = new ArrayList<>();
    long features = 1L << 28 | 1L << 32 | 1L << 37 | 1L << 38 | 1L << 41;
    int length = 64;
    int adminQueues = 1;
    int status;
    private long select;

    @Override
    public int commonLength() {
      return length;
    }

    @Override
    public long commonRead(int offset, int width) {
      return switch (offset + "/" + width) {
        case "4/4" -> features >>> (32 * select) & 0xffff_ffffL;
        case "24/2" -> 8;
        case "60/2" -> 5;
        case "62/2" -> adminQueues;
        case "20/1" -> status;
        default -> throw new AssertionError("read of " + width + " bytes at " + offset);
      };
    }

    @Override
    public void commonWrite(int offset, int width, long value) {
      log.add(
          switch (offset + "/" + width) {
            case "0/4" -> "device_feature_select " + value;
            case "8/4" -> "driver_feature_select " + value;
            case "12/4" -> "driver_feature %08x".formatted(value);
            case "20/1" -> "status %02x".formatted(value);
            case "22/2" -> "queue_select " + value;
            case "16/2" -> "config_msix_vector " + value;
            case "26/2" -> "queue_msix_vector " + value;
            case "28/2" -> "queue_enable " + value;
            case "32/8" -> "queue_desc 0x%x".formatted(value);
            case "40/8" -> "queue_driver 0x%x".formatted(value);
            case "48/8" -> "queue_device 0x%x".formatted(value);
            default -> throw new AssertionError("write of " + width + " bytes at " + offset);
          });
      if (offset == 0) {
        select = value;
        log.removeLast();
      }
    }

    @Override
    public boolean notifyQueue(int index) {
      throw new AssertionError("the stub queue rings no doorbell");
    }

    /// The SR-IOV capability at 0x100, four VFs.
    @Override
    public long configRead(int offset, int width) {
      return switch (offset + "/" + width) {
        case "256/4" -> 0x0001_0010;
        case "270/2" -> 4;
        default -> throw new AssertionError("read of " + width + " bytes of config at " + offset);
      };
    }

    @Override
    public void configWrite(int offset, int width, long value) {
      log.add("config %x/%d %x".formatted(offset, width, value));
    }

    @Override
    public long barLength(int bar) {
      return 0;
    }

    @Override
    public int doorbellOf(int bar, long offset) {
      return 0;
    }

    @Override
    public int read16(int bar, long offset) {
      return 0;
    }

    @Override
    public void write16(int bar, long offset, int value) {}
  }
}
