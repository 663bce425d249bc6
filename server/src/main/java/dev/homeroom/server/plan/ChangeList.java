package dev.homeroom.server.plan;

import static dev.homeroom.server.db.generated.Tables.PLAN_CHANGES;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.val;

import dev.homeroom.server.access.ReadableRows;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.records.PlanChangesRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.v1.PlanAspect;
import dev.homeroom.v1.PlanChange;
import dev.homeroom.v1.PlanChangeKind;
import dev.homeroom.v1.RecordType;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The changes of a plan that the caller may read, in the order of type, id, part and member. */
record ChangeList(Scope.InDistrict scope, UUID plan, ChangeFilter filter) {
  private static final HexFormat HEX = HexFormat.of();

  /**
   * The changes of a plan to read.
   *
   * @param record only changes of this record, without those that Clever has shown again; empty: of
   *     all records
   */
  record ChangeFilter(RecordType type, PlanChangeKind kind, Optional<CleverId> record) {
    /** Reads a filter, or refuses its fields. */
    static ChangeFilter of(RecordType type, PlanChangeKind kind) {
      if (type == RecordType.UNRECOGNIZED || type == RecordType.RECORD_TYPE_DISTRICT) {
        throw RequestRefusals.invalidField("type", "must be SCHOOL, TERM, COURSE, SECTION or USER");
      }
      if (kind == PlanChangeKind.UNRECOGNIZED) {
        throw RequestRefusals.invalidField("kind", "must be ADD, CHANGE or REMOVE");
      }
      return new ChangeFilter(type, kind, Optional.empty());
    }

    /** The filter for one record. */
    static ChangeFilter of(RecordType type, CleverId record) {
      return new ChangeFilter(
          type, PlanChangeKind.PLAN_CHANGE_KIND_UNSPECIFIED, Optional.of(record));
    }

    Condition condition() {
      var condition = noCondition();
      if (type != RecordType.RECORD_TYPE_UNSPECIFIED) {
        condition = condition.and(PLAN_CHANGES.TYPE.eq(EnumWords.word(type)));
      }
      if (kind != PlanChangeKind.PLAN_CHANGE_KIND_UNSPECIFIED) {
        condition = condition.and(PLAN_CHANGES.CHANGE.eq(HeldChangeWords.op(kind)));
      }
      if (record.isPresent()) {
        condition =
            condition
                .and(PLAN_CHANGES.ID.eq(record.get().bytes()))
                .and(PLAN_CHANGES.RETURNED.isFalse());
      }
      return condition;
    }
  }

  /** A change, with the key of its place in the list. */
  record ListedChange(PlanChange change, String key) {}

  /** Returns whether the caller may read all changes of the plan. */
  static boolean whole(DSLContext sql, Scope.InDistrict scope, UUID plan) {
    return !sql.fetchExists(
        PLAN_CHANGES,
        PLAN_CHANGES.DISTRICT.eq(scope.district().number()),
        PLAN_CHANGES.PLAN.eq(plan),
        not(readable(scope)));
  }

  private static Condition readable(Scope.InDistrict scope) {
    return new ReadableRows(scope).naming(PLAN_CHANGES.TYPE, PLAN_CHANGES.ID, PLAN_CHANGES.PART);
  }

  /** The changes after a key; null: from the first on. */
  List<ListedChange> page(DSLContext sql, @Nullable String after, int size) {
    var type = PLAN_CHANGES.TYPE.collate("C");
    var part = PLAN_CHANGES.PART.collate("C");
    return sql.selectFrom(PLAN_CHANGES)
        .where(PLAN_CHANGES.DISTRICT.eq(scope.district().number()), PLAN_CHANGES.PLAN.eq(plan))
        .and(readable(scope))
        .and(filter.condition())
        .and(after == null ? noCondition() : behind(after))
        .orderBy(type, PLAN_CHANGES.ID, part, PLAN_CHANGES.MEMBER)
        .limit(size)
        .fetch(this::item);
  }

  private static Condition behind(String key) {
    var parts = key.split(" ", -1);
    return row(
            PLAN_CHANGES.TYPE.collate("C"),
            PLAN_CHANGES.ID,
            PLAN_CHANGES.PART.collate("C"),
            PLAN_CHANGES.MEMBER)
        .gt(val(parts[0]), val(HEX.parseHex(parts[1])), val(parts[2]), val(HEX.parseHex(parts[3])));
  }

  private ListedChange item(PlanChangesRecord row) {
    var district = scope.district();
    var type = EnumWords.of(RecordType.class, row.getType());
    var aspect = HeldChangeWords.aspect(row.getPart());
    var change =
        PlanChange.newBuilder()
            .setType(type)
            .setKind(HeldChangeWords.kind(row.getChange()))
            .setAspect(aspect)
            .setPart(row.getPart());
    collection(type)
        .map(records -> records.name(district.id(), CleverId.of(row.getId())))
        .ifPresent(change::setRecord);
    if (row.getMember().length > 0) {
      var members =
          aspect == PlanAspect.PLAN_ASPECT_MEMBERSHIP ? Collection.SCHOOLS : Collection.USERS;
      change.setMember(members.name(district.id(), CleverId.of(row.getMember())));
    }
    var key =
        String.join(
            " ",
            row.getType(),
            HEX.formatHex(row.getId()),
            row.getPart(),
            HEX.formatHex(row.getMember()));
    return new ListedChange(change.build(), key);
  }

  /** Empty for a type that only a newer release knows. */
  private static Optional<Collection> collection(RecordType type) {
    return switch (type) {
      case RECORD_TYPE_SCHOOL -> Optional.of(Collection.SCHOOLS);
      case RECORD_TYPE_TERM -> Optional.of(Collection.TERMS);
      case RECORD_TYPE_COURSE -> Optional.of(Collection.COURSES);
      case RECORD_TYPE_SECTION -> Optional.of(Collection.SECTIONS);
      case RECORD_TYPE_USER -> Optional.of(Collection.USERS);
      case RECORD_TYPE_DISTRICT, RECORD_TYPE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
