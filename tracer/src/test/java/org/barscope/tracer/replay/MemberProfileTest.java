package org.barscope.tracer.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.bytes.GuestOrder;
import org.barscope.engine.protocol.device.DeviceType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemberProfileTest {
  private static MemberProfile profile(String... steps) {
    return profile(DeviceType.NET, steps);
  }

  private static MemberProfile profile(DeviceType type, String... steps) {
    return MemberProfile.of(Inference.complete(Steps.device(type, steps)));
  }

  @Test
  void knowsTheOfferedFeatures() {
    assertEquals(
        OptionalLong.of(0x79bf8064L),
        profile("W8@12=00", "R32@00=6480bf79").offeredFeatures().little(0, 4));
    assertEquals(
        OptionalLong.of(0x8064L),
        profile("W8@12=00", "R8@00=64", "R8@01=80").offeredFeatures().little(0, 2));
    assertTrue(profile("W8@12=00").offeredFeatures().isEmpty());
  }

  @Nested
  class DeviceConfiguration {
    @Test
    void isCountedFromTheBaseOfTheMoment() {
      MemberProfile profile =
          profile(
              "W8@12=00",
              "R8@14=52",
              "R8@15=54",
              "MSIX",
              "R8@1e=01",
              "R8@1f=00",
              "NONE",
              "R32@16=00123456");
      assertEquals("5254001234560100", profile.deviceConfig().toString());
    }

    @Test
    void isAsFirstRead() {
      assertEquals(
          "5254", profile("W8@12=00", "R16@14=5254", "R16@14=0000").deviceConfig().toString());
    }

    @Test
    void isNotWhatTheGuestWrote() {
      assertEquals(
          "--54", profile("W8@12=00", "W8@14=aa", "R16@14=aa54").deviceConfig().toString());
    }
  }

  @Nested
  class Queues {
    @Test
    void haveTheSizesReadAfterSelecting() {
      MemberProfile profile =
          profile(
              "W8@12=00",
              "R16@0c=0001",
              "W16@0e=0200",
              "R16@0c=4000",
              "W16@0e=0300",
              "R16@0c=0000");
      assertEquals(Map.of(0, 256, 2, 64, 3, 0), profile.queueSizes());
      assertEquals(3, profile.queues());
    }

    @Test
    void areSelectedAnewByAReset() {
      assertEquals(
          Map.of(0, 256),
          profile("W8@12=00", "W16@0e=0200", "W8@12=00", "R16@0c=0001").queueSizes());
    }

    @Test
    void ofAnUnknownSelectStayUnknown() {
      assertEquals(Map.of(), profile("R8@12=07", "R16@0c=0001").queueSizes());
    }

    @Test
    void areCountedByDoorbellsAndInterruptsToo() {
      assertEquals(3, profile("W16@10=0200").queues());
      assertEquals(5, profile("W16@10=0200", "irq4").queues());
      assertEquals(0, profile("W8@12=00").queues());
    }
  }

  @Nested
  class Vectors {
    @Test
    void areAnnouncedByTheCapability() {
      assertEquals(4, profile("cR8@34=40", "cR16@40=1100", "cR16@42=0300").vectors());
      assertEquals(
          2, profile("cR8@34=98", "cR16@98=0940", "cR16@40=1100", "cR16@42=0100").vectors());
    }

    @Test
    void areCountedWhereTheyAreWritten() {
      assertEquals(6, profile("W8@12=00", "MSIX", "W16@16=0500", "R16@16=0500").vectors());
    }

    @Test
    void areNotCountedWhenRefused() {
      assertEquals(3, profile("W8@12=00", "MSIX", "W16@16=0500", "R16@16=ffff").vectors());
    }

    @Test
    void areThreeWhenNothingTells() {
      assertEquals(3, profile("W8@12=00").vectors());
    }

    @Test
    void areNoneWithoutTheCapability() {
      assertEquals(0, profile("cR16@06=0000", "W8@12=00").vectors());
      assertEquals(0, profile("cR8@34=00", "W8@12=00").vectors());
      assertEquals(0, profile("cR8@34=40", "cR16@40=0900", "W8@12=00").vectors());
    }
  }

  @Nested
  class Intx {
    @Test
    void isTheLifeOfAGuestWithAPinAndWithoutMsix() {
      MemberProfile profile = profile("cR8@3d=01", "W8@12=00");
      assertTrue(profile.intx());
      assertEquals(OptionalInt.of(1), profile.interruptPin());
    }

    @Test
    void isTheLifeOfAGuestThatReadsTheIsr() {
      assertTrue(profile("W8@12=00", "R8@13=00").intx());
      assertEquals(OptionalInt.empty(), profile("W8@12=00").interruptPin());
    }

    @Test
    void isNotTheLifeOfAGuestWithMsix() {
      assertFalse(profile("cR8@3d=01", "W8@12=00", "R8@13=00", "MSIX", "R8@13=01").intx());
      assertFalse(profile("cR8@3d=00", "W8@12=00").intx());
    }

    @Test
    void isOneOfTheLivesOfAGuestWithBoth() {
      assertTrue(profile("W8@12=00", "R8@13=01", "MSIX").intx());
    }
  }

  @Nested
  class ByteOrder {
    @Test
    void isBigWhenTheLinkStatusIsSwapped() {
      assertEquals(GuestOrder.BIG, profile("W8@12=00", "R16@1a=0001").order());
      assertEquals(GuestOrder.BIG, profile("W8@12=00", "R8@1a=00", "R8@1b=01").order());
      assertEquals(GuestOrder.LITTLE, profile("W8@12=00", "R16@1a=0100").order());
    }

    @Test
    void isBigWhenABlockSizeIsSwapped() {
      assertEquals(
          GuestOrder.BIG, profile(DeviceType.BLOCK, "W8@12=00", "R32@28=00000200").order());
      assertEquals(
          GuestOrder.LITTLE, profile(DeviceType.BLOCK, "W8@12=00", "R32@28=00020000").order());
    }

    @Test
    void isLittleWhenNothingTells() {
      assertEquals(GuestOrder.LITTLE, profile("W8@12=00", "R16@1a=0000").order());
    }
  }

  @Test
  void knownBytesFillOnlyTheirPlaces() {
    KnownBytes known = new KnownBytes();
    known.reveal(2, Bytes.of(0x12, 0x34));
    known.reveal(3, Bytes.of(0x99, 0x56));
    byte[] target = {9, 9, 9, 9};
    known.copyOver(target);
    assertEquals(Bytes.of(9, 9, 0x12, 0x34), Bytes.copyOf(target));
    assertEquals("----123456", known.toString());
    assertEquals(Bytes.of(0x34, 0x56), known.get(3, 2));
    assertThrows(IllegalArgumentException.class, () -> known.get(1, 2));
  }
}
