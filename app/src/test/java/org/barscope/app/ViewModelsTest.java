package org.barscope.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// A view model is tested without a toolkit, so it must need none.
class ViewModelsTest {
  private static final int FEWEST = 5;

  private final JavaClasses all =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.barscope.app");

  @Test
  void viewModelsKnowPropertiesButNoScene() {
    noClasses()
        .that()
        .haveNameMatching(".*ViewModel(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javafx.scene..", "javafx.application..", "javafx.stage..", "javafx.animation..")
        .check(all);
  }

  @Test
  void noViewModelKnowsAView() {
    noClasses()
        .that()
        .haveNameMatching(".*ViewModel(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .haveSimpleNameEndingWith("View")
        .check(all);
  }

  @Test
  void everyFeatureWasSeen() {
    long seen = all.stream().filter(each -> each.getSimpleName().endsWith("ViewModel")).count();
    assertTrue(seen >= FEWEST, seen + " view models");
  }
}
