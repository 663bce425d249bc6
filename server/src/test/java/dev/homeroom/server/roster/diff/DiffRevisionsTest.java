package dev.homeroom.server.roster.diff;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.Refused;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.DiffRevisionsResponse;
import dev.homeroom.v1.RosterChangeKind;
import dev.homeroom.v1.RosterDifference;
import dev.homeroom.v1.RosterDifferenceCounts;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Differences of revisions, against rosters that a client read while they were so. */
final class DiffRevisionsTest {
  private static final Map<Long, Map<String, Message>> SEEN = new TreeMap<>();

  @SuppressWarnings("NullAway.Init")
  private static RosterFixture fixture;

  @SuppressWarnings("NullAway.Init")
  private static User renamed;

  /** In revision 3 one user is renamed; in 4 the name is back, and one who had left is. */
  @BeforeAll
  static void live() {
    fixture = RosterFixture.students(40, 21);
    SEEN.put(1L, fixture.roster());
    fixture.clever.drift(10);
    see();
    var users = RosterFixture.of(fixture.roster(), User.class);
    renamed = users.getFirst();
    var left = id(users.getLast().getName());
    fixture.clever.apply(
        new RosterChange.RenameUser(id(renamed.getName()), "Grace", "Hopper"),
        new RosterChange.Remove(RecordType.USERS, left));
    see();
    fixture.clever.apply(
        new RosterChange.RenameUser(
            id(renamed.getName()),
            renamed.getFullName().getFirst(),
            renamed.getFullName().getLast()),
        new RosterChange.Restore(RecordType.USERS, left));
    see();
    fixture.clever.drift(6);
    see();
  }

  @AfterAll
  static void stop() {
    fixture.close();
    SEEN.clear();
  }

  @TestFactory
  Stream<DynamicTest> any_two_revisions_differ_in_what_a_client_sees_of_them() {
    assertThat(SEEN).hasSize(5);
    return SEEN.keySet().stream()
        .flatMap(from -> SEEN.keySet().stream().filter(to -> to >= from).map(to -> pair(from, to)));
  }

  private static DynamicTest pair(long from, long to) {
    return DynamicTest.dynamicTest(
        from + " to " + to,
        () -> {
          var expected = differences(seen(from), seen(to));
          var pages = pages(from, to, 7);
          var found = pages.stream().flatMap(page -> page.getDifferencesList().stream()).toList();

          assertThat(found)
              .extracting(each -> each.getName() + " " + each.getKind())
              .containsExactlyInAnyOrderElementsOf(expected)
              .doesNotHaveDuplicates();
          assertThat(found)
              .isSortedAccordingTo(
                  Comparator.comparingInt(RosterDifference::getTypeValue)
                      .thenComparing(RosterDifference::getName))
              .allMatch(each ->
                  each.getChangedFieldsList().isEmpty()
                      == (each.getKind() != RosterChangeKind.ROSTER_CHANGE_KIND_CHANGED));
          assertThat(pages).allMatch(page -> page.getDifferencesCount() <= 7);
          assertCounted(pages, found);
        });
  }

  private static void assertCounted(
      List<DiffRevisionsResponse> pages, List<RosterDifference> found) {
    var counts = pages.getFirst().getCountsList();
    assertThat(counts)
        .extracting(RosterDifferenceCounts::getTypeValue)
        .containsExactly(1, 2, 3, 4, 5, 6);
    for (var each : counts) {
      assertThat(List.of(each.getEntered(), each.getChanged(), each.getLeft()))
          .as("%s", each.getType())
          .containsExactly(
              count(found, each, RosterChangeKind.ROSTER_CHANGE_KIND_ENTERED),
              count(found, each, RosterChangeKind.ROSTER_CHANGE_KIND_CHANGED),
              count(found, each, RosterChangeKind.ROSTER_CHANGE_KIND_LEFT));
    }
    assertThat(pages.subList(1, pages.size())).allMatch(page -> page.getCountsCount() == 0);
  }

  @Test
  void a_change_names_the_fields_and_no_values() {
    var difference =
        pages(2, 3, 1000).getFirst().getDifferencesList().stream()
            .filter(each -> each.getName().equals(renamed.getName()))
            .findFirst()
            .orElseThrow();

    assertThat(difference.getChangedFieldsList())
        .containsExactly("full_name.first", "full_name.last");
    assertThat(difference.toString()).doesNotContain("Hopper");
  }

  @Test
  void what_is_the_same_again_does_not_differ() {
    assertThat(pages(2, 4, 1000).getFirst().getDifferencesList()).isEmpty();
  }

  @Test
  void pages_go_on_to_the_revision_that_was_newest_at_the_first() {
    try (var other = RosterFixture.students(20, 8)) {
      other.clever.drift(30);
      other.sync();
      var request =
          DiffRevisionsRequest.newBuilder()
              .setParent(other.district)
              .setFromRevision(1)
              .setPageSize(1);
      var whole = other.app().diffRevisions(request.clone().setPageSize(1000).build());
      var page = other.app().diffRevisions(request.build());
      var section = RosterFixture.of(other.roster(), Section.class).getFirst().getName();
      other.clever.apply(new RosterChange.RenameSection(id(section), "Later"));
      assertThat(other.sync()).isEqualTo(3);

      var paged = new ArrayList<>(page.getDifferencesList());
      while (!page.getNextPageToken().isEmpty()) {
        page = other.app().diffRevisions(request.setPageToken(page.getNextPageToken()).build());
        assertThat(page.getToRevision()).isEqualTo(2);
        paged.addAll(page.getDifferencesList());
      }
      assertThat(paged).isEqualTo(whole.getDifferencesList()).hasSizeGreaterThan(2);
    }
  }

  @TestFactory
  Stream<DynamicTest> revisions_that_cannot_be_compared_are_refused() {
    var token = pages(1, 2, 1).getFirst().getNextPageToken();
    return Stream.of(
        refused("from nothing", "INVALID_FIELD", request(0, 2)),
        refused("backwards", "INVALID_FIELD", request(3, 2)),
        refused("to a negative one", "INVALID_FIELD", request(3, -1)),
        refused("from one to come", "REVISION_IN_FUTURE", request(6, 0)),
        refused("to one to come", "REVISION_IN_FUTURE", request(1, 6)),
        refused("with another's token", "PAGE_TOKEN_INVALID", request(1, 3).setPageToken(token)));
  }

  private static DynamicTest refused(
      String which, String reason, DiffRevisionsRequest.Builder request) {
    return DynamicTest.dynamicTest(
        which,
        () ->
            assertThat(Refused.by(() -> fixture.app().diffRevisions(request.build())).reason())
                .isEqualTo(reason));
  }

  private static void see() {
    SEEN.put(fixture.sync(), fixture.roster());
  }

  private static Map<String, Message> seen(long revision) {
    return requireNonNull(SEEN.get(revision));
  }

  private static List<String> differences(Map<String, Message> from, Map<String, Message> to) {
    var names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    var found = new ArrayList<String>();
    for (var name : names) {
      var before = from.get(name);
      var after = to.get(name);
      if (before == null) {
        found.add(name + " ROSTER_CHANGE_KIND_ENTERED");
      } else if (after == null) {
        found.add(name + " ROSTER_CHANGE_KIND_LEFT");
      } else if (!before.equals(after)) {
        found.add(name + " ROSTER_CHANGE_KIND_CHANGED");
      }
    }
    return found;
  }

  private static List<DiffRevisionsResponse> pages(long from, long to, int size) {
    var pages = new ArrayList<DiffRevisionsResponse>();
    var request = request(from, to).setPageSize(size);
    do {
      pages.add(fixture.app().diffRevisions(request.build()));
      request.setPageToken(pages.getLast().getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return pages;
  }

  private static DiffRevisionsRequest.Builder request(long from, long to) {
    return DiffRevisionsRequest.newBuilder()
        .setParent(fixture.district)
        .setFromRevision(from)
        .setToRevision(to);
  }

  private static long count(
      List<RosterDifference> found, RosterDifferenceCounts of, RosterChangeKind kind) {
    return found.stream()
        .filter(each -> each.getType() == of.getType() && each.getKind() == kind)
        .count();
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
