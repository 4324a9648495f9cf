package org.barscope.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.PixelReader;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BytesPaneTest {
  private BytesPane pane;
  private Scene scene;

  @BeforeAll
  static void startToolkit() {
    FxToolkit.start();
  }

  @BeforeEach
  void show() {
    pane = FxToolkit.on(BytesPane::new);
    FxToolkit.run(() -> pane.setEmptyText("Select a row to see its bytes."));
    scene = FxToolkit.show(new StackPane(pane), 640, 200, Theme.LIGHT);
  }

  @AfterEach
  void close() {
    FxToolkit.close(scene);
  }

  @Test
  void showsAddressHexAndCharacters() {
    set("48 69 21 00 ff", 8);
    assertEquals("08: 48 69 21 00 ff Hi!··", lines().getFirst());
  }

  @Test
  void putsSixteenBytesIntoALineAndEightWhereItIsNarrow() {
    set("00".repeat(40), 0);
    assertEquals(List.of("00:", "10:", "20:"), addresses());
    FxToolkit.run(() -> scene.getWindow().setWidth(380));
    FxToolkit.await(scene, () -> pane.getWidth() < 400);
    FxToolkit.layout(scene);
    assertEquals(List.of("00:", "08:", "10:", "18:", "20:"), addresses());
  }

  @Test
  void marksARun() {
    set("00 01 02 03 04 05", 0);
    FxToolkit.run(() -> pane.highlight(2, 3));
    assertEquals("02 03 04", marked());
    FxToolkit.run(() -> pane.highlight(0, 0));
    assertEquals("", marked());
  }

  @Test
  void scrollsToTheMarkInManyBytes() {
    set("00".repeat(4096) + "aa bb", 0);
    FxToolkit.run(() -> pane.highlight(4096, 2));
    FxToolkit.layout(scene);
    assertEquals("aa bb", marked());
    assertTrue(FxToolkit.on(() -> pane.lookupAll(".bytes-line").size()) < 20);
  }

  @Test
  void tellsOverWhichByteTheMouseIs() {
    List<Integer> hovered = new ArrayList<>();
    FxToolkit.run(() -> pane.onHover(hovered::add));
    set("00".repeat(20), 0);
    double advance = FxToolkit.on(() -> MonoWidth.of(((Label) pane.lookup(".plain")).getFont()));
    move(62 + (3 * 3 + 0.5) * advance, 4 + 5);
    move(62 + (3 * 3 + 1.5) * advance, 4 + 5);
    move(62 + (3 * 2 + 0.5) * advance, 4 + 18 + 5);
    move(62 + (3 * 9 + 1.5) * advance, 4 + 18 + 5);
    // the real pointer, which is elsewhere, may tell of itself in between
    assertEquals(-1, hovered.getLast());
    hovered.removeIf(at -> at < 0);
    assertEquals(List.of(3, 18), hovered.stream().distinct().toList());
  }

  @Test
  void saysWhatIsMissingWhileThereAreNoBytes() {
    Label empty = FxToolkit.on(() -> (Label) pane.lookup(".muted"));
    assertTrue(FxToolkit.on(empty::isVisible));
    set("00", 0);
    assertTrue(FxToolkit.on(() -> !empty.isVisible()));
  }

  @Test
  void leavesAGapBehindTheEighthByteAndBeforeTheCharacters() {
    set("41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e 4f 50", 0);
    assertEquals(
        "41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50  ABCDEFGHIJKLMNOP",
        FxToolkit.on(() -> ((Label) visibleLines().getFirst().lookup(".plain")).getText()));
  }

  @Test
  void paintsEachByteInItsPlaceAlsoWhenOthersFollow() {
    set("11 00 22 00 33 00 44 00", 0);
    assertEquals("oooooooo", painted(8));
    set("", 0);
    set("00 99 00", 0);
    assertEquals("ooo-----", painted(8));
    FxToolkit.run(() -> pane.highlight(1, 1));
    FxToolkit.layout(scene);
    assertEquals("ooo-----", painted(8));
  }

  /// For each byte of the first line whether there is ink where its digits are.
  private String painted(int bytes) {
    return FxToolkit.on(() -> {
      double advance = MonoWidth.of(((Label) pane.lookup(".plain")).getFont());
      PixelReader pixels = pane.snapshot(null, null).getPixelReader();
      StringBuilder seen = new StringBuilder();
      for (int i = 0; i < bytes; i++) {
        int left = (int) Math.ceil(62 + 3 * i * advance);
        int right = (int) (62 + (3 * i + 2) * advance);
        seen.append(inks(pixels, left, right) > 1 ? 'o' : '-');
      }
      return seen.toString();
    });
  }

  /// How many colors there are in the upper line between two columns of pixels.
  private static long inks(PixelReader pixels, int left, int right) {
    return IntStream.range(left, right)
        .flatMap(x -> IntStream.range(6, 20).map(y -> pixels.getArgb(x, y)))
        .distinct()
        .count();
  }

  private void set(String hex, long address) {
    FxToolkit.run(() -> pane.setBytes(Bytes.hex(hex), address));
    FxToolkit.layout(scene);
  }

  private List<String> lines() {
    return FxToolkit.on(() ->
        visibleLines().stream()
            .map(line -> {
              StringBuilder whole = new StringBuilder();
              for (String part : List.of(".plain", ".dim", ".marked")) {
                String text = ((Label) line.lookup(part)).getText();
                whole.setLength(text.length());
                for (int i = 0; i < text.length(); i++) {
                  if (text.charAt(i) != ' ') {
                    whole.setCharAt(i, text.charAt(i));
                  }
                }
              }
              String address = ((Label) line.lookup(".address")).getText();
              return address + " " + whole.toString().replaceAll("[\\u0000 ]+", " ").strip();
            })
            .toList());
  }

  private List<String> addresses() {
    return FxToolkit.on(() ->
        visibleLines().stream()
            .map(line -> ((Label) line.lookup(".address")).getText())
            .sorted()
            .toList());
  }

  private List<Parent> visibleLines() {
    return pane.lookupAll(".bytes-line").stream()
        .filter(Node::isVisible)
        .map(Parent.class::cast)
        .toList();
  }

  private String marked() {
    return FxToolkit.on(() ->
        visibleLines().stream()
            .map(line -> ((Label) line.lookup(".marked")).getText())
            .map(text -> text.substring(0, text.length() - 17).strip())
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" ")));
  }

  private void move(double x, double y) {
    FxToolkit.run(() ->
        Event.fireEvent(
            pane,
            new MouseEvent(
                MouseEvent.MOUSE_MOVED,
                x,
                y,
                x,
                y,
                MouseButton.NONE,
                0,
                false,
                false,
                false,
                false,
                false,
                false,
                false,
                true,
                false,
                false,
                null)));
  }
}
