package org.barscope.engine.owner;

import static org.barscope.engine.Bench.command;
import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.barscope.engine.Bench;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The SR-IOV capability of an owner with four VFs, at 0x100 of its configuration space, and what
/// it means for the group.
class SriovTest {
  private static final String OK = zeros(8);
  private static final String INVALID_GROUP = "16000400" + zeros(4);
  private static final String INVALID_MEMBER = "16000500" + zeros(4);

  private final Bench bench = Bench.net(4);

  private long read(int offset, int width) {
    return bench.owner().configRead(offset, width);
  }

  private void write(int offset, int width, long value) {
    bench.owner().configWrite(offset, width, value);
  }

  private String status(int vf) {
    return bench.send(command(3, vf, "12"), 9);
  }

  @ParameterizedTest(name = "{1} bytes at {0}: {2}")
  @CsvSource({
    "0x100, 4, 0x00010010", // id 0x10, version 1, no next
    "0x104, 4, 0x0", // no VF migration
    "0x108, 2, 0x0", // control
    "0x10a, 2, 0x0", // status
    "0x10c, 2, 0x4", // InitialVFs
    "0x10e, 2, 0x4", // TotalVFs
    "0x110, 2, 0x0", // NumVFs
    "0x114, 2, 0x1", // First VF Offset
    "0x116, 2, 0x1", // VF Stride
    "0x11a, 2, 0x1041", // VF Device ID
    "0x11c, 4, 0x1", // 4 KiB pages
    "0x120, 4, 0x1",
    "0x124, 4, 0x0", // VF BAR0
    "0x134, 4, 0x0", // VF BAR4
  })
  void standsAt0x100(String offset, int width, String value) {
    assertEquals(Long.decode(value), read(Integer.decode(offset), width));
  }

  @ParameterizedTest
  @CsvSource({
    "BLOCK, 0x1042",
    "CONSOLE, 0x1043",
    "ENTROPY, 0x1044",
    "BALLOON, 0x1045",
    "SCSI, 0x1048",
  })
  void namesTheDeviceIdOfItsVfs(DeviceType type, String id) {
    Bench other = new Bench(Topology.member(type));
    assertEquals(Long.decode(id), other.owner().configRead(0x11a, 2));
  }

  @Test
  void anOwnerWithoutVfsHasTheCapabilityToo() {
    Bench none = new Bench();
    assertEquals(0x00010010, none.owner().configRead(0x100, 4));
    assertEquals(0, none.owner().configRead(0x10e, 2));
  }

  @ParameterizedTest(name = "{1} bytes at {0}")
  @CsvSource({
    "0x100, 4",
    "0x104, 4",
    "0x10a, 2",
    "0x10c, 2",
    "0x10e, 2",
    "0x112, 2",
    "0x114, 2",
    "0x116, 2",
    "0x11a, 2",
    "0x11c, 4",
    "0x120, 4",
    "0x124, 4",
    "0x12c, 4",
  })
  void theRestCannotBeWritten(String offset, int width) {
    int at = Integer.decode(offset);
    long before = read(at, width);
    write(at, width, ~before);
    assertEquals(before, read(at, width));
  }

  /// VF BAR1 holds the MSI-X table: 0x1000 bytes.
  @Test
  void barsAreSizedByAllOnes() {
    write(0x128, 4, 0xffff_ffffL);
    assertEquals(0xffff_f000L, read(0x128, 4));
  }

  @Test
  void controlHasVfEnableAndVfMemoryOnly() {
    write(0x108, 2, 0xffff);
    assertEquals(0x9, read(0x108, 2));
  }

  @Nested
  class NumVfs {
    @Test
    void isLockedWhileVfEnableIsSet() {
      write(0x110, 2, 2);
      write(0x108, 2, 1);
      write(0x110, 2, 4);
      assertEquals(2, read(0x110, 2));
      write(0x110, 1, 4);
      write(0x111, 1, 4);
      assertEquals(2, read(0x110, 2));
      write(0x108, 2, 0);
      write(0x110, 2, 4);
      assertEquals(4, read(0x110, 2));
    }

    @Test
    void canBeWrittenByBytes() {
      write(0x110, 1, 3);
      write(0x111, 1, 1);
      assertEquals(0x103, read(0x110, 2));
    }
  }

  @Nested
  class Group {
    /// Fewer VFs than TotalVFs: those beyond are no members.
    @ParameterizedTest(name = "{0} of 4")
    @ValueSource(ints = {1, 2, 3, 4})
    void hasTheVfsThatAreEnabled(int count) {
      bench.up();
      bench.enableVfs(count);
      for (int vf = 1; vf <= 5; vf++) {
        assertEquals(vf <= count ? OK + "00" : INVALID_MEMBER, status(vf), "VF " + vf);
      }
    }

    @Test
    void isGoneWhenVfEnableIsCleared() {
      bench.up();
      assertEquals(OK + "00", status(4));
      write(0x108, 2, 8);
      assertEquals(INVALID_GROUP, status(4));
      assertEquals(INVALID_GROUP, bench.send(command(6, 1, ""), 72));
      write(0x108, 2, 9);
      assertEquals(OK + "00", status(4), "the list that was agreed on is still in use");
    }

    @Test
    void canShrinkAndGrowAgain() {
      bench.up();
      for (int count : List.of(3, 1, 4)) {
        bench.enableVfs(count);
        assertEquals(OK + "00", status(count));
        assertEquals(INVALID_MEMBER, status(count + 1));
      }
    }

    /// A reset by the device status is no reset of the function: VF Enable stays (2.4).
    @Test
    void outlivesAResetOfTheOwner() {
      bench.up();
      bench.owner().commonWrite(20, 1, 0);
      assertEquals(0x9, read(0x108, 2));
      assertEquals(OK, bench.send(hex("0100 0100", zeros(20), "7c00000000000000"), 8));
      assertEquals(OK + "00", status(4));
    }
  }
}
