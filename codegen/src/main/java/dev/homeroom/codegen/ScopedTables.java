package dev.homeroom.codegen;

import org.jooq.codegen.GeneratorStrategy.Mode;
import org.jooq.codegen.JavaGenerator;
import org.jooq.codegen.JavaWriter;
import org.jooq.meta.TableDefinition;

/**
 * Gives each table's type a method that makes the same table from a query, so that the rows and
 * columns that a caller may see can be used like the table itself.
 */
public final class ScopedTables extends JavaGenerator {
  /** The version of the generated code; change it whenever the generator writes other code. */
  static final String VERSION = "scoped tables 4";

  @Override
  protected void generateTableClassFooter(TableDefinition table, JavaWriter out) {
    var type = getStrategy().getJavaClassName(table);
    var row = out.ref(getStrategy().getFullJavaClassName(table, Mode.RECORD));
    out.javadoc("This table out of a query that has each of its columns under its name.");
    out.println("@SuppressWarnings(\"unchecked\")");
    out.println("public %s over(%s<?> rows) {", type, out.ref("org.jooq.Table"));
    out.println(
        "return new %s(getQualifiedName(), (%s<%s>) rows);", type, out.ref("org.jooq.Table"), row);
    out.println("}");
  }
}
