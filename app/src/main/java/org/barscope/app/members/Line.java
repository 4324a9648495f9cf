package org.barscope.app.members;

import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.barscope.tracer.state.StateHistory.Member;

/// One line of the members tree. Lines stay the same objects while what they say changes.
final class Line {
  /// What a line is about.
  enum Kind {
    OWNER(""),
    ADMIN_QUEUE("descriptors; the median round trip of the commands of the last second"),
    COMMANDS("answered by the firmware so far"),
    MEMBER(""),
    ACTIVITY("accesses of the guest; ♦ doorbells"),
    STATUS("DeviceStatus"),
    INTERRUPTS("the interrupt mode and the header of BAR0; ⚡ interrupts"),
    QUEUE("entries; ♦ doorbells each second, or how long ago the last one came"),
    PROBE("why the variant driver shows a transitional device, or does not"),
    CONDITION(""),
    DEVICE("the recorded device that plays");

    private final String help;

    Kind(String help) {
      this.help = help;
    }

    /// What its text and detail mean; empty where they say it themselves.
    String help() {
      return help;
    }
  }

  /// How a text is shown.
  enum Tone {
    PLAIN,
    MUTED,
    GOOD,
    WAITING,
    BAD
  }

  private final Kind kind;
  private final Optional<Member> member;
  private final ObservableList<Line> children = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper detail = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<Tone> tone = new ReadOnlyObjectWrapper<>(Tone.PLAIN);
  private final ReadOnlyObjectWrapper<Sparkline> sparkline =
      new ReadOnlyObjectWrapper<>(Sparkline.NONE);
  private final ReadOnlyBooleanWrapper quiet = new ReadOnlyBooleanWrapper();
  private long row = -1;

  /// @param member that it belongs to; empty for what belongs to an owner
  Line(Kind kind, Optional<Member> member) {
    this.kind = kind;
    this.member = member;
  }

  Kind kind() {
    return kind;
  }

  Optional<Member> member() {
    return member;
  }

  ObservableList<Line> children() {
    return children;
  }

  /// What it is.
  ReadOnlyStringProperty text() {
    return text.getReadOnlyProperty();
  }

  /// How it is doing.
  ReadOnlyStringProperty detail() {
    return detail.getReadOnlyProperty();
  }

  /// The tone of [#detail].
  ReadOnlyObjectProperty<Tone> tone() {
    return tone.getReadOnlyProperty();
  }

  /// What happened in the last seconds; [Sparkline#NONE] for most lines.
  ReadOnlyObjectProperty<Sparkline> sparkline() {
    return sparkline.getReadOnlyProperty();
  }

  /// Whether [#text] is to be muted.
  ReadOnlyBooleanProperty quiet() {
    return quiet.getReadOnlyProperty();
  }

  /// The row of the recording that it is about, or -1.
  long row() {
    return row;
  }

  /// Says something new.
  Line say(String newText, String newDetail, Tone newTone) {
    text.set(newText);
    detail.set(newDetail);
    tone.set(newTone);
    return this;
  }

  void draw(Sparkline bars) {
    sparkline.set(bars);
  }

  void calm(boolean muted) {
    quiet.set(muted);
  }

  void pointAt(long index) {
    row = index;
  }
}
