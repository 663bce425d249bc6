package dev.homeroom.server.sync.stage;

import static java.util.Objects.requireNonNull;

import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.record.TableKeys;
import dev.homeroom.v1.SyncFailure;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * The staged records with values that could not be taken because they have another form or are
 * beyond their bounds. The value of a live record stays; a value that never existed stays absent.
 * Safe for many threads while staging.
 */
public final class DroppedValues {
  /**
   * Fewer records of a type than this may always have another form: a few odd records are no new
   * form.
   */
  static final int FEWEST = 10;

  /** More than a hundredth of any district's records of a type. */
  private static final int MOST = 100_000;

  private static final int AT_ONCE = 1000;

  private final Map<RosterType, Map<ObjectId, CopyBuffer.Noted>> notes =
      new EnumMap<>(RosterType.class);

  /**
   * Notes the rows of a buffer that is staged.
   *
   * @throws SyncFailedException if more records are unreadable than even the largest district may
   *     have
   */
  synchronized void add(RosterType type, Collection<CopyBuffer.Noted> noted) {
    var ofType = notes.computeIfAbsent(type, _ -> new TreeMap<>());
    noted.forEach(each -> ofType.put(each.id(), each));
    if (ofType.size() > MOST && unreadable(ofType.values()) > MOST) {
      throw changed(type, unreadable(ofType.values()));
    }
  }

  /** Forgets records whose rows were deleted. */
  synchronized void remove(RosterType type, Collection<ObjectId> ids) {
    notes.getOrDefault(type, Map.of()).keySet().removeAll(new HashSet<>(ids));
  }

  /** A record and its fields that were not taken. */
  public record FlawedRecord(RosterType type, ObjectId id, Flaws flaws) {}

  /** Returns those that are still staged, by type and id; forgets rows that later ones replaced. */
  synchronized List<FlawedRecord> found(DSLContext sql, Staging staging) {
    var found = new ArrayList<FlawedRecord>();
    notes.forEach((type, ofType) -> {
      forgetReplaced(sql, staging, type, ofType);
      ofType.values().forEach(each -> found.add(new FlawedRecord(type, each.id(), each.flaws())));
    });
    return found;
  }

  private static void forgetReplaced(
      DSLContext sql, Staging staging, RosterType type, Map<ObjectId, CopyBuffer.Noted> ofType) {
    var table = staging.table(type);
    var there = new HashMap<ObjectId, Long>();
    for (var some : parts(ofType.keySet())) {
      sql.select(TableKeys.id(table), TableKeys.sequence(table))
          .from(table)
          .where(TableKeys.stage(table).eq(staging.stage()), TableKeys.id(table).in(some))
          .forEach(row -> there.put(id(row.value1()), row.value2()));
    }
    ofType.values().removeIf(each -> !Long.valueOf(each.sequence()).equals(there.get(each.id())));
  }

  /**
   * Checks that Clever's records have their known form.
   *
   * @param total how many records of each type there are
   * @throws SyncFailedException if at least {@link #FEWEST} and more than a hundredth of a type's
   *     records have another form
   */
  public static void requireForm(Collection<FlawedRecord> found, Map<RosterType, Long> total) {
    var unreadable =
        found.stream()
            .filter(each -> !each.flaws().unreadable().isEmpty())
            .collect(Collectors.groupingBy(FlawedRecord::type));
    unreadable.forEach((type, records) -> {
      if (records.size() >= FEWEST && records.size() * 100L > total.getOrDefault(type, 0L)) {
        var fields = new TreeSet<String>();
        records.forEach(
            each -> each.flaws().unreadable().forEach(field -> fields.add(field.path())));
        throw changed(type, records.size(), fields);
      }
    });
  }

  private static long unreadable(Collection<CopyBuffer.Noted> noted) {
    return noted.stream().filter(each -> !each.flaws().unreadable().isEmpty()).count();
  }

  private static SyncFailedException changed(RosterType type, long records) {
    return changed(type, records, Set.of());
  }

  private static SyncFailedException changed(RosterType type, long records, Set<String> fields) {
    return new SyncFailedException(
        SyncFailure.SYNC_FAILURE_CLEVER_FORM_CHANGED,
        "Of "
            + records
            + " "
            + type.clever().path()
            + " Clever sent fields in a form that Homeroom does not know"
            + (fields.isEmpty()
                ? ""
                : fields.stream().limit(5).collect(Collectors.joining(", ", " (", ")")))
            + ", so nothing was applied. Look for a newer release of Homeroom, or ask Clever's"
            + " support whether its answers have changed.");
  }

  /** Puts the live values into the staged rows, and hashes these rows again. */
  public static void keepFormer(
      DSLContext sql, Staging staging, Collection<FlawedRecord> found, int district) {
    var dropped = new EnumMap<RosterType, List<FlawedRecord>>(RosterType.class);
    found.stream()
        .filter(each -> !each.flaws().dropped().isEmpty())
        .forEach(each -> dropped.computeIfAbsent(each.type(), _ -> new ArrayList<>()).add(each));
    var former =
        new FormerValueSql(district, staging.stage(), type -> staging.table(type).getName());
    dropped.forEach((type, records) -> {
      var byColumn = new HashMap<String, List<byte[]>>();
      for (var record : records) {
        for (var field : record.flaws().dropped()) {
          byColumn.computeIfAbsent(field.key(), _ -> new ArrayList<>()).add(record.id().toBytes());
        }
      }
      for (var column : FormerValueSql.ordered(type, byColumn.keySet())) {
        former.keep(sql, type, column, byColumn.getOrDefault(column, List.of()));
      }
      rehash(sql, staging, type, records);
    });
  }

  private static void rehash(
      DSLContext sql, Staging staging, RosterType type, List<FlawedRecord> records) {
    var table = staging.table(type);
    var columns =
        type.columnNames().stream()
            .<Field<?>>map(name -> requireNonNull(table.field(name), name))
            .toList();
    for (var some : parts(records.stream().map(FlawedRecord::id).toList())) {
      sql.select(TableKeys.id(table))
          .select(columns)
          .from(table)
          .where(TableKeys.stage(table).eq(staging.stage()), TableKeys.id(table).in(some))
          .fetch()
          .forEach(row ->
              sql.update(table)
                  .set(
                      TableKeys.hash(table),
                      CopyBuffer.hash(row.intoList().subList(1, columns.size() + 1)))
                  .where(TableKeys.stage(table).eq(staging.stage()))
                  .and(TableKeys.id(table).eq(row.get(TableKeys.id(table))))
                  .execute());
    }
  }

  private static List<List<byte[]>> parts(Collection<ObjectId> ids) {
    var all = ids.stream().map(ObjectId::toBytes).toList();
    var parts = new ArrayList<List<byte[]>>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      parts.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
    }
    return parts;
  }

  private static ObjectId id(byte[] bytes) {
    return ObjectId.from(ByteBuffer.wrap(bytes));
  }
}
