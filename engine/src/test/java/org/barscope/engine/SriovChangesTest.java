package org.barscope.engine;

import static org.barscope.engine.Rig.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.barscope.engine.event.Fact;
import org.barscope.engine.port.Scheduler;
import org.barscope.engine.protocol.admin.AdminCommand;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// VFs that come and go while the engine runs (reference §2.5, 5; F-01).
class SriovChangesTest {
  private final Rig rig = Rig.net(2);
  private final EmulatedOwner owner = rig.engine().owners().getFirst();

  @AfterEach
  void close() {
    rig.close();
  }

  private String vfs(int count) {
    String[] result = new String[1];
    rig.run(() -> result[0] = result(owner.setVfs(count)));
    return result[0];
  }

  private String status(int member) {
    Bytes[] written = new Bytes[1];
    rig.run(() ->
        written[0] = owner.submit(new AdminCommand(3, 1, member, Bytes.hex("12"), 1)).writable());
    return written[0].toHex().substring(0, 8);
  }

  private List<String> lifecycle() {
    return rig.facts(Fact.Lifecycle.class).stream().map(Fact.Lifecycle::what).toList();
  }

  @Test
  void withoutVfsTheGroupIsGoneAndSoAreTheDevices() {
    rig.forget();
    assertEquals("0", vfs(0));
    assertEquals(List.of("removed", "removed", "vf-enable"), lifecycle());
    assertEquals("16000400", status(1), "EINVAL, INVALID_GROUP");
    assertFalse(rig.engine().member(0, 1).transitional());
    assertEquals("VF is enabled", rig.engine().member(0, 1).reasons().getFirst().name());
    rig.on(1, guest -> assertEquals("ENODEV", result(guest.device().open())));
    assertEquals(0, rig.engine().member(0, 1).device().regionInfo(0).size());
  }

  @Test
  void fewerVfsAreThoseWithTheLowestNumbers() {
    assertEquals("EBUSY", vfs(1), "first there must be none");
    assertEquals("0", vfs(0));
    assertEquals("0", vfs(1));
    assertEquals("00000000", status(1));
    assertEquals("16000500", status(2), "EINVAL, INVALID_MEMBER");
    assertTrue(rig.engine().member(0, 1).transitional());
    assertFalse(rig.engine().member(0, 2).transitional());
    assertEquals("0", vfs(1), "as before: nothing to do");
  }

  @Test
  void vfsThatComeAgainAreProbedAndHaveForgottenWhatTheyWere() {
    rig.ready(
        1,
        guest -> {
          guest.write(18, "07");
          guest.write(14, "0100");
          guest.device().close();
        });
    assertEquals("0", vfs(0));
    rig.forget();
    assertEquals("0", vfs(2));
    assertEquals(List.of("vf-enable", "probe", "probe"), lifecycle());
    rig.ready(
        1,
        guest -> {
          assertEquals("00", guest.read(18, 1));
          assertEquals("0000", guest.read(14, 2));
          assertEquals("525400123401", guest.read(20, 6));
        });
  }

  /// Also what no VMM has reset by closing it.
  @Test
  void vfsThatAreDisabledLoseTheirState() {
    String select = "0e00000000000000" + "0100";
    rig.run(() -> owner.submit(new AdminCommand(2, 1, 2, Bytes.hex(select), 0)));
    AdminCommand read = new AdminCommand(3, 1, 2, Bytes.hex("0e"), 2);
    rig.run(() -> assertEquals("0100", owner.submit(read).writable().toHex().substring(16)));
    vfs(0);
    vfs(2);
    rig.run(() -> assertEquals("0000", owner.submit(read).writable().toHex().substring(16)));
  }

  /// pci_disable_sriov waits for the VMM; commands keep working until it lets go (F-01).
  @Test
  void aVfInUseHoldsTheRemovalUpUntilItIsClosed() {
    rig.on(1, Guest::powerOn);
    rig.forget();
    int[] result = {1};
    Scheduler.Strand removal = rig.scheduler().spawn("sriov", () -> result[0] = owner.setVfs(0));
    assertFalse(removal.join());
    assertEquals(List.of("release-requested"), lifecycle());
    rig.run(() -> {
      assertEquals("00", rig.guest(1).read(18, 1));
      assertEquals("2", rig.guest(1).write(16, "0000"));
      rig.guest(1).device().close();
      assertEquals("ENODEV", result(rig.guest(1).device().open()));
    });
    assertTrue(removal.join());
    assertEquals(0, result[0]);
    assertEquals("16000400", status(1));
  }

  /// The second waits for the first (device_lock), and then has nothing to do.
  @Test
  void whoWantsTheSameMeanwhileWaitsToo() {
    rig.on(1, Guest::powerOn);
    rig.forget();
    int[] results = {1, 1};
    Scheduler.Strand first = rig.scheduler().spawn("sriov", () -> results[0] = owner.setVfs(0));
    Scheduler.Strand second = rig.scheduler().spawn("sriov", () -> results[1] = owner.setVfs(0));
    assertFalse(first.join());
    assertFalse(second.join());
    rig.on(1, guest -> guest.device().close());
    assertTrue(first.join());
    assertTrue(second.join());
    assertEquals(List.of(0, 0), List.of(results[0], results[1]));
    assertEquals(
        List.of("release-requested", "close", "removed", "removed", "vf-enable"), lifecycle());
  }

  @Test
  void aVfThatIsBeingOpenedHoldsTheRemovalUpToo() {
    Topology.Vf slow =
        Topology.net(Bytes.hex("525400123401"))
            .with(new Topology.Pci(3, 0, false, 0, true, 20_000_000));
    try (Rig opening = Rig.of(Topology.of(List.of(slow)))) {
      EmulatedOwner its = opening.engine().owners().getFirst();
      String[] opened = new String[2];
      Scheduler.Strand first =
          opening
              .scheduler()
              .spawn("VMM", () -> opened[0] = result(opening.guest(1).device().open()));
      Scheduler.Strand removal = opening.scheduler().spawn("sriov", () -> its.setVfs(0));
      Scheduler.Strand late =
          opening
              .scheduler()
              .spawn("VMM", () -> opened[1] = result(opening.guest(1).device().open()));
      Rig.join(first);
      Rig.join(late);
      assertEquals(List.of("0", "ENODEV"), List.of(opened));
      assertFalse(removal.join());
      opening.on(1, guest -> guest.device().close());
      Rig.join(removal);
    }
  }

  @Test
  void assignedVfsStayAsTheyAre() {
    owner.setAssigned(true);
    rig.forget();
    assertEquals("EPERM", vfs(0));
    assertEquals(List.of(), lifecycle());
    assertEquals("00000000", status(2));
    owner.setAssigned(false);
    assertEquals("0", vfs(0));
  }

  @Test
  void aPfThatIsDownCannotChangeThem() {
    rig.run(owner::reset);
    assertEquals("EBUSY", vfs(0));
    rig.run(owner::restore);
    assertEquals("0", vfs(0));
  }

  @Test
  void nobodyRestoresAPfWithoutADriver() {
    rig.run(owner::removeDriver);
    rig.forget();
    rig.run(owner::restore);
    assertEquals(List.of(), lifecycle());
    assertEquals("ENODEV", vfs(2));
  }

  @Test
  void unbindingTakesTheVfsAwayAndBindingStartsWithNone() {
    rig.on(2, Guest::powerOn);
    int[] result = {1};
    Scheduler.Strand removal =
        rig.scheduler().spawn("unbind", () -> result[0] = owner.removeDriver());
    assertFalse(removal.join());
    rig.on(2, guest -> assertEquals("00", guest.read(18, 1)));
    rig.on(2, guest -> guest.device().close());
    assertTrue(removal.join());
    assertEquals(0, result[0]);
    rig.run(() ->
        assertEquals(
            "EIO", result(owner.submit(new AdminCommand(0, 1, 0, Bytes.EMPTY, 8)).errno())));
    assertEquals("ENODEV", vfs(2));
    rig.forget();
    rig.run(() -> owner.setBound(true));
    assertEquals(List.of("kernel-log", "pf-driver-start"), lifecycle());
    assertEquals("16000400", status(1));
    assertEquals("0", vfs(2));
    rig.ready(2, guest -> assertEquals("00", guest.read(18, 1)));
  }
}
