package dev.homeroom.server.db.failure;

import java.util.Arrays;
import java.util.Comparator;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** The database's schema is of a newer release than this server. */
public final class NewerSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private NewerSchemaException(String message) {
    super(message);
  }

  /**
   * Checks that this server knows every migration of the schema.
   *
   * @throws NewerSchemaException if the schema has another one
   */
  public static void refuse(MigrationInfo... migrations) {
    var foreign =
        Arrays.stream(migrations)
            .filter(each -> each.getState().isApplied() && !each.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .filter(version -> version != null)
            .max(Comparator.naturalOrder());
    if (foreign.isPresent()) {
      var known =
          Arrays.stream(migrations)
              .filter(each -> each.getState().isResolved())
              .map(MigrationInfo::getVersion)
              .filter(version -> version != null)
              .max(Comparator.naturalOrder())
              .map(MigrationVersion::toString)
              .orElse("none");
      throw new NewerSchemaException(
          "HOMEROOM_DATABASE_URL: the database's schema has migration "
              + foreign.get()
              + ", of a newer release of Homeroom; this server knows migrations up to "
              + known
              + ". Start the newer release, or restore a backup from before its first start");
    }
  }
}
