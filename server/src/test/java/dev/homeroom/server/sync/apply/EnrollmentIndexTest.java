package dev.homeroom.server.sync.apply;

import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.USER_SECTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EnrollmentIndexTest {
  private static final int DISTRICT = 7;

  @Test
  void each_user_has_each_section_once_in_order_of_id() {
    try (var database = TestPostgres.open()) {
      var random = new Random(1);
      var expected = new TreeMap<CleverId, Set<CleverId>>();
      var numbers = new ArrayList<Integer>();
      for (int i = 0; i < 500; i++) {
        numbers.add(i);
      }
      Collections.shuffle(numbers, random);
      for (int number : numbers) {
        var section = id(1, number);
        var students = members(random, 30);
        var teachers = members(random, 2);
        for (var members : List.of(students, teachers)) {
          members.forEach(
              each -> expected.computeIfAbsent(each, _ -> new TreeSet<>()).add(section));
        }
        insert(database, section, students, teachers);
      }

      database.transaction(transaction -> {
        EnrollmentIndexSql.derive(transaction, DISTRICT, 1);
        return 0;
      });

      var derived = new TreeMap<CleverId, List<CleverId>>();
      database
          .dsl()
          .selectFrom(USER_SECTIONS)
          .forEach(row ->
              derived.put(
                  CleverId.of(row.getUser()),
                  Arrays.stream(row.getSections()).map(CleverId::of).toList()));
      assertThat(derived).containsExactlyEntriesOf(lists(expected));
    }
  }

  private static Map<CleverId, List<CleverId>> lists(Map<CleverId, Set<CleverId>> sets) {
    var lists = new TreeMap<CleverId, List<CleverId>>();
    sets.forEach((user, sections) -> lists.put(user, List.copyOf(sections)));
    return lists;
  }

  private static List<CleverId> members(Random random, int most) {
    var members = new TreeSet<CleverId>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      members.add(id(2, random.nextInt(200)));
    }
    return List.copyOf(members);
  }

  private static CleverId id(int kind, int number) {
    return CleverId.of("%08x%016x".formatted(kind, number));
  }

  private static void insert(
      Database database, CleverId section, List<CleverId> students, List<CleverId> teachers) {
    database
        .dsl()
        .insertInto(SECTIONS)
        .set(SECTIONS.DISTRICT, DISTRICT)
        .set(SECTIONS.ID, section.bytes())
        .set(SECTIONS.NAME, "")
        .set(SECTIONS.SIS_ID, "")
        .set(SECTIONS.STUDENTS, bytes(students))
        .set(SECTIONS.TEACHERS, bytes(teachers))
        .set(SECTIONS.CONTENT_HASH, 0L)
        .set(SECTIONS.MAPPING_VERSION, (short) 1)
        .set(SECTIONS.REVISION, 1L)
        .execute();
  }

  private static byte[][] bytes(List<CleverId> ids) {
    return ids.stream().map(CleverId::bytes).toArray(byte[][]::new);
  }
}
