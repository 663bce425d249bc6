package dev.homeroom.server.access;

import static dev.homeroom.server.db.generated.Tables.USERS;

import dev.homeroom.server.access.AccessConfig.TokenSubject;
import dev.homeroom.server.access.DistrictGate.GateClosure;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.Users;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.GrantOutcome;
import dev.homeroom.v1.GrantedSight;
import dev.homeroom.v1.PeopleSight;
import dev.homeroom.v1.RosterServiceGrpc;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Finds who sees a user of a live roster.
 *
 * @param asker the caller who gets the answer; people whom the asker does not see are not counted
 * @param readable what the asker may read of the user
 */
record SeenBy(DSLContext db, Scope.InDistrict asker, ReadableRecord readable, CleverId user) {
  /** The roles that may read users; no method shows a user to another role. */
  private static final Set<CallerRole> READERS =
      MethodRoles.declared(RosterServiceGrpc.getGetUserMethod());

  /** Describes the grants of access.yaml, including those that do not open the user. */
  List<GrantedSight> grants(Map<TokenSubject, List<Grant>> grants) {
    return grants.entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparing(TokenSubject::issuer).thenComparing(TokenSubject::subject)))
        .flatMap(entry -> entry.getValue().stream().map(grant -> sight(entry.getKey(), grant)))
        .toList();
  }

  private GrantedSight sight(TokenSubject subject, Grant grant) {
    var sight =
        GrantedSight.newBuilder()
            .setIssuer(subject.issuer())
            .setSubject(subject.subject())
            .setRole(grant.role());
    if (!READERS.contains(grant.role())) {
      return sight.setOutcome(GrantOutcome.GRANT_OUTCOME_ROLE_READS_NO_RECORDS).build();
    }
    var views =
        new GrantedViews(new ReadPermissions.Granted(List.of(grant)), asker.district())
            .users(USERS);
    if (views.isEmpty()) {
      return sight.setOutcome(GrantOutcome.GRANT_OUTCOME_OTHER_DISTRICTS).build();
    }
    var closure = closure(grant.role());
    if (closure.isPresent()) {
      return sight.setOutcome(outcome(closure.get())).build();
    }
    ReadableRecord.having(db, asker, USERS, user, views).orElseGet(List::of).stream()
        .findFirst()
        .ifPresentOrElse(
            view ->
                sight
                    .setOutcome(GrantOutcome.GRANT_OUTCOME_SEES)
                    .setRule(view.through().rule())
                    .setFields(view.visibleFields()),
            () -> sight.setOutcome(GrantOutcome.GRANT_OUTCOME_OTHER_SCHOOLS));
    return sight.build();
  }

  /** Describes the people who sign in with Clever and see the user, role by role. */
  List<PeopleSight> people(UserRules rules) {
    return Stream.of(
            CallerRole.CALLER_ROLE_STUDENT,
            CallerRole.CALLER_ROLE_TEACHER,
            CallerRole.CALLER_ROLE_STAFF,
            CallerRole.CALLER_ROLE_DISTRICT_ADMIN)
        .flatMap(role -> people(role, rules).stream())
        .toList();
  }

  /** The reason for which the district refuses callers with the role; empty if it answers. */
  private Optional<GateClosure> closure(CallerRole role) {
    return DistrictGate.closure(db, DSL.val(asker.district().number()), Set.of(role));
  }

  private static GrantOutcome outcome(GateClosure closure) {
    return switch (closure) {
      case ENDED -> GrantOutcome.GRANT_OUTCOME_DISTRICT_ENDED;
      case NOT_ACCEPTED -> GrantOutcome.GRANT_OUTCOME_ROSTER_NOT_ACCEPTED;
    };
  }

  /** Counts, for each view of the role, the people in whose view the user is. */
  private List<PeopleSight> people(CallerRole role, UserRules rules) {
    var viewer = USERS.as("viewer");
    int district = asker.district().number();
    var views =
        new PersonViews(Set.of(role), rules, new PersonSets(district, viewer.ID))
            .users(USERS).stream().filter(view -> !view.own()).toList();
    if (views.isEmpty() || closure(role).isPresent()) {
      return List.of();
    }
    var counts =
        db.select(views.stream().map(view -> DSL.count().filterWhere(has(view))).toList())
            .from(viewer)
            .where(
                viewer.DISTRICT.eq(district),
                viewer.ID.ne(user.bytes()),
                candidate(role, viewer),
                RecordView.visible(asker.views().users(viewer)))
            .fetchSingle();
    return IntStream.range(0, views.size())
        .mapToObj(i -> {
          var through = views.get(i).through();
          var sight =
              PeopleSight.newBuilder()
                  .setRole(role)
                  .setRule(through.rule())
                  .setFields(views.get(i).visibleFields());
          if (readable.reads(through)) {
            sight.setCount(counts.get(i, Long.class));
          }
          return sight.build();
        })
        .toList();
  }

  private Condition has(RecordView view) {
    return DSL.exists(
        DSL.selectOne()
            .from(USERS)
            .where(asker.inDistrict(USERS), USERS.ID.eq(user.bytes()), view.rows()));
  }

  /**
   * Narrows the query: rules by sections let only people of the user's own sections see the user,
   * and a large district has few of them.
   */
  private Condition candidate(CallerRole role, Users viewer) {
    var sets = new PersonSets(asker.district().number(), DSL.val(user.bytes()));
    return switch (role) {
      case CALLER_ROLE_STUDENT ->
          among(viewer, sets.people(sets.sections(), section -> section.STUDENTS));
      case CALLER_ROLE_TEACHER ->
          among(viewer, sets.people(sets.sections(), section -> section.TEACHERS));
      case CALLER_ROLE_STAFF -> DSL.condition(viewer.STAFF);
      default -> DSL.condition(viewer.DISTRICT_ADMIN);
    };
  }

  private static Condition among(Users viewer, Field<byte[][]> ids) {
    return viewer.ID.eq(DSL.any(ids));
  }
}
