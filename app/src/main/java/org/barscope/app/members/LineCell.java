package org.barscope.app.members;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.barscope.app.members.Line.Kind;
import org.barscope.app.members.Line.Tone;
import org.barscope.app.ui.Island;
import org.barscope.app.ui.PlainLabel;
import org.jspecify.annotations.Nullable;

/// A line of the members tree: text on the left, bars and detail on the right.
final class LineCell extends TreeCell<Line> {
  private static final double RIGHT = 8;
  private static final double DOORBELLS_WIDTH = 58;
  private static final PseudoClass HEAD = PseudoClass.getPseudoClass("head");

  private final Label text = new PlainLabel();
  private final Bars bars = new Bars();
  private final Label detail = new PlainLabel();
  private final HBox box = new HBox(text, new Region(), bars, detail);
  private final Island island = new Island(box);
  private final Tooltip tooltip = new Tooltip();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private boolean layingOut;

  LineCell() {
    box.setAlignment(Pos.CENTER_LEFT);
    box.getStyleClass().add("line");
    HBox.setHgrow(box.getChildren().get(1), Priority.ALWAYS);
    text.setMinWidth(0);
    detail.setAlignment(Pos.CENTER_RIGHT);
    detail.managedProperty().bind(detail.textProperty().isNotEmpty());
    // the cell never asks for more than there is, so nothing scrolls sideways
    setPrefWidth(0);
    setText(null);
  }

  @Override
  protected void updateItem(@Nullable Line line, boolean empty) {
    super.updateItem(line, empty);
    subscriptions.forEach(Subscription::unsubscribe);
    subscriptions.clear();
    if (empty || line == null) {
      setGraphic(null);
      setTooltip(null);
      return;
    }
    pseudoClassStateChanged(HEAD, line.kind() == Kind.MEMBER || line.kind() == Kind.OWNER);
    subscriptions.add(line.text().subscribe(text::setText));
    subscriptions.add(line.detail().subscribe(detail::setText));
    subscriptions.add(line.tone().subscribe(tone -> show(line, tone)));
    subscriptions.add(line.quiet().subscribe(_ -> show(line, line.tone().get())));
    subscriptions.add(line.sparkline().subscribe(bars::show));
    // bars stand above one another, however long the details are
    detail.setMinWidth(line.kind() == Kind.QUEUE ? DOORBELLS_WIDTH : Region.USE_PREF_SIZE);
    subscriptions.add(line.text().subscribe(() -> explain(line)));
    subscriptions.add(line.detail().subscribe(() -> explain(line)));
    setGraphic(island); // so that a new number does not lay out the tree
    setTooltip(tooltip);
  }

  private void explain(Line line) {
    String whole = (line.text().get() + "  " + line.detail().get()).strip();
    String help = line.kind().help();
    tooltip.setText(help.isEmpty() ? whole : whole + "\n" + help);
    setAccessibleText(whole);
  }

  private void show(Line line, Tone tone) {
    tone(detail, tone);
    boolean alarm = line.detail().get().isEmpty() && (tone == Tone.BAD || tone == Tone.WAITING);
    tone(text, alarm ? tone : line.quiet().get() ? Tone.MUTED : Tone.PLAIN);
  }

  private static void tone(Label label, Tone tone) {
    for (Tone each : Tone.values()) {
      label.pseudoClassStateChanged(
          PseudoClass.getPseudoClass(each.name().toLowerCase(Locale.ROOT)), each == tone);
    }
  }

  @Override
  protected void layoutChildren() {
    layingOut = true;
    super.layoutChildren();
    Node graphic = getGraphic();
    if (graphic != null) {
      double x = graphic.getLayoutX();
      graphic.resizeRelocate(x, 0, Math.max(0, getWidth() - x - RIGHT), getHeight());
    }
    layingOut = false;
  }

  /// Not for what the layout itself changes: nobody would lay the cell out again, and JavaFX takes
  /// a cell that waits for its layout for one that need not be told of its island's.
  @Override
  public void requestLayout() {
    if (!layingOut) {
      super.requestLayout();
    }
  }
}
