package org.barscope.engine.trace;

import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.barscope.engine.Engine;
import org.barscope.engine.EngineOptions;
import org.barscope.engine.Guest;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.barscope.engine.event.Event;
import org.barscope.engine.event.Fact;
import org.barscope.engine.event.InterruptReason;
import org.barscope.engine.protocol.bytes.Bytes;
import org.barscope.engine.protocol.vfio.Direction;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is recorded, and who is recorded as its cause (design §4).
class TracingTest {
  private static final Bytes NONE = Bytes.EMPTY;

  private final Rig rig = Rig.net(2);

  @AfterEach
  void close() {
    rig.close();
  }

  /// The events of a script on VF 2, numbered from 0, as `cause <- fact`.
  private List<String> story(Consumer<Guest> script) {
    rig.ready(
        2,
        guest -> {
          rig.forget();
          script.accept(guest);
        });
    List<Event> events = rig.events();
    long first = events.isEmpty() ? 0 : events.getFirst().seq();
    List<String> story = new ArrayList<>();
    for (Event event : events) {
      assertEquals(first + story.size(), event.seq());
      boolean log = event.fact() instanceof Fact.Lifecycle life && life.what().equals("kernel-log");
      assertEquals(log ? 0 : 2, event.vf(), "it is the PF's driver that logs");
      assertEquals(0, event.pf());
      String cause = event.cause() == -1 ? "-" : Long.toString(event.cause() - first);
      story.add(cause + " <- " + event.fact().getClass().getSimpleName());
    }
    return story;
  }

  @Nested
  class OneAccess {
    @Test
    void isStartSubmitCompleteEnd() {
      assertEquals(
          List.of(
              "- <- AccessStart", "0 <- AdminSubmit", "1 <- AdminComplete", "0 <- LegacyAccess"),
          story(guest -> guest.r8(18)));
      assertEquals(
          new Fact.AccessStart(Region.BAR0, Direction.READ, 18, 1, NONE),
          rig.events().get(0).fact());
      assertEquals(
          new Fact.AdminSubmit(
              3, 1, 2, Bytes.hex(hex("03000100", zeros(12), "0200000000000000 12")), 9),
          rig.events().get(1).fact());
      assertEquals(
          new Fact.AdminComplete(3, 2, 0, 0, 9, Bytes.hex(zeros(9)), 0),
          rig.events().get(2).fact());
      assertEquals(
          new Fact.LegacyAccess(
              Direction.READ, 18, 1, 20, Bytes.hex("00"), Bytes.hex("00"), 0, 0, 0),
          rig.events().get(3).fact());
    }

    @Test
    void ofAWriteCarriesItsBytesTwice() {
      story(guest -> guest.w32(8, 0x12345));
      assertEquals(
          new Fact.AccessStart(Region.BAR0, Direction.WRITE, 8, 4, Bytes.hex("45230100")),
          rig.facts(Fact.AccessStart.class).getFirst());
      assertEquals(
          new Fact.LegacyAccess(Direction.WRITE, 8, 4, 20, Bytes.hex("45230100"), NONE, 0, 0, 0),
          rig.facts(Fact.LegacyAccess.class).getFirst());
    }

    @Test
    void thatRingsTheDoorbellIsStartNotifyEndAndTheFaultHasTheStartAsCause() {
      assertEquals(
          List.of("- <- AccessStart", "0 <- Notify", "0 <- LegacyAccess", "0 <- GuestFault"),
          story(guest -> guest.w16(16, 0)));
      assertEquals(new Fact.Notify(4, 0x3000, 0), rig.events().get(1).fact());
    }

    @Test
    void thatRingsTheDoorbellByCommandCausesTheFaultThroughTheCommand() {
      assertEquals(
          List.of(
              "- <- AccessStart",
              "0 <- AdminSubmit",
              "1 <- AdminComplete",
              "0 <- LegacyAccess",
              "1 <- GuestFault"),
          story(guest -> guest.w8(17, 0)));
    }

    @Test
    void thatBreaksARuleInTheFirmwareHasTheCommandAsCause() {
      assertEquals(
          List.of(
              "- <- AccessStart",
              "0 <- AdminSubmit",
              "1 <- GuestFault",
              "1 <- AdminComplete",
              "0 <- LegacyAccess"),
          story(guest -> guest.w32(4, -1)));
    }

    @Test
    void knowsWhereTheHeaderEnded() {
      story(guest -> {
        guest.r8(18);
        guest.msix(true);
        guest.r8(18);
        guest.read(30, 4);
        guest.msix(false);
        guest.r8(18);
      });
      assertEquals(
          List.of(20, 24, 24, 20),
          rig.facts(Fact.LegacyAccess.class).stream()
              .map(Fact.LegacyAccess::headerLength)
              .toList());
    }

    @Test
    void leavesNoCauseBehind() {
      assertEquals(
          List.of(
              "- <- AccessStart",
              "0 <- Notify",
              "0 <- LegacyAccess",
              "- <- AccessStart",
              "3 <- ConfigAccess",
              "- <- Lifecycle",
              "0 <- GuestFault"),
          story(guest -> {
            guest.w16(16, 0);
            guest.cfgRead(0, 2);
            guest.device().reset();
          }));
    }
  }

  @Nested
  class Failures {
    @ParameterizedTest(name = "{1} bytes at {0}: {2}")
    @CsvSource({"12, 4, 22, 5", "16, 1, 22, 2", "30, 4, 22, 2", "18, 2, 22, 5"})
    void areSeenAsAllOnes(int offset, int width, int errno, int events) {
      assertEquals(events, story(guest -> guest.read(offset, width)).size());
      assertEquals(
          new Fact.LegacyAccess(
              Direction.READ, offset, width, 20, NONE, Bytes.hex("ff".repeat(width)), errno, 0, 0),
          rig.facts(Fact.LegacyAccess.class).getFirst());
    }

    @Test
    void ofAWriteAreSeenAsNothing() {
      story(guest -> guest.write(12, "00000000"));
      assertEquals(
          new Fact.LegacyAccess(Direction.WRITE, 12, 4, 20, Bytes.hex(zeros(4)), NONE, 22, 0, 0),
          rig.facts(Fact.LegacyAccess.class).getFirst());
      assertEquals(
          new Fact.AdminComplete(2, 2, 22, 3, 8, Bytes.hex("1600030000000000"), 0),
          rig.facts(Fact.AdminComplete.class).getFirst());
    }

    @Test
    void withIoDisabledHaveNoCommand() {
      assertEquals(
          List.of("- <- AccessStart", "0 <- ConfigAccess", "- <- AccessStart", "2 <- LegacyAccess"),
          story(guest -> {
            guest.cfgWrite(4, "0000");
            assertEquals("EIO", guest.read(18, 1));
          }));
      assertEquals(5, rig.facts(Fact.LegacyAccess.class).getFirst().errno());
    }

    @Test
    void ofAConfigurationReadAreAllOnesToo() {
      rig.on(1, guest -> assertEquals("ENODEV", guest.cfgRead(0, 4)));
      Fact.ConfigAccess access = rig.facts(Fact.ConfigAccess.class).getFirst();
      assertEquals("ffffffff", access.seen().toHex());
      assertEquals(NONE, access.data());
      assertEquals(NONE, access.core());
      assertEquals(19, access.errno());
    }
  }

  @Nested
  class Configuration {
    @Test
    void readsCarryTheCoresBytesBeforeTheOverlay() {
      story(guest -> guest.cfgRead(0, 4));
      assertEquals(
          new Fact.ConfigAccess(
              Direction.READ,
              0,
              4,
              Bytes.hex("f41a0010"),
              Bytes.hex("f41a0010"),
              Bytes.hex("f41a4110"),
              0,
              0,
              0),
          rig.facts(Fact.ConfigAccess.class).getFirst());
    }

    @Test
    void writesCarryNoCore() {
      story(guest -> {
        guest.cfgRead(0, 4);
        guest.cfgWrite(4, "0100");
      });
      assertEquals(
          new Fact.ConfigAccess(Direction.WRITE, 4, 2, Bytes.hex("0100"), NONE, NONE, 0, 0, 0),
          rig.facts(Fact.ConfigAccess.class).getLast());
    }

    @Test
    void otherRegionsAreNotRecorded() {
      assertEquals(List.of(), story(guest -> guest.device().read(Region.BAR1, 0, new byte[2], 2)));
    }
  }

  @Nested
  class Calls {
    @Test
    void ofTheVmmAreLifecycleEvents() {
      rig.forget();
      rig.on(
          1,
          guest -> {
            guest.device().open();
            guest.device().open();
            guest.device().setIrqs(IrqMode.MSIX, 3);
            guest.device().setIrqs(IrqMode.MSI, 1);
            guest.device().reset();
            guest.device().close();
          });
      assertEquals(
          List.of(
              "open [OK]",
              "open [EBUSY]",
              "irq-mode [msix, 3, OK]",
              "irq-mode [msi, 1, EINVAL]",
              "reset [OK]",
              "close []"),
          rig.facts(Fact.Lifecycle.class).stream()
              .map(fact ->
                  fact.what()
                      + " "
                      + fact.reasons().stream().map(reason -> reason.value()).toList())
              .toList());
    }

    @Test
    void interruptsHaveVectorReasonAndQueue() {
      story(guest -> {
        guest.msix(true);
        guest.w16(20, 0);
        guest.w16(14, 1);
        guest.w16(22, 2);
        guest.member().queueUsed(1);
        guest.member().configChanged();
        guest.member().queueUsed(0);
      });
      List<Event> events = rig.events(Fact.Interrupt.class);
      assertEquals(
          List.of(
              new Fact.Interrupt(2, InterruptReason.QUEUE, 1),
              new Fact.Interrupt(0, InterruptReason.CONFIG, -1)),
          events.stream().map(Event::fact).toList());
      assertEquals(List.of(-1L, -1L), events.stream().map(Event::cause).toList());
    }
  }

  @Nested
  class Imitation {
    @Test
    void marksOutermostEventsOnly() {
      rig.ready(
          2,
          guest -> {
            rig.forget();
            Engine.imitate(1_000_000_007L, true);
            guest.w16(16, 0);
            Engine.imitate(2, false);
            guest.r8(18);
            Engine.imitate(Event.NONE, false);
            guest.device().reset();
          });
      assertEquals(
          List.of(
              "AccessStart 1000000007 true",
              "Notify -1 false",
              "LegacyAccess 1000000007 true",
              "AccessStart 2 false",
              "AdminSubmit -1 false",
              "AdminComplete -1 false",
              "LegacyAccess 2 false",
              "Lifecycle -1 false",
              "GuestFault -1 false"),
          rig.events().stream()
              .map(event ->
                  event.fact().getClass().getSimpleName()
                      + " "
                      + event.recorded()
                      + " "
                      + event.inferred())
              .toList());
    }

    @Test
    void isAMatterOfOneStrand() {
      rig.ready(1, guest -> Engine.imitate(7, true));
      rig.forget();
      rig.ready(2, guest -> guest.r8(18));
      assertTrue(
          rig.events().stream().noneMatch(event -> event.inferred() || event.recorded() != -1));
    }
  }

  @Nested
  class Off {
    @Test
    void publishesNothing() {
      try (Rig quiet = Rig.of(Rig.topology(1), new EngineOptions(true, false, 1, false))) {
        quiet.ready(
            1,
            guest -> {
              Engine.imitate(5, true);
              guest.w32(4, -1);
              guest.w16(16, 9);
              assertEquals("EINVAL", guest.read(12, 4));
              guest.msix(true);
              guest.member().configChanged();
              guest.device().close();
            });
        assertEquals(0, quiet.engine().published());
        assertEquals(List.of(), quiet.events());
        assertEquals(0, quiet.engine().lost());
        assertTrue(quiet.engine().member(0, 1).transitional());
      }
    }
  }

  @Nested
  class Setup {
    @Test
    void comesFirstAndTellsTheTopology() {
      Event first = rig.events().getFirst();
      assertEquals(0, first.seq());
      assertEquals(-1, first.cause());
      assertEquals(
          "{'program':'barscope','mode':'deterministic','seed':0,'switches':{'memberTypes"
              + "':'any','headerSplit':'irqMode','interruptPin':'none','modernCapabilities':"
              + "'hidden','kernel':'6.13+','host':"
              + "'x86','hostGate':'closed','listsBeforeVfEnable':'accepted','selfBeforeListUse'"
              + ":'accepted','driverLists':'linux','fieldAccess':'passed','deviceConfigOrder':"
              + "'guest','partLengths':'any','padding':'none','notifyEntries':'unchecked','"
              + "reservedStatus':'passed','retry':'never','missingResult':'stale'},'pfs':[{'adm"
              + "inQueueSize':256,'driver':'virtio_pci','firmware':{'commands':'0x7f','devParts"
              + "Objects':0,'latency':{'fixedNanos':0,'jitterNanos':0,'distribution':'uniform'}"
              + "},'vfs':[{'vf':1,'type':'net','features':'0x39bf8064','queueSizes':[256,256,64"
              + "],'config':'5254001234010100000000000000000000','guestOrder':'little','vectors"
              + "':3,'msiVectors':0,'interruptPin':'none','notify':[{'of':'member','bar':4,'off"
              + "set':12288,'barLength':16384}],'bar0Length':0,'reset':'flr','resetNanos':0},{'vf':2,'type':'net','features':'0x39bf8064','"
              + "queueSizes':[256,256,64],'config':'5254001234020100000000000000000000','guestO"
              + "rder':'little','vectors':3,'msiVectors':0,'interruptPin':'none','notify':[{'of'"
              + ":'member','bar':4,'offset':12288,'barLength':16384}],'bar0Length':0,'reset':'f"
              + "lr','resetNanos':0}]}]}",
          ((Fact.Setup) first.fact()).json().replace('"', '\''));
    }
  }

  /// Dropped events break no rule: a cause is an event that exists, or none.
  @Test
  void aRingThatDropsKeepsCausesRight() {
    EngineOptions dropping = new EngineOptions(true, true, 4, true);
    try (Rig small = Rig.of(Topology.of(Rig.topology(1).pfs().getFirst().vfs()), dropping)) {
      List<Event> events = new ArrayList<>();
      small.ready(
          1,
          guest -> {
            for (int i = 0; i < 50; i++) {
              small.engine().drain(events::add, i % 3);
              guest.r8(18);
            }
          });
      small.engine().close();
      small.engine().drain(events::add, 100);
      long lost = 0;
      for (int i = 0; i < events.size(); i++) {
        assertEquals(i, events.get(i).seq());
        assertTrue(events.get(i).cause() < i);
        lost += events.get(i).fact() instanceof Fact.Lost gap ? gap.count() : 0;
      }
      assertTrue(lost > 0);
      assertEquals(small.engine().published(), events.size());
      assertTrue(small.engine().lost() >= lost);
    }
  }
}
