package dev.homeroom.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.server.rpc.SignedTokens;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.ListDistrictStatesRequest;
import io.grpc.CallCredentials;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

/**
 * A server with two districts: one that a sandbox shares, and its twin, which has the same records
 * under other ids; and everybody who may call it.
 */
final class AccessDistricts {
  private static final List<String> ROSTER =
      List.of(
          "schools",
          "terms",
          "courses",
          "sections",
          "users",
          "user_sections",
          "revisions",
          "roster_counts",
          "district_declarations");

  private static final String TWIN = "(select max(district) from districts)";

  final RosterFixture fixture;
  final AccessTruth truth;

  /** Its id. */
  final String district;

  /** The twin's id. */
  final String twin;

  /** Writes as the server does. */
  private final LoginNonces nonces;

  /** A student who is gone, and whom sections and a contact still name. */
  final String absent;

  private AccessDistricts() {
    this.fixture = RosterFixture.students(90, 11);
    hire(fixture);
    this.absent = remove(fixture);
    fixture.sync();
    this.district = clever().districtId();
    this.twin = twin(district);
    this.truth = AccessTruth.of(clever());
    var keyset = Keyset.load(server().accessFile().resolveSibling("keyset.json"));
    this.nonces = new LoginNonces(new SignedTokens(() -> keyset.derive("login nonces")));
    copy();
    grant();
  }

  /** Small districts have no staff; of the three here one is a teacher too. */
  private static void hire(RosterFixture fixture) {
    var before = AccessTruth.of(fixture.clever);
    var schools = List.copyOf(before.schools().keySet());
    for (var school : List.of(schools.getFirst(), schools.getLast(), schools.getFirst())) {
      fixture.clever.apply(new RosterChange.HireEmployee("staff", List.of(school)));
    }
    var teacher = before.holding(Set.of("teacher")).getLast();
    var staff = AccessTruth.of(fixture.clever).holding(Set.of("staff")).getLast();
    fixture.clever.apply(new RosterChange.MergeEmployees(teacher, staff));
  }

  private static String remove(RosterFixture fixture) {
    var students = AccessTruth.of(fixture.clever).holding(Set.of("student"));
    var gone = students.get(students.size() / 2);
    fixture.clever.apply(
        new RosterChange.AddContact(List.of(gone, students.getFirst())),
        new RosterChange.Remove(RecordType.USERS, gone));
    return gone;
  }

  /** One for all tests of a process: nothing in it changes. */
  static AccessDistricts shared() {
    return Holder.TOWN;
  }

  Sandbox clever() {
    return fixture.clever;
  }

  TestServer server() {
    return fixture.server;
  }

  /** Signed in with Clever. */
  CallCredentials user(String id) {
    return TestServer.bearer(server().issuer().idToken(district, id));
  }

  /** Signed in with Clever through an app, whose subject access.yaml names. */
  CallCredentials userThrough(String app, String id) {
    var nonce = nonces.write(new AccessConfig.TokenSubject(server().issuer().name(), app));
    return TestServer.bearer(
        server().issuer().idToken(district, id, claims -> claims.claim("nonce", nonce)));
  }

  /** Whoever access.yaml names. */
  CallCredentials subject(String subject) {
    return TestServer.bearer(server().issuer().token(subject));
  }

  /** The id of the twin of a record. */
  static String twin(String id) {
    int first = Integer.parseInt(id.substring(0, 2), 16) ^ 0x80;
    return "%02x".formatted(first) + id.substring(2);
  }

  /** The ways in which the twin's gate is open or closed. */
  enum TwinGate {
    /** Everybody may read. */
    NONE(
        "delete from ended_districts where district = %1$s;"
            + " delete from district_gates where district = %1$s",
        ""),
    /** The declaration has ended, and apps still read. */
    IN_GRACE(ended("+"), ""),
    /** The declaration has ended, and apps read no more. */
    OVER(ended("-"), "DISTRICT_ENDED"),
    /** The roster has to be accepted, and is not. */
    NOT_ACCEPTED(
        "insert into district_gates (district, accepted) values (%1$s, false)",
        "ROSTER_NOT_ACCEPTED");

    private final String statement;

    /** The reason with which apps are refused; empty if they read. */
    final String reason;

    TwinGate(String statement, String reason) {
      this.statement = statement.formatted(TWIN);
      this.reason = reason;
    }

    boolean appsRead() {
      return reason.isEmpty();
    }

    private static String ended(String sign) {
      return "insert into ended_districts (district, ended_at, apps_read_until) select %1$s, now()"
          + " - interval '1 day', now() "
          + sign
          + " interval '1 hour'";
    }
  }

  /** Carries something out while the twin's gate is in a state, and opens the gate afterwards. */
  void whileTwin(TwinGate gate, Executable carriedOut) throws Throwable {
    execute(TwinGate.NONE.statement);
    execute(gate.statement);
    try {
      carriedOut.execute();
    } finally {
      execute(TwinGate.NONE.statement);
    }
  }

  /** The twin of somebody, signed in there. */
  CallCredentials twinUser(String id) {
    return TestServer.bearer(server().issuer().idToken(twin, twin(id)));
  }

  private void execute(String sql) {
    var config = server().database();
    try (var connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Subjects whose grants end somewhere. */
  private void grant() {
    var school = truth.schools().firstKey();
    var grants =
        """
          - {issuer: "%1$s", subject: here-app, role: app, districts: [%2$s], fields: all}
          - {issuer: "%1$s", subject: directory-app, role: app, districts: [%2$s], fields: [directory]}
          - issuer: "%1$s"
            subject: school-app
            role: app
            districts: [%2$s]
            schools: [%3$s]
            fields: [identifier, directory, education_record]
          - issuer: "%1$s"
            subject: elsewhere-app
            role: app
            districts: [%2$s]
            schools: [0123456789abcdef01234567]
            fields: all
          - {issuer: "%1$s", subject: nowhere-app, role: app, districts: [], fields: all}
          - {issuer: "%1$s", subject: here-reviewer, role: reviewer, districts: [%2$s], fields: all}
          - {issuer: "%1$s", subject: directory-reviewer, role: reviewer, districts: [%2$s], fields: [directory]}
          - {issuer: "%1$s", subject: school-reviewer, role: reviewer, districts: [%2$s], schools: [%3$s], fields: all}
          - {issuer: "%1$s", subject: here-operator, role: operator, districts: [%2$s], withoutToken: true}
        """
            .formatted(server().issuer().name(), district, school);
    try {
      var file = server().accessFile();
      Files.writeString(file, Files.readString(file) + grants, UTF_8);
      Eventually.see(() -> known("here-operator"), known -> known);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private boolean known(String subject) {
    try {
      var _ =
          DistrictServiceGrpc.newBlockingStub(server().channel())
              .withCallCredentials(subject(subject))
              .listDistrictStates(ListDistrictStatesRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  /** Every row once more, in a district of its own, with the first bit of each id turned. */
  private void copy() {
    var config = server().database();
    try (var connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into districts (id, revision, name) select %s, revision, 'Twin' from districts"
              .formatted(turned("id")));
      for (var table : ROSTER) {
        var columns = columns(connection, table);
        statement.execute(
            "insert into %s (%s) select %s from %s"
                .formatted(
                    table,
                    String.join(", ", columns.keySet()),
                    String.join(", ", columns.values()),
                    table));
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The columns of a table, each with what the twin has in it. */
  private static Map<String, String> columns(Connection connection, String table)
      throws SQLException {
    var columns = new LinkedHashMap<String, String>();
    try (var statement =
        connection.prepareStatement(
            "select column_name, udt_name from information_schema.columns where table_name = ?")) {
      statement.setString(1, table);
      var found = statement.executeQuery();
      while (found.next()) {
        var name = '"' + found.getString(1) + '"';
        columns.put(name, name.equals("\"district\"") ? TWIN : value(name, found.getString(2)));
      }
    }
    return columns;
  }

  private static String value(String column, String type) {
    return switch (type) {
      case "bytea" -> turned(column);
      case "_bytea" ->
          "(select array_agg(%s order by place) from unnest(%s) with ordinality as x(id, place))"
              .formatted(turned("x.id"), column);
      default -> column;
    };
  }

  private static String turned(String column) {
    return "set_byte(" + column + ", 0, get_byte(" + column + ", 0) # 128)";
  }

  private static final class Holder {
    static final AccessDistricts TOWN = new AccessDistricts();
  }
}
