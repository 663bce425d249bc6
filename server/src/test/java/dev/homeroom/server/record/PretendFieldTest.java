package dev.homeroom.server.record;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.db.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One line more in the model and the field is everywhere: the product is loaded once more with a
 * pretend field of sections, their department. Beyond the model it changes only what each new field
 * needs, too: the constant of Clever's field, the column (in the schema and in its generated types)
 * and the entry of rules. Left out are the contract's field, for which the name of a section stands
 * in, and with it the line that sets the field in an answer.
 */
final class PretendFieldTest {
  private static final Path SERVER = Path.of("src/main/java/dev/homeroom/server");
  private static final Path CLEVER = Path.of("../clever/src/main/java/dev/homeroom/clever");
  private static final Path TABLES =
      Path.of("target/generated-sources/jooq/dev/homeroom/server/db/generated/tables");
  private static final List<String> RELOADED =
      List.of("dev.homeroom.server.", "dev.homeroom.clever.");

  /** The line. Nothing that Clever sends is a department, so the teacher stands in. */
  private static final String LINE =
      """
      text(SECTION_DEPARTMENT, "display_name", section ->
          section.teachers().isEmpty() ? null : "of " + section.teachers().getFirst()),
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ClassLoader product;

  @SuppressWarnings("NullAway.Init")
  private static DatabaseConfig database;

  @BeforeAll
  static void compile() throws IOException {
    var sources =
        List.of(
            changed(SERVER.resolve("record/RosterModel.java"), "id(SECTION_PRIMARY_TEACHER", LINE),
            changed(
                CLEVER.resolve("record/RosterField.java"),
                "SECTION_TEACHERS(",
                "SECTION_DEPARTMENT(\"department\", Form.TEXT),"),
            changed(
                SERVER.resolve("sharing/ShareRule.java"),
                "Field.SECTION_NUMBER,",
                "Field.DEPARTMENT,"),
            withColumn("Sections"),
            withColumn("SectionsHistory"),
            withColumn("StagedSections"));
    var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", folder.toString()));
    arguments.addAll(List.of("-cp", requireNonNull(System.getProperty("java.class.path"))));
    sources.forEach(source -> arguments.add(source.toString()));
    assertThat(
            requireNonNull(ToolProvider.getSystemJavaCompiler())
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    product = new Loader();
    database = TestPostgres.newDatabase();
    try (var open = TestPostgres.open(database)) {
      for (var table : List.of("sections", "sections_history", "staged_sections")) {
        open.dsl().execute("alter table " + table + " add column department text");
      }
    }
  }

  @AfterAll
  static void forget() {
    product = PretendFieldTest.class.getClassLoader();
  }

  @Test
  void a_row_its_history_and_what_the_guard_holds_have_the_field() throws Exception {
    var seen = call("sync.PretendFieldRuns", "run", database.url());

    assertThat(seen)
        .isEqualTo(
            Map.of(
                "first row", "of 5f3c2a9e8b1d0000000000c9",
                "changed row", "of 5f3c2a9e8b1d0000000000ca",
                "former row", "of 5f3c2a9e8b1d0000000000c9",
                "held", "HELD",
                "held row", "of 5f3c2a9e8b1d0000000000c9",
                "carried out", "CARRIED_OUT",
                "emptied row", "null"));
  }

  @Test
  void a_rule_compares_the_field() throws Exception {
    assertThat(call("sync.PretendFieldRuns", "rule", database.url()))
        .isEqualTo(Map.of("covered", "[303]"));
  }

  @Test
  void a_mask_that_names_the_field_reads_the_column() throws Exception {
    assertThat(call("roster.record.PretendFieldMask", "columns", "display_name"))
        .isEqualTo(Set.of("name", "department"));
    assertThat(call("roster.record.PretendFieldMask", "columns", "period"))
        .isEqualTo(Set.of("period"));
  }

  /** Calls a static method of the product's tests, as the product with the field loads them. */
  private static Object call(String type, String method, String argument) throws Exception {
    return product
        .loadClass("dev.homeroom.server." + type)
        .getMethod(method, String.class)
        .invoke(null, argument);
  }

  /** Copies a source with one line more before the text. */
  private static Path changed(Path source, String before, String line) throws IOException {
    var text = Files.readString(source);
    assertThat(text.split(Pattern.quote(before), -1)).as(before).hasSize(2);
    var copy = folder.resolve(requireNonNull(source.getFileName()).toString());
    Files.writeString(copy, text.replace(before, line + before));
    return copy;
  }

  private static Path withColumn(String table) throws IOException {
    return changed(
        TABLES.resolve(table + ".java"),
        "    private " + table + "(Name alias, Table<" + table + "Record> aliased) {",
        "    public final TableField<"
            + table
            + "Record, String> DEPARTMENT ="
            + " createField(DSL.name(\"department\"), SQLDataType.CLOB, this, \"\");\n");
  }

  /** Loads the product's classes anew, the compiled ones in place of their originals. */
  private static final class Loader extends ClassLoader {
    Loader() {
      super(PretendFieldTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (RELOADED.stream().noneMatch(name::startsWith)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        var known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (var stream = open(name.replace('.', '/') + ".class")) {
        var bytes = stream.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException missing) {
        throw new ClassNotFoundException(name, missing);
      }
    }

    private InputStream open(String file) throws IOException {
      var compiled = folder.resolve(file);
      return Files.exists(compiled)
          ? Files.newInputStream(compiled)
          : requireNonNull(getParent().getResource(file), file).openStream();
    }
  }
}
