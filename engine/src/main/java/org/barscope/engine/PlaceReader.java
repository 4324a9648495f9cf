package org.barscope.engine;

import java.util.List;
import java.util.Optional;
import org.barscope.engine.Topology.NotifyAddress;

/// The places for doorbells of one owner's members in a topology file.
final class PlaceReader {
  /// The longest BAR of a member.
  static final long MOST_BAR = 1L << 40;

  private static final int MOST_PLACES = 3;
  private static final long WORD = 2;
  private static final List<String> SIDES = List.of("member", "owner");

  private final OwnerPlaces taken = new OwnerPlaces();

  /// The places that a member's fields name; empty if they name none.
  ///
  /// @param number of the member
  /// @param index among those that are described together
  Optional<List<NotifyAddress>> of(JsonFields fields, int number, int index) {
    fields.notBoth("notify", "notifyBar");
    NotifyAddress usual = NotifyAddress.DEFAULT;
    if (fields.field("notifyBar").isPresent()) {
      return fields
          .field("notifyBar")
          .map(bar -> List.of(new NotifyAddress(bar(bar), usual.offset(), usual.barLength())));
    }
    return fields
        .field("notify")
        .map(item -> {
          List<JsonItem> items = item.items("a list of places");
          if (items.size() > MOST_PLACES) {
            throw item.at().wrong(items.size() + " places", "at most " + MOST_PLACES);
          }
          return items.stream().map(place -> place(place, number, index)).toList();
        });
  }

  private NotifyAddress place(JsonItem item, int number, int index) {
    JsonFields fields = JsonFields.of(item, "a place in braces", TopologyFields.NOTIFY);
    NotifyAddress first = first(item, fields);
    if (!first.owner()) {
      if (fields.field("stride").isPresent()) {
        throw fields.at("stride").wrong("a stride in a BAR of the VF", "one in a BAR of its owner");
      }
      return first;
    }
    NotifyAddress own = strided(item, fields, first, number, index);
    int has = taken.take(own, number);
    if (has != number) {
      throw item.at().wrong(OwnerPlaces.shared(own, has), OwnerPlaces.OWN);
    }
    return own;
  }

  private static NotifyAddress first(JsonItem item, JsonFields fields) {
    NotifyAddress usual = NotifyAddress.DEFAULT;
    boolean owner =
        fields.field("of").map(side -> side.word(SIDES).equals("owner")).orElse(usual.owner());
    long most = owner ? OwnerPlaces.MOST_LENGTH : MOST_BAR;
    long length =
        fields
            .field("barLength")
            .map(it -> it.whole(WORD, most, "2 to 0x" + Long.toHexString(most)))
            .orElse(usual.barLength());
    String expected = "an even offset from 0 to 0x" + Long.toHexString(length - WORD);
    long offset =
        fields
            .field("offset")
            .map(it -> even(it, 0, length - WORD, expected))
            .orElse(usual.offset());
    if (offset > length - WORD) {
      throw item.at().wrong("no offset beside barLength", expected);
    }
    return new NotifyAddress(
        owner, fields.field("bar").map(PlaceReader::bar).orElse(usual.bar()), offset, length);
  }

  /// The place of one among VFs that are described together: in their owner's BAR they follow one
  /// another.
  private static NotifyAddress strided(
      JsonItem item, JsonFields fields, NotifyAddress first, int number, int index) {
    String expected = "an even number from 2 to 0x" + Long.toHexString(OwnerPlaces.MOST_LENGTH);
    long stride =
        fields
            .field("stride")
            .map(it -> even(it, WORD, OwnerPlaces.MOST_LENGTH, expected))
            .orElse(WORD);
    long offset = first.offset() + index * stride;
    if (offset > first.barLength() - WORD) {
      throw item.at()
          .wrong(
              "offset 0x%x for VF %d, 0x%x behind the one before".formatted(offset, number, stride),
              "at most 0x" + Long.toHexString(first.barLength() - WORD));
    }
    return new NotifyAddress(true, first.bar(), offset, first.barLength());
  }

  private static long even(JsonItem item, long least, long most, String expected) {
    long value = item.whole(least, most, expected);
    if (value % 2 != 0) {
      throw item.wrong(expected);
    }
    return value;
  }

  private static int bar(JsonItem item) {
    return (int) item.whole(1, 5, "a BAR from 1 to 5");
  }
}
