package org.barscope.app.members;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.barscope.app.members.Line.Kind;
import org.barscope.app.members.Line.Tone;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.LiveSession.Phase;
import org.barscope.app.session.Played;
import org.barscope.engine.event.Fact;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MembersViewModelTest {
  private static final long SECOND = 1_000_000_000;

  private final Played played = new Played(3);
  private final Selection selection = new Selection();
  private Phase phase = Phase.RUNNING;
  private long clock;
  private MembersViewModel model = model(true);

  private MembersViewModel model(boolean live) {
    MemberSource source =
        new MemberSource(
            played.rows(),
            played.history(),
            live,
            () -> phase,
            member -> member.vf() == 1 ? "a1.log.gz: virtio-net-pci 00:04.0" : "",
            () -> Optional.of("{\"pfs\":[{\"adminQueueSize\":64}]}"));
    return new MembersViewModel(source, selection, () -> clock);
  }

  @Test
  void theSelectedMembersRegistersDoNotRest() {
    pass(SECOND);
    played.write(1, 18, "01");
    pass(1_000_000);
    assertEquals("ACK", line(1, Kind.STATUS).text().get());
    played.write(2, 18, "01");
    pass(1_000_000);
    assertEquals("RESET", line(2, Kind.STATUS).text().get());
    pass(SECOND);
    assertEquals("ACK", line(2, Kind.STATUS).text().get());
  }

  @Test
  void anAccessWhoseEndWasLostIsNotStuck() {
    played.begin(1, 18, 1);
    pass(SECOND);
    pass(30 * SECOND);
    assertEquals("▲ stuck", member(1).detail().get());
    played.add(0, -1, new Fact.Lost(12, "a full ring"));
    pass(SECOND);
    assertFalse(member(1).detail().get().contains("stuck"), member(1).detail().get());
  }

  /// Time passes, and the tree looks again.
  private void pass(long nanos) {
    clock += nanos;
    model.refresh();
  }

  private Line owner() {
    return model.owners().getFirst();
  }

  private Line member(int vf) {
    return owner().children().stream()
        .filter(line -> line.kind() == Kind.MEMBER)
        .toList()
        .get(vf - 1);
  }

  private Line line(int vf, Kind kind) {
    return member(vf).children().stream()
        .filter(line -> line.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private static String say(Line line) {
    return (line.text().get() + " | " + line.detail().get()).strip();
  }

  private List<String> queues(int vf) {
    return member(vf).children().stream()
        .filter(line -> line.kind() == Kind.QUEUE)
        .map(MembersViewModelTest::say)
        .toList();
  }

  @Test
  void theOwnerComesFirstThenItsMembersInOrder() {
    assertEquals("PF 0", owner().text().get());
    assertEquals(
        List.of("VF 1 net", "VF 2 net", "VF 3 net"),
        owner().children().stream()
            .filter(line -> line.kind() == Kind.MEMBER)
            .map(line -> line.text().get())
            .toList());
  }

  @Test
  void theOwnerTellsOfItsAdminQueue() {
    assertEquals("admin queue 64 | 1.0 µs", say(owner().children().getFirst()));
    played.write(1, 18, "01");
    pass(SECOND);
    assertEquals("1 command/s", owner().detail().get());
    assertEquals("6 commands |", say(owner().children().get(1)));
  }

  @Test
  void linesStayTheSameObjects() {
    Line before = member(1);
    played.bringUp(1);
    pass(SECOND);
    assertSame(before, member(1));
    assertSame(line(1, Kind.ACTIVITY), before.children().getFirst());
  }

  @Test
  void aMemberWithoutDriverIsIdle() {
    assertEquals("○ idle", member(1).detail().get());
  }

  @Test
  void aMemberWhoseDriverIsUpIsOk() {
    played.bringUp(1);
    pass(SECOND);
    assertEquals("● OK", member(1).detail().get());
    assertEquals(Tone.GOOD, member(1).tone().get());
    assertEquals("ACK DRIVER DRIVER_OK", line(1, Kind.STATUS).text().get());
    assertEquals("MSI-X, header 24", line(1, Kind.INTERRUPTS).text().get());
  }

  @Test
  void aDriverThatIsNotReadyYetIsStarting() {
    played.write(1, 18, "01");
    pass(SECOND / 2);
    assertEquals("◐ starting", member(1).detail().get());
  }

  @Test
  void aMemberThatDoesNothingForSomeSecondsIsIdle() {
    played.bringUp(1);
    pass(SECOND);
    pass(2 * SECOND);
    assertEquals("● OK", member(1).detail().get());
    pass(2 * SECOND);
    assertEquals("○ idle", member(1).detail().get());
  }

  @Nested
  class Trouble {
    @Test
    void anAccessThatWaitsForASecondIsStuck() {
      played.bringUp(2);
      long row = played.begin(2, 18, 1);
      pass(SECOND / 2);
      assertEquals("● OK", member(2).detail().get());
      pass(4 * SECOND);
      assertEquals("▲ stuck", member(2).detail().get());
      assertEquals(Tone.WAITING, member(2).tone().get());
      assertEquals("◔ R8 @18 waits 4 s |", say(line(2, Kind.ACTIVITY)));
      assertEquals(row, line(2, Kind.ACTIVITY).row());
    }

    @Test
    void afterTenSecondsItIsAnError() {
      played.begin(2, 18, 1);
      pass(SECOND / 4);
      pass(11 * SECOND);
      assertEquals(Tone.BAD, member(2).tone().get());
    }

    @Test
    void anAccessWaitsOnWhileGuestsAreHeld() {
      played.begin(2, 18, 1);
      pass(SECOND / 4);
      phase = Phase.PAUSED;
      pass(4 * SECOND);
      assertEquals("▲ stuck", member(2).detail().get());
    }

    @Test
    void theOthersAreNotStuck() {
      played.bringUp(1);
      played.begin(2, 18, 1);
      pass(SECOND / 4);
      pass(2 * SECOND);
      assertEquals("● OK", member(1).detail().get());
    }

    @Test
    void accessesThatFailOneAfterTheOther() {
      played.bringUp(1);
      played.read(1, 12, 8);
      played.read(1, 12, 8);
      pass(SECOND / 4);
      assertEquals("✗ failing", member(1).detail().get());
      assertEquals("✗ the last 2 accesses failed |", say(line(1, Kind.ACTIVITY)));
      played.read(1, 18, 1);
      pass(SECOND / 4);
      assertEquals("● OK", member(1).detail().get());
    }

    @Test
    void aGuestThatGaveUpAfterAnError() {
      played.bringUp(1);
      played.read(1, 12, 8);
      pass(SECOND / 4);
      assertEquals("● OK", member(1).detail().get());
      pass(2 * SECOND);
      assertEquals("✗ failing", member(1).detail().get());
    }

    @Test
    void aDriverThatSetsFailed() {
      played.bringUp(1);
      played.write(1, 18, "87");
      pass(SECOND / 4);
      assertEquals("✗ failed", member(1).detail().get());
    }
  }

  @Test
  void ratesAreOfTheLastSecond() {
    played.bringUp(1);
    pass(2 * SECOND);
    for (int i = 0; i < 30; i++) {
      played.write(1, 16, "0100");
    }
    pass(SECOND);
    assertEquals("30 accesses/s | ♦ 30/s", say(line(1, Kind.ACTIVITY)));
    pass(SECOND);
    assertEquals("0 accesses/s | ♦ 0/s", say(line(1, Kind.ACTIVITY)));
  }

  @Test
  void numbersRestForAWhile() {
    played.bringUp(2);
    pass(SECOND / 100);
    assertEquals("○ idle", member(2).detail().get());
  }

  @Test
  void queuesHaveNamesSizesAndDoorbells() {
    played.bringUp(1);
    pass(SECOND);
    assertEquals(List.of("rx0 256 | no ♦ yet", "tx0 256 | no ♦ yet"), queues(1));
    played.write(1, 16, "0100");
    pass(SECOND);
    assertEquals(List.of("rx0 256 | no ♦ yet", "tx0 256 | ♦ 1/s"), queues(1));
    pass(2 * SECOND + SECOND / 2);
    assertEquals(List.of("rx0 256 | no ♦ yet", "tx0 256 | 2 s ago"), queues(1));
  }

  @Test
  void doorbellsAreDrawnSecondBySecond() {
    played.bringUp(1);
    pass(SECOND);
    played.write(1, 16, "0100");
    pass(SECOND / 2);
    pass(SECOND);
    Line tx =
        member(1).children().stream()
            .filter(l -> l.text().get().startsWith("tx0"))
            .findFirst()
            .orElseThrow();
    assertEquals(1, tx.sparkline().get().counts().getLast());
  }

  @Test
  void theProbeVerdictHasItsConditions() {
    assertEquals("probe | ✓ transitional", say(line(1, Kind.PROBE)));
    assertTrue(
        line(1, Kind.PROBE).children().stream()
            .map(MembersViewModelTest::say)
            .toList()
            .contains("✓ VF has no BAR0 | length 0"));
  }

  @Test
  void aMemberTellsWhichRecordedDeviceItPlays() {
    assertEquals("a1.log.gz: virtio-net-pci 00:04.0", line(1, Kind.DEVICE).text().get());
    assertTrue(member(2).children().stream().noneMatch(line -> line.kind() == Kind.DEVICE));
  }

  @Nested
  class OfACapture {
    @Test
    void totalsStandInPlaceOfRates() {
      played.bringUp(1);
      played.write(1, 16, "0100");
      model = model(false);
      assertEquals("23 accesses | ♦ 1", say(line(1, Kind.ACTIVITY)));
      assertEquals(List.of("rx0 256 | no ♦ yet", "tx0 256 | ♦ 1"), queues(1));
      assertEquals("● OK", member(1).detail().get());
      assertEquals("", owner().detail().get());
    }

    @Test
    void anAccessWithoutEndIsSaidToHaveNone() {
      played.begin(2, 18, 1);
      played.pass(2 * SECOND);
      played.begin(1, 18, 1);
      model = model(false);
      assertEquals("▲ stuck", member(2).detail().get());
      assertEquals("◔ R8 @18 never ended |", say(line(2, Kind.ACTIVITY)));
    }

    /// A recording may end, or be cut, while an access is under way.
    @Test
    void anAccessThatTheRecordingEndsInIsNotStuck() {
      played.begin(2, 18, 1);
      model = model(false);
      assertEquals("◔ open", member(2).detail().get());
      assertEquals("◔ R8 @18 open at the end |", say(line(2, Kind.ACTIVITY)));
    }
  }

  @Nested
  class Choosing {
    @Test
    void aLineSelectsItsMember() {
      model.choose(line(2, Kind.STATUS));
      assertEquals(Played.vf(2), selection.member().get());
      assertEquals(Selection.NONE, selection.row().get());
    }

    @Test
    void theLineOfAStuckAccessSelectsItsRow() {
      long row = played.begin(2, 18, 1);
      pass(SECOND / 4);
      pass(4 * SECOND);
      model.choose(line(2, Kind.ACTIVITY));
      assertEquals(row, selection.row().get());
      assertEquals(row, selection.revealed().get());
      assertEquals(Played.vf(2), selection.member().get());
    }

    @Test
    void theOwnerSelectsNothing() {
      model.choose(owner());
      assertEquals(Played.vf(1), selection.member().get());
    }
  }
}
