package org.barscope.app.navigation;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleLongProperty;
import org.barscope.tracer.state.StateHistory.Member;

/// What the user looks at, the same in every view. On the UI thread only.
public final class Selection {
  /// No row is selected: views show the newest state.
  public static final long NONE = -1;

  private final ReadOnlyLongWrapper row = new ReadOnlyLongWrapper(NONE);
  private final ReadOnlyObjectWrapper<Member> member =
      new ReadOnlyObjectWrapper<>(new Member(0, 1));
  private final BooleanProperty following = new SimpleBooleanProperty(true);
  private final LongProperty revealed = new SimpleLongProperty(NONE);
  private final Visited visited = new Visited();

  /// The selected row of the recording, or [#NONE].
  public ReadOnlyLongProperty row() {
    return row.getReadOnlyProperty();
  }

  /// The selected member: that of the selected row, unless the user has chosen another.
  public ReadOnlyObjectProperty<Member> member() {
    return member.getReadOnlyProperty();
  }

  /// Whether the event table follows the newest rows.
  public BooleanProperty following() {
    return following;
  }

  /// A row that views should bring into sight; set by whoever wants it seen.
  public LongProperty revealed() {
    return revealed;
  }

  /// Selects a row; the table then no longer follows.
  ///
  /// @param about the member that the row is about; vf 0, the owner, leaves the member as it is
  public void select(long index, Member about) {
    following.set(false);
    if (about.vf() > 0) {
      member.set(about);
    }
    visited.add(new Visited.Place(index, member.get()));
    row.set(index);
  }

  /// Selects the row that was selected before this one, if there is any.
  public void back() {
    revisit(-1);
  }

  /// Undoes [#back()].
  public void forward() {
    revisit(1);
  }

  private void revisit(int steps) {
    // with nothing selected, the place before is the one that was selected last
    int wanted = row.get() == NONE && steps < 0 ? 0 : steps;
    visited
        .move(wanted)
        .ifPresent(place -> {
          following.set(false);
          member.set(place.member());
          row.set(place.row());
          revealed.set(place.row());
        });
  }

  /// Selects nothing: views show the newest state again.
  public void clear() {
    row.set(NONE);
  }

  /// Selects a member; the row stays.
  public void select(Member chosen) {
    member.set(chosen);
  }
}
