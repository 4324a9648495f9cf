package org.barscope.app.events;

import atlantafx.base.controls.CustomTextField;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.barscope.app.ui.Copying;
import org.barscope.app.ui.EmptyState;
import org.barscope.app.ui.PaneTitle;
import org.barscope.app.ui.RowView;
import org.barscope.app.ui.TableRow;
import org.barscope.app.ui.WindowedTable;
import org.barscope.tracer.decode.Grouped;

/// The event table with its filter box.
public final class EventsView extends VBox {
  private final EventsViewModel model;
  private final WindowedTable table;
  private final CustomTextField filter = new CustomTextField();
  private final Button pill = new Button();
  private final List<EventRowView> slots = new ArrayList<>();
  private final EmptyState noEvents = new EmptyState("");
  private final EmptyState looking = new EmptyState("");
  private final EmptyState noMatch;
  private final GoToBar goTo;

  /// A view of a model.
  public EventsView(EventsViewModel model) {
    this.model = model;
    this.table = new WindowedTable(EventRowView.COLUMNS, this::fill);
    this.noMatch = new EmptyState("", "Clear filter", () -> model.filter().set(""));
    getStyleClass().addAll("pane", "events-view");
    setMinSize(0, 0);
    goTo = new GoToBar(model::goTo, table::requestFocus);
    StackPane body = new StackPane(table, goTo);
    StackPane.setAlignment(goTo, Pos.TOP_CENTER);
    StackPane.setMargin(goTo, new Insets(8, 0, 0, 0));
    setVgrow(body, Priority.ALWAYS);
    body.setMinHeight(0);
    getChildren().addAll(title(), body);
    bindTable();
    bindPill();
  }

  private RowView fill(TableRow slot) {
    EventRowView view = new EventRowView(model, slot);
    slots.add(view);
    return view;
  }

  /// Puts the cursor into the filter box.
  public void focusFilter() {
    filter.requestFocus();
    filter.selectAll();
  }

  /// Selects the last row in sight, and goes to the table.
  public void selectShown() {
    table.requestFocus();
    long line = table.lastVisible();
    if (line >= model.firstLine().get() && line < model.endLine().get()) {
      model.select(line);
      table.reveal(line);
    }
  }

  /// Asks for a row or a time to go to.
  public void goTo() {
    goTo.open();
  }

  /// The widths of the columns, as the user has dragged them.
  public List<Double> columnWidths() {
    return table.columnWidths();
  }

  /// Gives the columns the widths of an earlier window.
  public void setColumnWidths(List<Double> widths) {
    table.setColumnWidths(widths);
  }

  /// Puts the cursor into the table.
  public void focusTable() {
    table.requestFocus();
  }

  private PaneTitle title() {
    Label icon = new Label("⌕");
    Label clear = new Label("×");
    clear.getStyleClass().add("clear");
    clear.visibleProperty().bind(model.filter().isNotEmpty());
    clear.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> model.filter().set(""));
    filter.getStyleClass().add("filter-field");
    filter.setAccessibleText("Filter: words that a row has, a word after - that it has not");
    clear.setAccessibleText("Clear filter");
    filter.setTooltip(new Tooltip("Ctrl+F; Enter or ↓ goes to the table, Esc clears it"));
    filter.setPromptText("Filter: words, -word excludes");
    filter.setLeft(icon);
    filter.setRight(clear);
    filter.setPrefWidth(360);
    filter.textProperty().bindBidirectional(model.filter());
    filter.addEventFilter(KeyEvent.KEY_PRESSED, this::filterKey);
    Label count = new Label();
    count.getStyleClass().addAll("number", "muted");
    count.setMinWidth(Region.USE_PREF_SIZE);
    count.textProperty().bind(model.countText());
    HBox.setHgrow(filter, Priority.SOMETIMES);
    filter.setMaxWidth(460);
    filter.setMinWidth(120);
    PaneTitle title = new PaneTitle("Events", count, filter);
    title.getChildren().add(1, pill);
    return title;
  }

  private void filterKey(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      if (filter.getText().isEmpty()) {
        table.requestFocus();
      } else {
        filter.clear();
      }
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.DOWN) {
      table.requestFocus();
      event.consume();
    }
  }

  private void bindTable() {
    table.setOnSelect(model::select);
    table.setOnActivate(model::toggle);
    table.setOnTail(model::toEnd);
    table.following().bindBidirectional(model.following());
    table.addEventHandler(KeyEvent.KEY_PRESSED, this::tableKey);
    model.revision().subscribe(this::showRows);
    model.selectedLine().subscribe(line -> table.setSelected(line.longValue()));
    model.wantedLine().subscribe(_ -> reveal());
    setVgrow(table, Priority.ALWAYS);
  }

  private void tableKey(KeyEvent event) {
    if (Copying.isCopy(event)) {
      Copying.copy(model.copyText());
      event.consume();
      return;
    }
    long line = table.selected();
    if (line == WindowedTable.NONE || event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    switch (event.getCode()) {
      case RIGHT -> model.setExpanded(line, true);
      case LEFT -> model.setExpanded(line, false);
      case ESCAPE -> model.selectNothing();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void showRows() {
    if (!slots.isEmpty()) {
      EventRowView any = slots.getFirst();
      table.widen(EventRowView.NUMBER, any.room(model.highestNumber()));
      table.widen(EventRowView.TIME, any.room(model.newestTime()));
    }
    table.setRange(model.firstLine().get(), model.endLine().get());
    table.update();
    table.setPlaceholder(placeholder());
    model.seen(table.lastVisible());
  }

  private void reveal() {
    long line = model.wantedLine().get();
    if (line != EventsViewModel.NONE) {
      table.setRange(model.firstLine().get(), model.endLine().get());
      table.reveal(line);
      model.wantedLine().set(EventsViewModel.NONE);
    }
  }

  private Node placeholder() {
    return switch (model.emptiness().get()) {
      case NONE, NO_EVENTS -> {
        noEvents.setMessage(model.emptyText());
        yield noEvents;
      }
      case LOOKING -> {
        looking.setMessage("Looking for “" + model.filter().get().strip() + "” …");
        yield looking;
      }
      case NO_MATCH -> {
        noMatch.setMessage("No row matches “" + model.filter().get().strip() + "”.");
        yield noMatch;
      }
    };
  }

  private void bindPill() {
    pill.getStyleClass().add("pill");
    pill.setFocusTraversable(false);
    pill.setMinWidth(Region.USE_PREF_SIZE);
    pill.setTooltip(new Tooltip("Goes to the newest rows, and follows them (End)"));
    pill.textProperty()
        .bind(model.newRows().map(count -> Grouped.of(count.longValue()) + " new ▾"));
    pill.visibleProperty().bind(model.newRows().greaterThan(0));
    pill.setOnAction(_ -> model.toEnd());
  }
}
