package dev.homeroom.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import dev.homeroom.architecture.MainSources.SourceFile;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.PlainSQL;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Habits that hold across modules. */
final class HabitsTest {
  private static final Set<String> GENERATED =
      Set.of("dev.homeroom.v1", "dev.homeroom.server.db.generated");

  private static final long MOST_FILES = 20;

  /** The nested converters of enums, which the generated code finds by this name. */
  private static final String CONVERTER = "Letters";

  /** The packages that have more files, each with the most that it may have; none may grow. */
  private static final Map<String, Long> LARGE_PACKAGES =
      Map.of(
          "dev.homeroom.server.access", 45L,
          "dev.homeroom.server.db", 27L,
          "dev.homeroom.server.sharing", 29L,
          "dev.homeroom.operator.reconcile", 26L,
          "dev.homeroom.server.rpc", 28L);

  @Test
  void packages_of_a_module_form_no_cycle() {
    slices()
        .matching("dev.homeroom.(server|sandbox|clever|operator|cli|bench).(*)..")
        .should()
        .beFreeOfCycles()
        .check(ProjectClasses.CLASSES);
  }

  @Test
  void rooms_of_a_feature_form_no_cycle() {
    slices()
        .matching("dev.homeroom.server.(sync|access|roster|sharing).(*)..")
        .should()
        .beFreeOfCycles()
        .check(ProjectClasses.CLASSES);
  }

  @Test
  void modules_form_no_cycle() {
    slices().matching("dev.homeroom.(*)..").should().beFreeOfCycles().check(ProjectClasses.CLASSES);
  }

  @Test
  void every_package_is_null_marked() {
    var unmarked = new HashSet<String>();
    for (JavaClass type : ProjectClasses.CLASSES) {
      JavaPackage home = type.getPackage();
      if (GENERATED.stream().noneMatch(home.getName()::startsWith)
          && !home.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(home.getName());
      }
    }
    assertThat(unmarked).isEmpty();
  }

  @Test
  void a_simple_name_stands_for_one_type_of_a_module() {
    var named =
        ProjectClasses.CLASSES.stream()
            .filter(HabitsTest::isNamedOutsideItsFile)
            .collect(
                groupingBy(
                    type -> module(type) + " " + type.getSimpleName(),
                    mapping(JavaClass::getName, toList())));

    assertThat(named.values()).filteredOn(names -> names.size() > 1).isEmpty();
  }

  @Test
  void a_package_has_at_most_20_files() {
    var sizes =
        MainSources.ALL.stream()
            .filter(file -> !file.name().equals("package-info.java"))
            .collect(groupingBy(SourceFile::packageName, counting()));

    assertThat(sizes)
        .allSatisfy((name, size) ->
            assertThat(size)
                .as(name)
                .isLessThanOrEqualTo(LARGE_PACKAGES.getOrDefault(name, MOST_FILES)));
  }

  @Test
  void text_sql_is_written_in_db_or_in_hidden_sql_classes_of_a_feature() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.homeroom.server.db..", "dev.homeroom.bench..")
        .and()
        .haveSimpleNameNotEndingWith("Sql")
        .should()
        .callCodeUnitWhere(targetsPlainSql())
        .check(ProjectClasses.CLASSES);
  }

  @Test
  void sql_classes_are_hidden_in_their_feature() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Sql")
        .and()
        .resideInAPackage("dev.homeroom.server..")
        .should()
        .bePackagePrivate()
        .check(ProjectClasses.CLASSES);
  }

  @Test
  void tables_reach_what_answers_callers_through_their_scope() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.homeroom.server.roster..", "dev.homeroom.server.rpc..")
        .should()
        .accessField("dev.homeroom.server.db.generated.Tables", "USERS")
        .orShould()
        .accessField("dev.homeroom.server.db.generated.Tables", "SECTIONS")
        .orShould()
        .accessField("dev.homeroom.server.db.generated.Tables", "SCHOOLS")
        .orShould()
        .accessField("dev.homeroom.server.db.generated.Tables", "TERMS")
        .orShould()
        .accessField("dev.homeroom.server.db.generated.Tables", "COURSES")
        .orShould()
        .callMethod("dev.homeroom.server.record.RosterType", "live")
        .orShould()
        .callMethod("dev.homeroom.server.record.RosterType", "history")
        .check(ProjectClasses.CLASSES);
  }

  @Test
  void every_reason_of_the_contract_has_a_refusal() {
    var used =
        ProjectClasses.CLASSES.stream()
            .filter(type -> type.getSimpleName().endsWith("Refusals"))
            .flatMap(type -> type.getFieldAccessesFromSelf().stream())
            .filter(access -> access.getTargetOwner().getSimpleName().equals("ErrorReason"))
            .map(access -> access.getTarget().getName())
            .collect(Collectors.toSet());

    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(
            ProjectClasses.CLASSES.get("dev.homeroom.v1.ErrorReason").getFields().stream()
                .map(JavaField::getName)
                .filter(name -> name.startsWith("ERROR_REASON_"))
                .filter(name -> !name.endsWith("_VALUE") && !name.endsWith("_UNSPECIFIED"))
                .toList());
  }

  /** Private types and the cases of a sealed type are read together with their owner. */
  private static boolean isNamedOutsideItsFile(JavaClass type) {
    return GENERATED.stream().noneMatch(type.getPackageName()::startsWith)
        && !type.getSimpleName().isEmpty()
        && !type.getSimpleName().equals("package-info")
        && !type.getSimpleName().equals(CONVERTER)
        && !type.getModifiers().contains(JavaModifier.PRIVATE)
        && !type.isLocalClass()
        && type.getEnclosingClass().filter(owner -> type.isAssignableTo(owner.getName())).isEmpty();
  }

  private static String module(JavaClass type) {
    return type.getPackageName().split("\\.", -1)[2];
  }

  private static DescribedPredicate<JavaCall<?>> targetsPlainSql() {
    return new DescribedPredicate<>("a method that takes text SQL") {
      @Override
      public boolean test(JavaCall<?> call) {
        return call.getTarget().isAnnotatedWith(PlainSQL.class);
      }
    };
  }
}
