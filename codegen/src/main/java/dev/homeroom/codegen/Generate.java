package dev.homeroom.codegen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/**
 * Runs the migrations on an embedded Postgres and writes jOOQ's types for the resulting schema.
 * Does nothing if neither the migrations nor the generator have changed since the last run.
 */
public final class Generate {
  /** Long, since a build keeps the machine busy. */
  private static final Duration START = Duration.ofMinutes(2);

  private Generate() {}

  /**
   * Generates the types.
   *
   * @param args the folder of the migrations, the folder to write to, the package of the types
   */
  public static void main(String[] args) throws Exception {
    var migrations = Path.of(args[0]);
    var target = Path.of(args[1]);
    var stamp = target.resolve("migrations.sha256");
    var digest = digest(migrations);
    if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
      return;
    }
    try (var postgres = EmbeddedPostgres.builder().setPGStartupWait(START).start()) {
      Flyway.configure()
          .dataSource(postgres.getPostgresDatabase())
          .locations("filesystem:" + migrations)
          .load()
          .migrate();
      GenerationTool.generate(
          configuration(postgres.getJdbcUrl("postgres", "postgres"), target, args[2]));
    }
    Files.writeString(stamp, digest);
  }

  private static Configuration configuration(String url, Path target, String packageName) {
    var database =
        new Database()
            .withName("org.jooq.meta.postgres.PostgresDatabase")
            .withInputSchema("public")
            .withOutputSchemaToDefault(true)
            .withIncludes(".*")
            .withExcludes("flyway_schema_history")
            .withForcedTypes(
                letters("ChangeOp", "OpLetters", "roster_changes\\.op|[a-z_]+\\.change"),
                letters("ChangeDecision", "DecisionLetters", "roster_details\\.fate"),
                letters("RowEnding", "EndingLetters", "[a-z]+_history\\.ended"));
    return new Configuration()
        .withJdbc(new Jdbc().withUrl(url).withUser("postgres"))
        .withGenerator(
            new Generator()
                .withName(ScopedTables.class.getName())
                .withDatabase(database)
                .withTarget(
                    new Target().withDirectory(target.toString()).withPackageName(packageName)));
  }

  /** Columns with a letter for each constant of an enum, which a class in it converts. */
  private static ForcedType letters(String name, String converter, String columns) {
    var type = "dev.homeroom.server.db.letter." + name;
    return new ForcedType()
        .withUserType(type)
        .withConverter(type + "." + converter)
        .withIncludeExpression("public\\.(" + columns + ")");
  }

  private static String digest(Path migrations) throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update(ScopedTables.VERSION.getBytes(UTF_8));
    try (var files = Files.list(migrations)) {
      for (var file : files.sorted().toList()) {
        digest.update(file.getFileName().toString().getBytes(UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
