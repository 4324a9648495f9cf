package org.barscope.tracer.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.barscope.engine.protocol.legacy.LegacyRegister;
import org.barscope.tracer.format.QemuLogs;
import org.barscope.tracer.recording.RecordedStep;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class InferenceTest {
  private static List<String> complete(String... steps) {
    return QemuLogs.words(Inference.complete(Steps.device(steps)).device());
  }

  /// The completed steps without the Command register write in front, which most tests need not
  /// see.
  private static List<String> afterCommand(String... steps) {
    List<String> words = new ArrayList<>(complete(steps));
    assertTrue(words.remove("cW16@04=0700?"), words::toString);
    return words;
  }

  @Nested
  class IoDecoding {
    @Test
    void isEnabledBeforeTheFirstAccess() {
      assertEquals(List.of("cW16@04=0700?", "W8@12=00"), complete("W8@12=00"));
    }

    @Test
    void isNotEnabledTwice() {
      assertEquals(
          List.of("cW16@04=0301", "cW16@04=0001", "cW16@04=0301", "W8@12=00"),
          complete("cW16@04=0301", "cW16@04=0001", "cW16@04=0301", "W8@12=00"));
    }

    @Test
    void isEnabledAgainWhenTheTraceOnlyShowsItOff() {
      assertEquals(
          List.of("cW8@04=03", "W8@12=00", "cW16@04=0004", "cW16@04=0704?", "W8@12=00"),
          complete("cW8@04=03", "W8@12=00", "cW16@04=0004", "W8@12=00"));
    }

    @Test
    void isEnabledWhereAReadShowsIt() {
      assertEquals(
          List.of("cW16@04=0701?", "cR16@04=0701", "W8@12=00"),
          complete("cR16@04=0701", "W8@12=00"));
    }

    @Test
    void isLeftAloneWithoutAccesses() {
      assertEquals(List.of("cR16@04=0000"), complete("cR16@04=0000"));
    }
  }

  @Nested
  class Msix {
    @Test
    void isOnWhenAVectorIsReadBack() {
      assertEquals(
          List.of("W8@12=00", "R8@14=52", "MSIX?", "W16@14=0000", "R16@14=0000"),
          afterCommand("W8@12=00", "R8@14=52", "W16@14=0000", "R16@14=0000"));
      assertEquals(
          List.of("W8@12=00", "MSIX?", "W16@16=0100", "R16@16=0100"),
          afterCommand("W8@12=00", "W16@16=0100", "R16@16=0100"));
    }

    @Test
    void isOffWhenNoVectorIsReadBack() {
      assertEquals(
          List.of("W8@12=00", "W16@14=0000", "R16@14=ffff"),
          afterCommand("W8@12=00", "W16@14=0000", "R16@14=ffff"));
    }

    @Test
    void isOffWhenDpdkWritesAVectorAndReadsTheMac() {
      assertEquals(
          List.of("W8@12=00", "R32@14=52540012", "W16@14=0000", "R16@14=5254"),
          afterCommand("W8@12=00", "R32@14=52540012", "W16@14=0000", "R16@14=5254"));
      String[] zeroMac = {"W8@12=00", "R32@14=00001234", "W16@14=0000", "R16@14=0000"};
      assertEquals(List.of(zeroMac), afterCommand(zeroMac));
      String[] written = {"W8@12=00", "W16@14=0000", "R16@14=0000", "R32@14=00000012"};
      assertEquals(List.of(written), afterCommand(written));
    }

    @Test
    void isSwitchedOffAfterTheTearDown() {
      assertEquals(
          List.of(
              "W8@12=00",
              "MSIX?",
              "W16@14=0000",
              "R16@14=0000",
              "W8@12=00",
              "W16@14=ffff",
              "R16@14=ffff",
              "NONE?",
              "R8@12=00",
              "R8@18=00"),
          afterCommand(
              "W8@12=00",
              "W16@14=0000",
              "R16@14=0000",
              "W8@12=00",
              "W16@14=ffff",
              "R16@14=ffff",
              "R8@12=00",
              "R8@18=00"));
    }

    @Test
    void staysOnWhenVectorsAreSetAgain() {
      assertEquals(
          List.of(
              "W8@12=00",
              "MSIX?",
              "W16@14=0000",
              "R16@14=0000",
              "W16@14=ffff",
              "R16@14=ffff",
              "W16@14=0000",
              "R16@14=0000",
              "R8@18=52"),
          afterCommand(
              "W8@12=00",
              "W16@14=0000",
              "R16@14=0000",
              "W16@14=ffff",
              "R16@14=ffff",
              "W16@14=0000",
              "R16@14=0000",
              "R8@18=52"));
    }

    @Test
    void isOffAfterARebootWithoutTearDown() {
      assertEquals(
          List.of(
              "W8@12=00", "MSIX?", "W16@14=0000", "R16@14=0000", "NONE?", "W8@12=00", "R8@14=52"),
          afterCommand("W8@12=00", "W16@14=0000", "R16@14=0000", "W8@12=00", "R8@14=52"));
    }

    @Test
    void followsTheCapabilityWhenItsWritesAreRecorded() {
      assertEquals(
          List.of(
              "cW16@04=0700",
              "cR8@34=40",
              "cR16@40=1100",
              "W8@12=00",
              "cW16@42=03c0",
              "MSIX?",
              "W16@14=0000",
              "R16@14=ffff",
              "cW16@42=0300",
              "NONE?"),
          complete(
              "cW16@04=0700",
              "cR8@34=40",
              "cR16@40=1100",
              "W8@12=00",
              "cW16@42=03c0",
              "W16@14=0000",
              "R16@14=ffff",
              "cW16@42=0300"));
    }

    @Test
    void isNotInferredWhereTheTraceHasItsOwnLines() {
      String[] steps = {"W8@12=00", "MSIX", "W16@14=0000", "R16@14=0000", "NONE"};
      assertEquals(List.of(steps), afterCommand(steps));
    }
  }

  @Nested
  class MidLife {
    @Test
    void isToldByAStatusRead() {
      CompletedDevice completed = Inference.complete(Steps.device("R8@12=03", "W8@12=07"));
      assertTrue(completed.midLife());
      assertEquals(
          List.of("cW16@04=0700?", "W8@12=03?", "R8@12=03", "W8@12=07"),
          QemuLogs.words(completed.device()));
    }

    @Test
    void isToldByDoorbellsAndIsrReads() {
      assertEquals(
          List.of("W8@12=07?", "W16@10=0100", "R8@13=01"), afterCommand("W16@10=0100", "R8@13=01"));
      assertEquals(
          List.of("W8@12=07?", "R8@13=01", "W8@12=00", "R8@12=00"),
          afterCommand("R8@13=01", "W8@12=00", "R8@12=00"));
    }

    @Test
    void isToldByTheNextStatusWrite() {
      assertEquals(
          List.of("W8@12=03?", "W32@08=98240000", "W8@12=07"),
          afterCommand("W32@08=98240000", "W8@12=07"));
    }

    @Test
    void isNotAssumedOfAFreshDevice() {
      assertFalse(Inference.complete(Steps.device("W8@12=00", "R8@12=00")).midLife());
      assertFalse(Inference.complete(Steps.device("R8@12=00", "W8@12=01")).midLife());
      assertFalse(Inference.complete(Steps.device("W8@12=01")).midLife());
      assertFalse(Inference.complete(Steps.device()).midLife());
    }

    @Test
    void hasMsixWhenConfigurationLiesBehindTheVectors() {
      assertEquals(
          List.of("MSIX?", "W8@12=07?", "W16@10=0000", "R8@1e=01", "R8@1f=00"),
          afterCommand("W16@10=0000", "R8@1e=01", "R8@1f=00"));
      assertEquals("MSIX?", afterCommand("W16@10=0000", "R16@1e=0001").getFirst());
      assertEquals(
          "MSIX?",
          afterCommand("R8@18=52", "R8@19=54", "R8@1a=00", "R8@1b=12", "R8@1c=34", "R8@1d=56")
              .getFirst());
    }

    @Test
    void hasNoMsixWhenConfigurationLiesAtTheVectors() {
      assertFalse(afterCommand("W16@10=0000", "R8@1a=01", "R8@1b=00").contains("MSIX?"));
      assertFalse(afterCommand("R8@14=52").contains("MSIX?"));
      assertFalse(afterCommand("W16@10=0000", "R8@1e=dc", "R8@1f=05").contains("MSIX?"));
    }

    @Test
    void hasNoMsixWhenTheIsrIsRead() {
      assertFalse(afterCommand("W16@10=0000", "irq0", "R8@13=01").contains("MSIX?"));
    }

    @Test
    void hasMsixWhenInterruptsNeedNoIsrRead() {
      assertEquals(
          List.of("MSIX?", "W8@12=07?", "W16@10=0000", "irq0"),
          afterCommand("W16@10=0000", "irq0"));
    }

    @Test
    void hasMsixWhenItIsTornDown() {
      assertEquals("MSIX?", afterCommand("R8@12=07", "W16@16=ffff", "R8@13=01").getFirst());
    }

    @Test
    void hasMsixWhenTheLogBeginsInTheTearDown() {
      for (String first : List.of("W8@12=00", "R8@12=00", "W16@0e=0000", "W16@16=ffff")) {
        List<String> steps =
            afterCommand(
                first, "R16@16=ffff", "R8@13=00", "W16@14=ffff", "R16@14=ffff", "R8@12=00");
        assertEquals(List.of("MSIX?", first), steps.subList(0, 2));
      }
      assertEquals(
          List.of("MSIX?", "R16@14=ffff", "NONE?", "R8@12=00", "R8@14=52"),
          afterCommand("R16@14=ffff", "R8@12=00", "R8@14=52"));
      assertEquals(
          "MSIX?", afterCommand("W8@12=00", "W16@16=ffff", "R16@16=ffff", "NONE").getFirst());
    }

    @Test
    void hasMsixWhenADoorbellIsFollowedByTheTearDown() {
      assertEquals(
          "MSIX?",
          afterCommand("W16@10=0100", "W8@12=00", "R8@12=00", "W16@0e=0000", "W16@16=ffff")
              .getFirst());
    }

    @Test
    void hasNoMsixInTheSetUpThatFollowsAReset() {
      assertFalse(
          afterCommand("W8@12=00", "R8@14=52", "NONE", "R8@1a=01", "R8@1b=00").contains("MSIX?"));
      assertEquals(
          List.of("W8@12=03?", "R8@19=56", "MSIX?", "W16@14=0000", "R16@14=0000", "W8@12=07"),
          afterCommand("R8@19=56", "W16@14=0000", "R16@14=0000", "W8@12=07"));
    }

    @Test
    void hadTheOppositeOfTheFirstRecordedSwitch() {
      assertEquals("MSIX?", afterCommand("W16@10=0000", "NONE").getFirst());
      assertFalse(afterCommand("W16@10=0000", "MSIX").contains("MSIX?"));
    }

    @Test
    void leavesRegistersUnknownUntilTheyAreWritten() {
      CompletedDevice completed =
          Inference.complete(
              Steps.device(
                  "R8@12=03",
                  "R32@08=00000000",
                  "R16@0c=0001",
                  "W16@0e=0100",
                  "R16@0c=0001",
                  "R32@08=00000000",
                  "W32@08=98240000",
                  "R32@08=98240000",
                  "R32@00=6480bf79",
                  "R32@04=00000000",
                  "R8@13=01",
                  "R8@13=00"));
      List<RecordedStep> steps = completed.device().steps();
      assertEquals(Set.of(3, 4, 7, 11, 12), completed.unknownAnswers());
      assertEquals("R32@08=00000000", QemuLogs.words(steps).get(3));
      assertTrue(completed.unknownAtStart().contains(LegacyRegister.QUEUE_PFN));
    }

    @Test
    void endsWithTheReset() {
      CompletedDevice completed =
          Inference.complete(Steps.device("R8@12=03", "W8@12=00", "R32@04=00000000"));
      assertEquals(Set.of(), completed.unknownAnswers());
    }
  }

  @Test
  void addsNothingToALogThatIsComplete() {
    String[] steps = {"cW16@04=0701", "W8@12=00", "R8@12=00", "W8@12=01"};
    assertEquals(List.of(steps), complete(steps));
  }

  @Test
  void givesAnInferredStepTheTimeOfItsSuccessor() {
    RecordedStep first = Inference.complete(Steps.device("W8@12=00")).device().steps().getFirst();
    assertTrue(first.inferred());
    assertEquals(Steps.FIRST_TIME, first.time());
  }
}
