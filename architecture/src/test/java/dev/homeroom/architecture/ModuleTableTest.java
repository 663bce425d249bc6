package dev.homeroom.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The module table of ARCHITECTURE.md. */
final class ModuleTableTest {
  /** Module's packages to the packages of the modules that it may depend on. */
  private static final Map<String, List<String>> MAY_DEPEND_ON =
      Map.of(
          "dev.homeroom.v1..", List.of(),
          "dev.homeroom.clever..", List.of(),
          "dev.homeroom.sandbox..", List.of(),
          "dev.homeroom.codegen..", List.of(),
          "dev.homeroom.testing..", List.of(),
          "dev.homeroom.server..", List.of("dev.homeroom.v1..", "dev.homeroom.clever.."),
          "dev.homeroom.operator.controlplane..", List.of(),
          "dev.homeroom.operator", List.of("dev.homeroom.operator..", "dev.homeroom.v1.."),
          "dev.homeroom.cli..",
              List.of("dev.homeroom.v1..", "dev.homeroom.operator.controlplane.."));

  @TestFactory
  Stream<DynamicTest> a_module_depends_only_on_the_modules_that_the_table_names() {
    return MAY_DEPEND_ON.entrySet().stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.getKey(),
                () ->
                    classes()
                        .that(resideInAPackage(row.getKey()))
                        .should()
                        .onlyDependOnClassesThat(foreign().or(resideInAnyPackage(allowed(row))))
                        .check(ProjectClasses.CLASSES)));
  }

  @Test
  void every_module_was_seen() {
    for (var packages : MAY_DEPEND_ON.keySet()) {
      assertThat(ProjectClasses.CLASSES.that(resideInAPackage(packages))).as(packages).isNotEmpty();
    }
    assertThat(ProjectClasses.CLASSES).hasSizeGreaterThan(200);
  }

  private static DescribedPredicate<JavaClass> foreign() {
    return DescribedPredicate.not(resideInAPackage("dev.homeroom..")).as("classes of others");
  }

  private static String[] allowed(Map.Entry<String, List<String>> row) {
    return Stream.concat(Stream.of(row.getKey()), row.getValue().stream()).toArray(String[]::new);
  }
}
