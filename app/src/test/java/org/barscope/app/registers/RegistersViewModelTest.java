package org.barscope.app.registers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.barscope.app.navigation.Selection;
import org.barscope.app.registers.RegistersPage.Tone;
import org.barscope.app.registers.RegistersPage.Word;
import org.barscope.app.session.Played;
import org.junit.jupiter.api.Test;

class RegistersViewModelTest {
  private static final long SECOND = 1_000_000_000;

  private final Played played = new Played(2);
  private final Selection selection = new Selection();
  private long clock;
  private final RegistersViewModel model =
      new RegistersViewModel(
          new RegisterSource(played.rows(), played.history(), () -> true), selection, () -> clock);

  private RegistersPage page() {
    clock += SECOND / 5;
    do {
      model.refresh();
      Thread.onSpinWait();
    } while (model.busy());
    return model.page().get();
  }

  private RegistersPage pageAt(long row) {
    selection.select(row, Played.vf(1));
    return page();
  }

  private RegistersPage.Register register(String name) {
    return page().registers().stream()
        .filter(register -> register.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private RegistersPage.Queue queue(String name) {
    return page().queues().stream()
        .filter(queue -> queue.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> words(String register) {
    return register(register).words().stream()
        .map(word -> word.tone().glyph() + word.text())
        .toList();
  }

  @Test
  void showsTheStateNowWhileNoRowIsSelected() {
    played.bringUp(1);
    assertEquals("VF 1 now", page().title());
    assertEquals("0x07", register("DeviceStatus").value());
    assertEquals(List.of("ACKNOWLEDGE", "DRIVER", "DRIVER_OK"), words("DeviceStatus"));
    assertEquals("MSI-X · header of 24 bytes", page().interrupts());
  }

  @Test
  void hasEveryRegisterInAddressOrder() {
    played.bringUp(1);
    assertEquals(
        List.of(0, 4, 14, 18, 19, 20),
        page().registers().stream().map(RegistersPage.Register::offset).toList());
  }

  @Test
  void whatIsNotKnownIsAQuestionMark() {
    played.write(1, 18, "01");
    assertEquals("?", register("HostFeatures").value());
    assertFalse(register("HostFeatures").known());
    assertEquals("?", page().config().getFirst().value());
  }

  @Test
  void followsTheChosenMember() {
    played.bringUp(1);
    selection.select(Played.vf(2));
    assertEquals("VF 2 now", page().title());
    assertEquals("0x00", register("DeviceStatus").value());
  }

  @Test
  void showsTheStateAsOfTheSelectedRow() {
    played.write(1, 18, "01");
    long row = played.write(1, 18, "03");
    played.write(1, 18, "07");
    assertEquals("VF 1 as of row " + row, pageAt(row).title());
    assertEquals("0x03", register("DeviceStatus").value());
  }

  @Test
  void marksTheRegisterThatTheSelectedRowChanged() {
    played.write(1, 18, "01");
    pageAt(played.write(1, 18, "03"));
    assertTrue(register("DeviceStatus").changed());
    assertFalse(register("HostFeatures").changed());
    assertEquals(List.of("ACKNOWLEDGE", "+ DRIVER"), words("DeviceStatus"));
  }

  @Test
  void marksARegisterThatWasWrittenWithTheSameValue() {
    played.write(1, 14, "0000");
    pageAt(played.write(1, 14, "0000"));
    assertTrue(register("QueueSelect").changed());
  }

  @Test
  void marksNothingForARowOfAnotherMember() {
    played.write(1, 18, "01");
    long row = played.write(2, 18, "01");
    selection.select(row, Played.vf(2));
    selection.select(Played.vf(1));
    assertEquals("VF 1 as of row " + row, page().title());
    assertFalse(register("DeviceStatus").changed());
  }

  @Test
  void featuresSayWhatWasOfferedAndWhatWasAccepted() {
    played.read(1, 0, 4);
    assertEquals(new Word("CTRL_GUEST_OFFLOADS", Tone.PLAIN), page().features().getFirst());
    played.write(1, 4, "20000000");
    List<Word> words = page().features();
    assertTrue(words.contains(new Word("MAC", Tone.ACCEPTED)), words.toString());
    assertTrue(words.contains(new Word("CTRL_GUEST_OFFLOADS", Tone.DECLINED)), words.toString());
    assertEquals(List.of("1 of 15"), words("GuestFeatures"));
  }

  @Test
  void aFeatureThatWasAcceptedAndNotOfferedIsWrong() {
    played.read(1, 0, 4);
    played.write(1, 4, "01000000");
    assertTrue(page().features().contains(new Word("CSUM", Tone.WRONG)));
  }

  @Test
  void queuesHaveNamesAndAddresses() {
    played.bringUp(1);
    assertEquals("0x1f2a0", queue("rx0").pfn());
    assertEquals("0x1f2a0000", queue("rx0").address());
    assertEquals("256", queue("rx0").size());
    assertEquals("1", queue("rx0").vector());
    assertEquals("never", queue("rx0").lastNotify());
    assertTrue(queue("tx0").active());
  }

  @Test
  void doorbellsAreCountedAndAged() {
    played.bringUp(1);
    played.write(1, 16, "0100");
    page();
    clock += 3 * SECOND;
    assertEquals("1", queue("tx0").notifies());
    assertEquals("3 s", queue("tx0").lastNotify());
  }

  @Test
  void agesAreExactAsOfARow() {
    played.bringUp(1);
    played.write(1, 16, "0100");
    pageAt(played.read(1, 18, 1));
    clock += 3 * SECOND;
    assertEquals("5.0 µs", queue("tx0").lastNotify());
  }

  @Test
  void theDeviceConfigurationIsReadInItsOwnTerms() {
    played.bringUp(1);
    assertEquals(
        List.of("mac 52:54:00:12:34:01", "status 0x0001 LINK_UP"),
        page().config().stream().map(field -> field.name() + " " + field.value()).toList());
  }

  @Test
  void aMemberWithoutAnyAccessSaysSo() {
    RegistersViewModel other =
        new RegistersViewModel(
            new RegisterSource(played.rows(), played.history(), () -> true),
            selection,
            () -> clock);
    selection.select(Played.vf(9));
    other.refresh();
    assertEquals("No register was accessed yet.", other.page().get().message());
  }

  @Test
  void aRowThatIsForgottenSaysSo() {
    assertTrue(pageAt(99_999).message().startsWith("This row is not kept any more"));
  }

  @Test
  void theNewestWishWins() {
    long first = played.write(1, 18, "01");
    long second = played.write(1, 18, "03");
    selection.select(first, Played.vf(1));
    model.refresh();
    selection.select(second, Played.vf(1));
    assertEquals("VF 1 as of row " + second, page().title());
    assertEquals("0x03", register("DeviceStatus").value());
  }

  @Test
  void anOpenRowIsShownAnewWhenItEnds() {
    long row = played.begin(1, 18, 1);
    pageAt(row);
    played.end(1, 18, "0f");
    page();
    assertEquals("0x0f", register("DeviceStatus").value());
  }
}
