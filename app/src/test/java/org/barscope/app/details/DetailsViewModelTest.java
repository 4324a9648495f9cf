package org.barscope.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.barscope.app.navigation.Selection;
import org.barscope.app.session.Played;
import org.barscope.tracer.capture.RowStore;
import org.barscope.tracer.decode.FieldNode;
import org.barscope.tracer.decode.FieldTree;
import org.barscope.tracer.decode.MemberTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetailsViewModelTest {
  private final Played played = new Played(2);
  private final Selection selection = new Selection();
  private final DetailsViewModel model =
      new DetailsViewModel(played.rows(), played.history().types(), selection);

  /// A driver begins with a reset: what it does later is no fault then.
  @BeforeEach
  void reset() {
    played.write(1, 18, "00");
    played.write(2, 18, "00");
  }

  private void select(long row) {
    selection.select(row, Played.vf(1));
    model.refresh();
  }

  private FieldNode root(int index) {
    return model.tree().get().roots().get(index);
  }

  private String marked() {
    return model.marked().get().map(FieldNode::label).orElse("");
  }

  @Test
  void saysWhatToDoWhileNoRowIsSelected() {
    assertEquals(FieldTree.EMPTY, model.tree().get());
    assertTrue(model.message().get().startsWith("Select a row"), model.message().get());
  }

  @Test
  void staysCalmWhileRowsComeAndNoneIsSelected() {
    FieldTree before = model.tree().get();
    played.write(1, 18, "01");
    model.refresh();
    assertSame(before, model.tree().get());
  }

  @Test
  void showsTheFieldsOfTheSelectedRow() {
    select(played.write(1, 18, "01"));
    assertEquals(
        List.of("Legacy access", "Admin command", "Completion", "Recording"),
        model.tree().get().roots().stream().map(FieldNode::label).toList());
    assertEquals("W8 @18 DeviceStatus", root(0).value());
    assertEquals("", model.message().get());
  }

  @Test
  void doesNotBuildTheSameTreeTwice() {
    select(played.write(1, 18, "01"));
    FieldTree before = model.tree().get();
    model.refresh();
    assertSame(before, model.tree().get());
  }

  @Test
  void anOpenRowIsShownAnewWhenItEnds() {
    select(played.begin(1, 18, 1));
    assertTrue(root(0).children().toString().contains("not ended"));
    played.end(1, 18, "07");
    FieldTree before = model.tree().get();
    model.refresh();
    assertNotSame(before, model.tree().get());
    assertTrue(root(0).children().toString().contains("OK"));
  }

  @Test
  void showsNothingAgainWhenNothingIsSelected() {
    select(played.write(1, 18, "01"));
    selection.clear();
    model.refresh();
    assertEquals(FieldTree.EMPTY, model.tree().get());
  }

  @Test
  void saysThatARowIsForgotten() {
    DetailsViewModel other = new DetailsViewModel(new RowStore(1), MemberTypes.NET, selection);
    selection.select(7, Played.vf(1));
    other.refresh();
    assertTrue(other.message().get().startsWith("This row is not kept any more"));
  }

  @Test
  void pointingAtAFieldMarksItAndThenTheChosenOneAgain() {
    select(played.write(1, 18, "01"));
    FieldNode chosen = root(1);
    model.choose(Optional.of(chosen));
    model.point(Optional.of(root(0)));
    assertEquals("Legacy access", marked());
    model.point(Optional.empty());
    assertEquals("Admin command", marked());
  }

  @Test
  void pointingAtAByteMarksItsField() {
    select(played.write(1, 18, "01"));
    List<FieldTree.Strip> strips = model.tree().get().strips();
    assertEquals(
        List.of("guest", "command", "answer"),
        strips.stream().map(FieldTree.Strip::label).toList());
    model.pointAtByte(1, 16);
    assertEquals("member", marked());
    model.pointAtByte(0, 0);
    assertEquals("value", marked());
    model.pointAtByte(0, -1);
    assertEquals("", marked());
  }

  @Test
  void theGuestsBytesAreMarkedInTheCommandToo() {
    select(played.write(1, 18, "01"));
    model.pointAtByte(0, 0);
    assertEquals(
        List.of(new FieldTree.Span(0, 0, 1), new FieldTree.Span(1, 32, 1)),
        model.marked().get().orElseThrow().spans());
  }

  @Test
  void whatAReadGaveIsMarkedInTheAnswerToo() {
    select(played.read(1, 18, 1));
    model.pointAtByte(0, 0);
    assertEquals(
        List.of(new FieldTree.Span(0, 0, 1), new FieldTree.Span(2, 8, 1)),
        model.marked().get().orElseThrow().spans());
  }

  @Test
  void theMarkGoesWithTheRow() {
    select(played.write(1, 18, "01"));
    model.choose(Optional.of(root(0)));
    select(played.write(1, 18, "03"));
    assertEquals("", marked());
  }
}
