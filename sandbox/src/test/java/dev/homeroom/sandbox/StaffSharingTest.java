package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.share.Rule;
import dev.homeroom.sandbox.share.Share;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The staff option of the sharing types, in a district large enough to have staff (CLEVER.md 6.1).
 */
final class StaffSharingTest {
  private static final Predicate<JsonNode> ONLY_STAFF =
      user -> user.path("roles").size() == 1 && user.path("roles").has("staff");

  private static SharedDistrict district;
  private static Map<String, JsonNode> staff;
  private static String school;

  @BeforeAll
  static void start() throws IOException {
    district = new SharedDistrict(5_000);
    staff =
        district.client.walk("/v3.1/users?role=staff&limit=1000").stream()
            .collect(Collectors.toMap(user -> text(user, "id"), user -> user));
    school = district.ids("schools").getFirst();
  }

  @AfterAll
  static void stop() {
    district.close();
  }

  @Test
  void share_district_has_all_staff_or_only_those_who_teach() {
    district.sandbox.share(new Share.District(true));
    assertThat(shownStaff()).isEqualTo(staff.keySet());
    district.news();

    district.sandbox.share(new Share.District(false));
    assertThat(shownStaff()).isNotEmpty().isEqualTo(staff(ONLY_STAFF.negate()));
    assertThat(district.newsInShort())
        .hasSize(staff(ONLY_STAFF).size())
        .allMatch(event -> event.startsWith("users.deleted"));
  }

  @Test
  void share_schools_has_the_staff_of_these_schools_or_only_those_who_teach() {
    Predicate<JsonNode> here =
        user -> texts(user.path("roles").path("staff").path("schools")).contains(school);

    district.sandbox.share(new Share.Schools(Set.of(school), true));
    assertThat(shownStaff()).containsAll(staff(here));
    assertThat(shownStaff()).doesNotContainAnyElementsOf(staff(ONLY_STAFF.and(here.negate())));

    district.sandbox.share(new Share.Schools(Set.of(school), false));
    assertThat(shownStaff())
        .containsAll(staff(here.and(ONLY_STAFF.negate())))
        .doesNotContainAnyElementsOf(staff(ONLY_STAFF));
  }

  @Test
  void a_rule_shares_staff_without_anybody_else() {
    district.sandbox.share(
        new Share.Rules(List.of(Rule.of("staff", "roles", "is", "School Tech Lead")), List.of()));

    assertThat(shownStaff())
        .isNotEmpty()
        .isEqualTo(
            staff(user ->
                texts(user.path("roles").path("staff").path("roles"))
                    .contains("School Tech Lead")));
    assertThat(district.ids("users?role=student")).isEmpty();
    assertThat(district.ids("sections")).isEmpty();
  }

  @Test
  void staff_have_no_primary_school() {
    district.sandbox.share(new Share.District(true));
    var someone = staff(ONLY_STAFF).iterator().next();

    assertThat(district.ids("users/" + someone + "/schools")).isNotEmpty();
    assertThat(district.ids("users/" + someone + "/schools?primary=true")).isEmpty();
    assertThat(district.ids("schools/" + school + "/users?role=staff&primary=true&limit=1000"))
        .doesNotContainAnyElementsOf(staff(ONLY_STAFF));
  }

  private static Set<String> shownStaff() {
    return Set.copyOf(district.ids("users?role=staff&limit=1000"));
  }

  private static Set<String> staff(Predicate<JsonNode> test) {
    return staff.entrySet().stream()
        .filter(entry -> test.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
