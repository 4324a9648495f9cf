package org.barscope.engine.protocol.admin;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.barscope.engine.protocol.admin.ResourceObject.Use;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The layout of the device-parts commands and of parts, byte by byte (virtio 1.4, 2.12.1.3,
/// 2.12.1.4 and 2.14; reference §5.6, §12.2 and §12.3).
class PartsCommandsTest {
  /// opcode, group 1, member 2.
  private static String header(String opcode) {
    return hex(opcode, "0100", zeros(12), "0200000000000000");
  }

  private static void assertCommand(AdminCommand command, int readable, int writable, String hex) {
    assertEquals(hex, command.write().toHex());
    assertEquals(readable, command.write().length());
    assertEquals(writable, command.writableLength());
  }

  @Nested
  class Objects {
    @Test
    void createIs48And8Bytes() {
      assertCommand(
          ResourceCommands.create(2, 0x11223344, Use.GET),
          48,
          8,
          hex(header("0a00"), "0000 0000 44332211", zeros(8), zeros(8)));
      assertCommand(
          ResourceCommands.create(2, 7, Use.SET),
          48,
          8,
          hex(header("0a00"), "0000 0000 07000000", zeros(8), "01", zeros(7)));
    }

    @Test
    void destroyIs32And8Bytes() {
      assertCommand(
          ResourceCommands.destroy(2, 0xffff_ffffL),
          32,
          8,
          hex(header("0d00"), "0000 0000 ffffffff"));
    }

    @Test
    void modifyIsACreateAndQueryAnswersTheUse() {
      assertCommand(
          ResourceCommands.modify(2, 7, Use.SET),
          48,
          8,
          hex(header("0b00"), "0000 0000 07000000", zeros(8), "01", zeros(7)));
      assertCommand(
          ResourceCommands.query(2, 7),
          40,
          16,
          hex(header("0c00"), "0000 0000 07000000", zeros(8)));
    }

    @Test
    void dataIsReadWithMissingBytesAsZero() {
      AdminCommand whole = command("0100 ffff 02000080 03000000000000f0 05");
      assertEquals(new ResourceObject(1, 0x80000002L), ResourceObject.read(whole.data()));
      assertEquals(0xf000_0000_0000_0003L, ResourceCommands.flags(whole));
      assertEquals(5, ResourceCommands.use(whole));
      assertEquals(new ResourceObject(1, 0x02), ResourceObject.read(Bytes.hex("0100ffff02")));
      assertEquals(new ResourceObject(0, 0), ResourceObject.read(Bytes.EMPTY));
      assertEquals(0, ResourceCommands.use(command("")));
      assertEquals(3, ResourceCommands.flags(command("0000 0000 00000000 03")));
    }
  }

  @Nested
  class Parts {
    @Test
    void metadataIs40BytesAndAsksForSizeCountOrList() {
      String object = "0000 0000 05000000";
      assertCommand(PartsCommands.size(2, 5), 40, 16, hex(header("0e00"), object, "00", zeros(7)));
      assertCommand(PartsCommands.count(2, 5), 40, 16, hex(header("0e00"), object, "01", zeros(7)));
      assertCommand(
          PartsCommands.list(2, 5, 3), 40, 64, hex(header("0e00"), object, "02", zeros(7)));
    }

    @Test
    void getIs40BytesAndTheHeadersAskedFor() {
      String object = "0000 0000 05000000";
      assertCommand(
          PartsCommands.getAll(2, 5, 100), 40, 108, hex(header("0f00"), object, "01", zeros(7)));
      assertCommand(
          PartsCommands.getSelected(2, 5, List.of(PartHeader.of(PartType.VQ_CFG, 3, 32)), 48),
          56,
          56,
          hex(header("0f00"), object, "00", zeros(7), "0401 00 00 0300000000000000 20000000"));
    }

    @Test
    void setIsTheObjectAndTheParts() {
      assertCommand(
          PartsCommands.set(2, 5, Bytes.hex("aabbcc")),
          35,
          8,
          hex(header("1000"), "0000 0000 05000000 aabbcc"));
    }

    @Test
    void modeIs25And8Bytes() {
      assertCommand(PartsCommands.mode(2, true), 25, 8, header("1100") + "01");
      assertCommand(PartsCommands.mode(2, false), 25, 8, header("1100") + "00");
    }

    @Test
    void dataIsReadWithMissingBytesAsZero() {
      AdminCommand whole = command("0000 0000 05000000 02", zeros(7), "aabb");
      assertEquals(2, PartsCommands.kind(whole));
      assertEquals("aabb", PartsCommands.headers(whole).toHex());
      assertEquals("0200000000000000aabb", PartsCommands.parts(whole).toHex());
      assertEquals(0, PartsCommands.kind(command("0000 0000")));
      assertEquals(Bytes.EMPTY, PartsCommands.headers(command("0000 0000 05")));
      assertEquals(Bytes.EMPTY, PartsCommands.parts(command("0000 0000 05")));
      assertEquals(0x81, PartsCommands.flags(command("81")));
      assertEquals(0, PartsCommands.flags(command("")));
    }

    @Test
    void metadataAnswersAreANumberAndAList() {
      String list = hex("02000000 00000000", HEADER, OTHER);
      List<PartHeader> headers =
          List.of(
              new PartHeader(0x104, 0, 0, 3, 32),
              new PartHeader(0xffff, 0xfe, 0xfd, 0x8877665544332211L, 0xffff_ffffL));
      assertEquals(2, PartsCommands.sizeOrCount(Bytes.hex(list)));
      assertEquals(headers, PartsCommands.headerList(Bytes.hex(list)));
      assertEquals(list, PartsCommands.metadata(headers).toHex());
      assertEquals("4433221100000000", PartsCommands.metadata(0x11223344).toHex());
      assertEquals(
          headers.subList(0, 1),
          PartsCommands.headerList(Bytes.hex(list.substring(0, list.length() - 2))));
      assertEquals(List.of(), PartsCommands.headerList(Bytes.EMPTY));
      assertEquals(0x0102, PartsCommands.sizeOrCount(Bytes.hex("0201")));
      assertEquals(0xffff_ffffL, PartsCommands.sizeOrCount(Bytes.hex("ffffffff")));
    }
  }

  private static final String HEADER = hex("0401 00 00 0300000000000000 20000000");
  private static final String OTHER = hex("ffff fe fd 1122334455667788 ffffffff");

  @Nested
  class Records {
    @Test
    void aHeaderKeepsEveryBit() {
      for (String bytes : List.of(HEADER, OTHER)) {
        byte[] written = new byte[17];
        PartHeader.read(Bytes.hex("ee" + bytes), 1).write(written, 1);
        assertEquals("00" + bytes, Bytes.copyOf(written).toHex());
      }
    }

    @ParameterizedTest(name = "{0} {1} and {2} {3}: {4}")
    @CsvSource({
      "0x104, 0x3, 0x104, 0x3, true",
      "0x104, 0x3, 0x104, 0x4, false",
      "0x104, 0x3, 0x105, 0x3, false",
      "0x104, 0x3, 0x104, 0x10003, true", // the rest is reserved
      "0x102, 0x3, 0x102, 0x10003, false",
      "0x102, 0x3, 0x102, 0x100000003, true",
      "0x100, 0x0, 0x100, 0x1, true",
      "0x200, 0x3, 0x200, 0x3, true",
      "0x200, 0x3, 0x200, 0x100000003, false",
    })
    void aPartIsATypeAndWhatItsSelectorSelects(
        String type, String selector, String otherType, String otherSelector, boolean same) {
      PartHeader one = new PartHeader(Integer.decode(type), 0, 0, Long.decode(selector), 32);
      PartHeader other =
          new PartHeader(Integer.decode(otherType), 1, 9, Long.decode(otherSelector), 0);
      assertEquals(same, PartType.same(one, other));
    }

    @Test
    void theLowestFlagMakesAPartOptional() {
      assertTrue(new PartHeader(0x100, 3, 0, 0, 8).optional());
      assertFalse(new PartHeader(0x100, 2, 0, 0, 8).optional());
    }

    @Test
    void partsStandBackToBack() {
      String bytes = hex("0301 00 00", zeros(8), "01000000 07", "0001 01 00", zeros(12));
      List<DevicePart> parts = DevicePart.read(Bytes.hex(bytes)).orElseThrow();
      assertEquals(
          List.of(
              DevicePart.of(PartType.DEVICE_STATUS, 0, Bytes.of(7)),
              DevicePart.of(PartType.DEV_FEATURES, 0, Bytes.EMPTY).optional()),
          parts);
      assertEquals(bytes, DevicePart.write(parts).toHex());
      assertEquals(33, DevicePart.length(parts));
      assertEquals(Optional.of(List.of()), DevicePart.read(Bytes.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "00",
          "030100000000000000000000010000",
          "03010000000000000000000001000000",
          "0301000000000000000000000200000007",
          "030100000000000000000000ffffffff07",
          "0301000000000000000000000000008007",
          "030100000000000000000000010000000703",
        })
    void partsThatAreCutAreNone(String bytes) {
      assertEquals(Optional.empty(), DevicePart.read(Bytes.hex(bytes)));
    }

    @Test
    void whatWasReadIsWrittenAsItWas() {
      Random random = new Random(4);
      int whole = 0;
      for (int i = 0; i < 5000; i++) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        for (int at = 12; at + 4 <= bytes.length && random.nextInt(10) > 0; at += 16) {
          bytes[at] = (byte) (bytes.length == 40 ? 24 : 0);
          bytes[at + 1] = 0;
          bytes[at + 2] = 0;
          bytes[at + 3] = 0;
        }
        Optional<List<DevicePart>> parts = DevicePart.read(Bytes.copyOf(bytes));
        whole += parts.isPresent() ? 1 : 0;
        parts.ifPresent(read -> assertEquals(Bytes.copyOf(bytes), DevicePart.write(read)));
      }
      assertTrue(whole > 100, "whole ones: " + whole);
    }

    @Test
    void aQueueIsSizeVectorEnabledAndThreeAddresses() {
      String bytes = hex("0001 feff 0100 0203 0010000000000000 0020000000000080 8877665544332211");
      VqCfg queue =
          new VqCfg(0x100, 0xfffe, 1, 0x302, 0x1000, 0x8000_0000_0000_2000L, 0x1122334455667788L);
      assertEquals(queue, VqCfg.read(Bytes.hex(bytes)));
      assertEquals(bytes, queue.write().toHex());
      assertEquals(32, queue.write().length());
    }

    @Test
    void aNotificationIsOffsetAndData() {
      String bytes = hex("0102 0304 ffeeddcc");
      VqNotifyCfg notify = new VqNotifyCfg(0x201, 0x403, 0xccddeeffL);
      assertEquals(notify, VqNotifyCfg.read(Bytes.hex(bytes)));
      assertEquals(bytes, notify.write().toHex());
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
      "0x100, DEV_FEATURES, 8, NONE",
      "0x101, DRV_FEATURES, 8, NONE",
      "0x102, PCI_COMMON_CFG, 0, OFFSET",
      "0x103, DEVICE_STATUS, 1, NONE",
      "0x104, VQ_CFG, 32, QUEUE",
      "0x105, VQ_NOTIFY_CFG, 8, QUEUE",
    })
    void partTypesHaveNames(String code, String name, int unit, PartType.Selector selector) {
      PartType type = PartType.of(Integer.decode(code)).orElseThrow();
      assertEquals(name, type.name());
      assertEquals(name, PartType.text(Integer.decode(code)));
      assertEquals(Integer.decode(code), type.code());
      assertEquals(unit, type.unit());
      assertEquals(selector, type.selector());
    }

    /// E-12: the common ones end at 0x1ff.
    @ParameterizedTest(name = "{0} is a {1}")
    @CsvSource({
      "0, common part 0x0",
      "0xff, common part 0xff",
      "0x106, common part 0x106",
      "0x1ff, common part 0x1ff",
      "0x200, device type part 0x200",
      "0x5ff, device type part 0x5ff",
      "0x600, reserved part 0x600",
      "0xffff, reserved part 0xffff",
    })
    void othersStayNumbersInARange(String code, String text) {
      assertEquals(Optional.empty(), PartType.of(Integer.decode(code)));
      assertEquals(text, PartType.text(Integer.decode(code)));
    }
  }

  private static AdminCommand command(String... data) {
    return new AdminCommand(0xa, 1, 1, Bytes.hex(hex(data)), 0);
  }
}
