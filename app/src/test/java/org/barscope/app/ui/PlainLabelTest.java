package org.barscope.app.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Scene;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.Pane;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlainLabelTest {
  private static final String LONG = "ACKNOWLEDGE|DRIVER|DRIVER_OK";

  private PlainLabel label;
  private Pane around;
  private Scene scene;

  @BeforeAll
  static void startToolkit() {
    FxToolkit.start();
  }

  @BeforeEach
  void show() {
    label = FxToolkit.on(PlainLabel::new);
    around = FxToolkit.on(() -> new Pane(new Island(new Pane(label))));
    scene = FxToolkit.show(around, 400, 100, Theme.DARK);
  }

  @AfterEach
  void close() {
    FxToolkit.close(scene);
  }

  private String shown(String text, double width) {
    FxToolkit.run(() -> {
      label.setText(text);
      label.setMinWidth(width);
      label.setMaxWidth(width);
    });
    FxToolkit.layout(scene);
    return FxToolkit.on(() -> ((Text) label.lookup(".text")).getText());
  }

  @Test
  void showsATextThatItHadWhenItWasLaidOutWithoutItsSkin() {
    PlainLabel late = FxToolkit.on(PlainLabel::new);
    FxToolkit.run(() -> {
      late.setText("▸");
      late.setManaged(false);
      Pane place = new Pane(late);
      late.resize(20, 22);
      place.layout();
      around.getChildren().add(place);
      late.layout();
      scene.getRoot().applyCss();
      scene.getRoot().layout();
    });
    assertEquals("▸", FxToolkit.on(() -> ((Text) late.lookup(".text")).getText()));
  }

  @Test
  void showsTheWholeTextWhereThereIsRoom() {
    assertEquals(LONG, shown(LONG, 380));
  }

  @Test
  void cutsTheEndAndShowsItAgainWhenThereIsRoom() {
    String cut = shown(LONG, 100);
    assertTrue(cut.startsWith("ACKN") && cut.endsWith("…"), cut);
    assertTrue(FxToolkit.on(() -> label.lookup(".text").getLayoutBounds().getWidth()) <= 100.1);
    assertEquals(LONG, shown(LONG, 380));
  }

  @Test
  void cutsTheMiddleWhenToldSo() {
    FxToolkit.run(() -> label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS));
    String cut = shown(LONG, 120);
    assertTrue(cut.startsWith("ACK") && cut.endsWith("_OK") && cut.contains("…"), cut);
  }

  @Test
  void asksForTheWidthOfItsText() {
    double wide = FxToolkit.on(() -> wanted(LONG));
    assertTrue(wide > 2 * FxToolkit.on(() -> wanted("DRIVER")), () -> "wide: " + wide);
  }

  private double wanted(String text) {
    label.setText(text);
    return label.prefWidth(-1);
  }

  @Test
  void onAnIslandANewTextLaysOutNothingAround() {
    shown("1", 50);
    FxToolkit.run(() -> {
      label.setText("2");
      assertTrue(label.isNeedsLayout());
      assertFalse(around.isNeedsLayout());
    });
  }
}
