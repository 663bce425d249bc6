package dev.homeroom.server.access;

import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static dev.homeroom.server.db.generated.Tables.USER_SECTIONS;

import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.server.db.generated.tables.Users;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The records that belong to a person in the live roster, as sets of ids that each statement
 * evaluates again. A role that ended or an enrollment that was removed counts from the revision
 * that removed it.
 */
final class PersonSets {
  private final int district;
  private final Field<byte[]> me;

  PersonSets(ReadPermissions.Person person) {
    this(person.district().number(), DSL.val(person.user().bytes()));
  }

  /**
   * The sets of the person in each row.
   *
   * @param district the number of the district
   * @param me the person's id in that row
   */
  PersonSets(int district, Field<byte[]> me) {
    this.district = district;
    this.me = me;
  }

  /** The person's own id. */
  Field<byte[]> me() {
    return me;
  }

  /** Matches if the person is in the roster and holds the role. */
  Condition holds(Function<Users, Field<Boolean>> role) {
    var own = USERS.as("own");
    return DSL.exists(
        DSL.selectOne()
            .from(own)
            .where(own.DISTRICT.eq(district), own.ID.eq(me), DSL.condition(role.apply(own))));
  }

  /** The sections whose list names the person, if the person holds the role of that list. */
  Field<byte[][]> sections(
      Function<Sections, Field<byte[][]>> list, Function<Users, Field<Boolean>> role) {
    var listed = USER_SECTIONS.as("listed");
    var section = DSL.unnest(listed.SECTIONS).as("section", "id");
    var found = SECTIONS.as("found");
    return DSL.array(
        DSL.select(found.ID)
            .from(listed)
            .crossJoin(section)
            .join(found)
            .on(found.DISTRICT.eq(district), found.ID.eq(id(section.field("id", byte[].class))))
            .where(
                listed.DISTRICT.eq(district),
                listed.USER.eq(me),
                me.eq(DSL.any(list.apply(found))),
                holds(role)));
  }

  /** The sections that name the person in any list, regardless of the person's roles. */
  Field<byte[][]> sections() {
    var listed = USER_SECTIONS.as("listed");
    var section = DSL.unnest(listed.SECTIONS).as("section", "id");
    return DSL.array(
        DSL.select(id(section.field("id", byte[].class)))
            .from(listed)
            .crossJoin(section)
            .where(listed.DISTRICT.eq(district), listed.USER.eq(me)));
  }

  /** The people in a list of these sections. */
  Field<byte[][]> people(Field<byte[][]> sections, Function<Sections, Field<byte[][]>> list) {
    var of = SECTIONS.as("of_them");
    var who = DSL.unnest(list.apply(of)).as("who", "id");
    return DSL.array(
        DSL.select(id(who.field("id", byte[].class)))
            .from(of)
            .crossJoin(who)
            .where(of.DISTRICT.eq(district), of.ID.eq(DSL.any(sections))));
  }

  /** The records to which these sections refer. */
  Field<byte[][]> referred(Field<byte[][]> sections, Function<Sections, Field<byte[]>> reference) {
    var of = SECTIONS.as("of_them");
    return DSL.array(
        DSL.select(reference.apply(of))
            .from(of)
            .where(
                of.DISTRICT.eq(district),
                of.ID.eq(DSL.any(sections)),
                reference.apply(of).isNotNull()));
  }

  /** The records to which the sections of these schools refer. */
  Field<byte[][]> referredAt(Field<byte[][]> schools, Function<Sections, Field<byte[]>> reference) {
    var at = SECTIONS.as("at_them");
    return DSL.array(
        DSL.select(reference.apply(at))
            .from(at)
            .where(
                at.DISTRICT.eq(district),
                at.SCHOOL.eq(DSL.any(schools)),
                reference.apply(at).isNotNull()));
  }

  /** The schools that the person has by a role. */
  Field<byte[][]> schools(
      Function<Users, Field<byte[][]>> list, Function<Users, Field<Boolean>> role) {
    var own = USERS.as("own");
    var school = DSL.unnest(list.apply(own)).as("school", "id");
    return DSL.array(
        DSL.select(id(school.field("id", byte[].class)))
            .from(own)
            .crossJoin(school)
            .where(own.DISTRICT.eq(district), own.ID.eq(me), DSL.condition(role.apply(own))));
  }

  private static Field<byte[]> id(@Nullable Field<byte[]> column) {
    return Objects.requireNonNull(column, "id");
  }
}
