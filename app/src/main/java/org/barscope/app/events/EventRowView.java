package org.barscope.app.events;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.barscope.app.ui.Column;
import org.barscope.app.ui.MonoWidth;
import org.barscope.app.ui.PlainLabel;
import org.barscope.app.ui.RowView;
import org.barscope.app.ui.TableRow;
import org.barscope.app.ui.Tone;
import org.barscope.tracer.decode.RowText;
import org.barscope.tracer.decode.RowText.Mark;
import org.barscope.tracer.decode.RowText.Outcome;
import org.jspecify.annotations.Nullable;

/// One line of the event table: its cells, for a row and for a child.
final class EventRowView implements RowView {
  /// The columns, in the order of the cells below.
  static final List<Column> COLUMNS =
      List.of(
          Column.glyph(20),
          Column.number("#", 56),
          Column.number("Time", 80),
          Column.number("Δ", 70),
          Column.number("VF", 34),
          Column.glyph(36),
          Column.text("What", 206).yielding(114),
          Column.text("Value", 174).yielding(112).growing(),
          Column.text("Result", 68).yielding(58),
          Column.number("Round trip", 78));

  /// The columns of numbers that grow without end.
  static final int NUMBER = 1;

  static final int TIME = 2;

  private static final int VALUE = 7;
  private static final double PADDING = 12;

  private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");
  private static final PseudoClass GLYPH = PseudoClass.getPseudoClass("glyph");
  private static final PseudoClass LOST = PseudoClass.getPseudoClass("lost");

  private final EventsViewModel model;
  private final TableRow slot;
  private final Label disclosure = label("disclosure");
  private final Label number = label("number", "muted");
  private final Label time = label("number");
  private final Label delta = label("number", "muted");
  private final Label member = label("number");
  private final Label tag = label("tag", "mono");
  private final Label what = label();
  private final Label value = label("mono");
  private TableLine.@Nullable Own shown;
  private final Label before = label("mono");
  private final Label fresh = label("mono", "fresh");
  private final Label after = label("mono");
  private final HBox parts = new HBox(before, fresh, after);
  private final Label result = label();
  private final Label roundTrip = label("number");
  private final Label child = label("mono", "child");
  private final List<Region> ownOnly = List.of(disclosure, number, time, member, tag, what, result);
  private long shownRow = EventsViewModel.NONE;
  private long shownLayout;
  private boolean settled;

  EventRowView(EventsViewModel model, TableRow slot) {
    this.model = model;
    this.slot = slot;
    parts.getStyleClass().add("parts");
    parts.setAlignment(Pos.CENTER_LEFT);
    before.setMinWidth(0);
    fresh.setMinWidth(Region.USE_PREF_SIZE);
    int column = 0;
    for (Region cell :
        List.of(disclosure, number, time, delta, member, tag, what, value, result, roundTrip)) {
      slot.cell(column++, cell);
    }
    slot.cell(VALUE, parts);
    slot.cell(5, VALUE + 1, child);
    value.widthProperty().subscribe(this::fit);
    value.fontProperty().subscribe(this::fit);
    disclosure.addEventHandler(
        MouseEvent.MOUSE_PRESSED,
        event -> {
          if (!disclosure.getText().isEmpty()) {
            model.toggle(slot.index());
            event.consume();
          }
        });
  }

  private static Label label(String... styles) {
    Label label = new PlainLabel();
    label.getStyleClass().addAll(styles);
    return label;
  }

  @Override
  public void bind(long line) {
    if (settled && line == shownRow && model.layout() == shownLayout) {
      return;
    }
    shownRow = line;
    shownLayout = model.layout();
    switch (model.line(line)) {
      case TableLine.Own own -> {
        settled = !own.isOpen();
        show(true, false);
        own(own);
      }
      case TableLine.Child under -> {
        settled =
            under.line().outcome() != Outcome.OPEN && under.line().outcome() != Outcome.END_LOST;
        show(false, true);
        child(under);
      }
      case TableLine.Gone _ -> {
        settled = false;
        show(false, false);
        slot.pseudoClassStateChanged(ERROR, false);
        slot.pseudoClassStateChanged(LOST, false);
      }
    }
  }

  @Override
  public String accessibleText() {
    return LineText.spoken(model.line(slot.index()));
  }

  private void show(boolean own, boolean under) {
    shown = null;
    for (Region cell : ownOnly) {
      cell.setVisible(own);
    }
    value.setVisible(own);
    parts.setVisible(own);
    delta.setVisible(own || under);
    roundTrip.setVisible(own || under);
    child.setVisible(under);
  }

  private void own(TableLine.Own own) {
    RowText text = own.text();
    disclosure.setText(text.children().isEmpty() ? "" : own.expanded() ? "▾" : "▸");
    number.setText(own.number());
    time.setText(own.time());
    delta.setText(own.delta());
    member.setText(own.member());
    tag.setText(text.tag());
    (text.outcome() == Outcome.FAILED && !isAccess(text) ? Tone.ERROR : tone(text.mark())).on(tag);
    tag.pseudoClassStateChanged(GLYPH, text.tag().length() == 1);
    what.setText(text.inferred() ? place(text) + " (inferred)" : place(text));
    shown = own;
    fit();
    result(own);
    roundTrip.setText(LineText.roundTrip(text.roundTrip()));
    slot.pseudoClassStateChanged(ERROR, text.outcome() == Outcome.FAILED);
    slot.pseudoClassStateChanged(LOST, text.mark() == Mark.LOST);
  }

  /// Three labels only where a part stands out: laying them out takes time.
  private void fit() {
    TableLine.Own own = shown;
    if (own == null) {
      return;
    }
    TableLine.Span part = own.fresh();
    boolean plain = part.isEmpty();
    value.setVisible(plain);
    parts.setVisible(!plain);
    FittedValue fitted = FittedValue.of(own.text().value(), part, columns());
    if (plain) {
      value.setText(fitted.before());
    } else {
      before.setText(fitted.before());
      fresh.setText(fitted.fresh());
      after.setText(fitted.after());
    }
  }

  /// How wide a column must be for a number.
  double room(String digits) {
    return Math.ceil(digits.length() * MonoWidth.of(number.getFont())) + PADDING;
  }

  /// How many characters the value has room for.
  private int columns() {
    double room = value.getWidth() - PADDING;
    return room <= 0 ? Integer.MAX_VALUE : (int) (room / MonoWidth.of(value.getFont()));
  }

  /// A register's name; where there is none, its offset.
  private static String place(RowText text) {
    boolean named = text.place().indexOf(' ') > 0 || !text.place().equals("config");
    return named ? text.place() : text.place() + " " + text.offset();
  }

  private void result(TableLine.Own own) {
    result.setText(LineText.result(own));
    (switch (own.text().outcome()) {
          case NONE, OK -> Tone.MUTED;
          case FAILED -> Tone.ERROR;
          case END_LOST -> Tone.UNKNOWN;
          case OPEN ->
              switch (own.lateness()) {
                case NONE -> Tone.MUTED;
                case LATE -> Tone.WAIT;
                case STUCK -> Tone.ERROR;
              };
        })
        .on(result);
  }

  private void child(TableLine.Child under) {
    RowText.Line line = under.line();
    boolean failed = line.outcome() == Outcome.FAILED;
    delta.setText(line.mark() == Mark.LIFECYCLE ? "" : under.delta());
    child.setText((under.last() ? "└ " : "├ ") + sign(line) + line.text() + note(line));
    (failed ? Tone.ERROR : line.outcome() == Outcome.OPEN ? Tone.WAIT : tone(line.mark()))
        .on(child);
    roundTrip.setText(LineText.roundTrip(line.roundTrip()));
    slot.pseudoClassStateChanged(ERROR, failed);
    slot.pseudoClassStateChanged(LOST, false);
  }

  private static String sign(RowText.Line line) {
    return switch (line.outcome()) {
      case OK -> line.mark() == Mark.LIFECYCLE ? "✓ " : "";
      case FAILED -> "✗ ";
      case OPEN -> "◔ ";
      case END_LOST -> "⋯ ";
      case NONE -> line.mark() == Mark.NOTIFY ? "♦ " : "";
    };
  }

  private static String note(RowText.Line line) {
    return line.inferred() ? "  (inferred)" : "";
  }

  private static boolean isAccess(RowText text) {
    return !text.offset().isEmpty();
  }

  private static Tone tone(Mark mark) {
    return switch (mark) {
      case READ -> Tone.READ;
      case WRITE -> Tone.WRITE;
      case NOTIFY -> Tone.NOTIFY;
      case INTERRUPT -> Tone.INTERRUPT;
      case COMMAND -> Tone.COMMAND;
      case LIFECYCLE -> Tone.PLAIN;
      case GUEST_FAULT -> Tone.ERROR;
      case LOST -> Tone.WAIT;
      case UNKNOWN -> Tone.UNKNOWN;
    };
  }
}
