package dev.homeroom.server.access;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.QueryCache;
import dev.homeroom.server.db.generated.Tables;
import dev.homeroom.server.db.generated.tables.Courses;
import dev.homeroom.server.db.generated.tables.CoursesHistory;
import dev.homeroom.server.db.generated.tables.Districts;
import dev.homeroom.server.db.generated.tables.Revisions;
import dev.homeroom.server.db.generated.tables.Schools;
import dev.homeroom.server.db.generated.tables.SchoolsHistory;
import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.server.db.generated.tables.SectionsHistory;
import dev.homeroom.server.db.generated.tables.Terms;
import dev.homeroom.server.db.generated.tables.TermsHistory;
import dev.homeroom.server.db.generated.tables.UserSections;
import dev.homeroom.server.db.generated.tables.Users;
import dev.homeroom.server.db.generated.tables.UsersHistory;
import dev.homeroom.server.rpc.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * The tables that a caller may see: a query that takes its tables from here sees nothing else. Each
 * table has only the rows and fields that the caller may see and, inside a district, only rows of
 * that district. The tables of one scope look at the live roster of the statement in which they are
 * used.
 *
 * @param caller the caller who asks
 */
public record Scope(Caller caller) {
  /**
   * The tables depend on the reach alone, and building them costs more than most queries. Each set
   * takes some hundred kilobytes; those of frequent callers are kept.
   */
  private static final Cache<Place, InDistrict> KNOWN =
      Caffeine.newBuilder().maximumSize(100).build();

  private static final Cache<ReadPermissions, Everywhere> KNOWN_EVERYWHERE =
      Caffeine.newBuilder().maximumSize(100).build();

  private record Place(ReadPermissions reach, DistrictKey district) {}

  private record Everywhere(Districts districts, QueryCache queries) {}

  /** The scope of the current call's caller. */
  public static Scope current() {
    return new Scope(Caller.current());
  }

  /** The districts that have a roster, of those that answer the caller. */
  public Districts districts() {
    return everywhere().districts();
  }

  /** The queries of {@link #districts}. */
  public QueryCache queries() {
    return everywhere().queries();
  }

  private Everywhere everywhere() {
    return KNOWN_EVERYWHERE.get(
        caller.reach(),
        _ ->
            new Everywhere(
                Tables.DISTRICTS.where(
                    Tables.DISTRICTS.REVISION.gt(0L), within(Tables.DISTRICTS.ID), answering()),
                new QueryCache()));
  }

  /** Matches districts that answer the caller, each by the roles that the caller has in it. */
  private Condition answering() {
    return switch (caller.reach()) {
      case ReadPermissions.Person person ->
          DistrictGate.answers(Tables.DISTRICTS.DISTRICT, person.roles());
      case ReadPermissions.Granted(var grants) ->
          DSL.or(
              grants.stream()
                  .map(grant ->
                      within(Tables.DISTRICTS.ID, List.of(grant))
                          .and(
                              DistrictGate.answers(
                                  Tables.DISTRICTS.DISTRICT, Set.of(grant.role()))))
                  .toList());
    };
  }

  /**
   * The refusal of a district that the caller does not find: it is not the caller's, or it no
   * longer answers.
   */
  public RefusedException missing(DSLContext sql, CleverId district) {
    return DistrictGate.refusal(sql, caller.reach(), district).exception();
  }

  /** Refuses a district that does not exist or no longer answers the caller. */
  public void requireAnswering(DSLContext sql, DistrictKey district) {
    var roles = caller.reach().rolesIn(district.id());
    var answers = DSL.field(DistrictGate.answers(DSL.val(district.number()), roles));
    if (!sql.select(answers).fetchSingle().value1()) {
      throw missing(sql, district.id());
    }
  }

  /** Matches the ids of districts that are the caller's, for tables outside the roster. */
  public Condition within(Field<byte[]> district) {
    return switch (caller.reach()) {
      case ReadPermissions.Person person -> district.eq(person.district().id().bytes());
      case ReadPermissions.Granted(var grants) -> within(district, grants);
    };
  }

  private static Condition within(Field<byte[]> district, List<Grant> grants) {
    return grants.stream().anyMatch(grant -> grant.districts().isEmpty())
        ? DSL.noCondition()
        : district.in(
            grants.stream()
                .flatMap(grant -> grant.districts().stream())
                .flatMap(Set::stream)
                .distinct()
                .map(CleverId::bytes)
                .toList());
  }

  /** Refuses to read former states of rosters, unless the caller may. */
  public void requirePast() {
    if (!caller.reach().past()) {
      throw AccessRefusals.fieldNotGranted("as_of");
    }
  }

  /**
   * Returns whether the whole district is granted to the caller, rather than some of its schools.
   */
  public boolean whole(CleverId district) {
    return caller.reach().whole(district);
  }

  /** Refuses a decision for a whole district, unless the caller's grant is for all of it. */
  public void requireWhole(DistrictKey district) {
    if (!whole(district.id())) {
      throw AccessRefusals.grantNotWhole(district.id());
    }
  }

  /** The scope of the caller in one district. */
  public InDistrict in(DistrictKey district) {
    return KNOWN.get(
        new Place(caller.reach(), district), place -> new InDistrict(place.reach(), district));
  }

  /** The tables of one district that a caller may see, live and former. Thread-safe. */
  public static final class InDistrict {
    private final ReadPermissions reach;
    private final DistrictKey district;
    private final RosterViews views;
    private final Map<Table<?>, Table<?>> scoped = new ConcurrentHashMap<>();
    private final QueryCache queries = new QueryCache();
    private final Condition gate;

    private InDistrict(ReadPermissions reach, DistrictKey district) {
      this.reach = reach;
      this.district = district;
      this.gate = DistrictGate.answers(DSL.val(district.number()), reach.rolesIn(district.id()));
      this.views =
          switch (reach) {
            case ReadPermissions.Granted granted -> new GrantedViews(granted, district);
            case ReadPermissions.Person person -> views(person, district);
          };
    }

    private static RosterViews views(ReadPermissions.Person person, DistrictKey district) {
      var own = new PersonViews(person);
      return person
          .app()
          .<RosterViews>map(app ->
              new BoundedViews(
                  own, new GrantedViews(new ReadPermissions.Granted(app.grants()), district)))
          .orElse(own);
    }

    /** The district. */
    public DistrictKey district() {
      return district;
    }

    /** The queries of these tables. */
    public QueryCache queries() {
      return queries;
    }

    /** The revisions that can be read, each with the district's own record. */
    public Revisions revisions() {
      return Tables.REVISIONS.where(Tables.REVISIONS.DISTRICT.eq(district.number()), gate);
    }

    /** Live schools. */
    public Schools schools() {
      var all = Tables.SCHOOLS;
      return once(all, () -> live(all, all::where, all::over, views.schools(all)));
    }

    /** Former schools. */
    public SchoolsHistory formerSchools() {
      var all = Tables.SCHOOLS_HISTORY;
      return once(all, () -> former(all, all::where, all::over, views.schools(all), schools()));
    }

    /** Live terms. */
    public Terms terms() {
      var all = Tables.TERMS;
      return once(all, () -> live(all, all::where, all::over, views.terms(all)));
    }

    /** Former terms. */
    public TermsHistory formerTerms() {
      var all = Tables.TERMS_HISTORY;
      return once(all, () -> former(all, all::where, all::over, views.terms(all), terms()));
    }

    /** Live courses. */
    public Courses courses() {
      var all = Tables.COURSES;
      return once(all, () -> live(all, all::where, all::over, views.courses(all)));
    }

    /** Former courses. */
    public CoursesHistory formerCourses() {
      var all = Tables.COURSES_HISTORY;
      return once(all, () -> former(all, all::where, all::over, views.courses(all), courses()));
    }

    /** Live sections. */
    public Sections sections() {
      var all = Tables.SECTIONS;
      return once(all, () -> live(all, all::where, all::over, views.sections(all)));
    }

    /** Former sections. */
    public SectionsHistory formerSections() {
      var all = Tables.SECTIONS_HISTORY;
      return once(all, () -> former(all, all::where, all::over, views.sections(all), sections()));
    }

    /** Live users. */
    public Users users() {
      var all = Tables.USERS;
      return once(all, () -> live(all, all::where, all::over, views.users(all)));
    }

    /** Former users. */
    public UsersHistory formerUsers() {
      var all = Tables.USERS_HISTORY;
      return once(all, () -> former(all, all::where, all::over, views.users(all), users()));
    }

    /**
     * The live sections in which a user teaches or learns, for users whose enrollments may be
     * known.
     */
    public UserSections userSections() {
      var all = Tables.USER_SECTIONS;
      return once(
          all, () -> all.where(inDistrict(all), RecordView.visible(views.enrollments(all))));
    }

    /**
     * Refuses a filter by a column of one of these tables that the caller may not read: none of the
     * records that the caller sees, except the caller's own, shows the column's field. (The filter
     * would find nothing, because the tables lack what the caller may not read.)
     */
    public void requireReadable(Table<?> table, String column) {
      ColumnFields.of(table, requireNonNull(table.field(column), column))
          .filter(field -> !mayRead(field))
          .ifPresent(field -> {
            throw AccessRefusals.fieldNotGranted(field.getName());
          });
    }

    private boolean mayRead(FieldDescriptor field) {
      var asked =
          switch (field.getContainingType().getName()) {
            case "School" -> views.schools(Tables.SCHOOLS);
            case "Term" -> views.terms(Tables.TERMS);
            case "Course" -> views.courses(Tables.COURSES);
            case "Section" -> views.sections(Tables.SECTIONS);
            default -> views.users(Tables.USERS).stream().filter(view -> !view.own()).toList();
          };
      return asked.stream().anyMatch(view -> view.shows(field));
    }

    /** The views of the caller. */
    RosterViews views() {
      return views;
    }

    /** The scoped form of a table; created on first use. */
    private <T extends Table<?>> T once(T all, Supplier<T> scoping) {
      var known = scoped.get(all);
      if (known == null) {
        // Not inside the map's own computation: a former table needs the live one.
        known = scoping.get();
        scoped.put(all, known);
      }
      @SuppressWarnings("unchecked")
      var same = (T) known;
      return same;
    }

    private <T extends Table<?>> T live(
        T all, Function<Condition, T> where, Function<Table<?>, T> over, List<RecordView> views) {
      return limited(all, where, over, views, inDistrict(all));
    }

    /**
     * A person sees the former states of only those records that the person sees now: rights follow
     * the current roster.
     */
    private <T extends Table<?>> T former(
        T all,
        Function<Condition, T> where,
        Function<Table<?>, T> over,
        List<RecordView> views,
        Table<?> now) {
      var rows =
          reach.past() ? inDistrict(all) : inDistrict(all).and(Conditions.in(all, "id", ids(now)));
      return limited(all, where, over, views, rows);
    }

    private static <T extends Table<?>> T limited(
        T all,
        Function<Condition, T> where,
        Function<Table<?>, T> over,
        List<RecordView> views,
        Condition rows) {
      return RecordView.whole(all, views) && !NamedUsers.in(all)
          ? where.apply(rows.and(RecordView.visible(views)))
          : over.apply(RecordView.masked(all, rows, views).asTable());
    }

    private static Field<byte[][]> ids(Table<?> table) {
      var id = requireNonNull(table.field("id", byte[].class), "id");
      return DSL.array(DSL.select(id).from(table));
    }

    /** Matches rows of the district, provided that it answers the caller. */
    Condition inDistrict(Table<?> table) {
      var own =
          requireNonNull(table.field("district", Integer.class), "district").eq(district.number());
      return gate.equals(DSL.trueCondition()) ? own : own.and(gate);
    }
  }
}
