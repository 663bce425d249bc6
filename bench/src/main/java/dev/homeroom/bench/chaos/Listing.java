package dev.homeroom.bench.chaos;

import dev.homeroom.v1.ListCoursesRequest;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The lists of a roster, read page by page, each page from any server. */
enum Listing {
  SCHOOLS {
    @Override
    Page page(RosterServiceBlockingStub stub, String district, int size, String token) {
      var page =
          stub.listSchools(
              ListSchoolsRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(size)
                  .setPageToken(token)
                  .build());
      var rows =
          page.getSchoolsList().stream()
              .map(each -> new Row(each.getName(), ComparableRecord.of(each)));
      return new Page(page.getRevision(), rows.toList(), page.getNextPageToken());
    }
  },
  TERMS {
    @Override
    Page page(RosterServiceBlockingStub stub, String district, int size, String token) {
      var page =
          stub.listTerms(
              ListTermsRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(size)
                  .setPageToken(token)
                  .build());
      var rows =
          page.getTermsList().stream()
              .map(each -> new Row(each.getName(), ComparableRecord.of(each)));
      return new Page(page.getRevision(), rows.toList(), page.getNextPageToken());
    }
  },
  COURSES {
    @Override
    Page page(RosterServiceBlockingStub stub, String district, int size, String token) {
      var page =
          stub.listCourses(
              ListCoursesRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(size)
                  .setPageToken(token)
                  .build());
      var rows =
          page.getCoursesList().stream()
              .map(each -> new Row(each.getName(), ComparableRecord.of(each)));
      return new Page(page.getRevision(), rows.toList(), page.getNextPageToken());
    }
  },
  SECTIONS {
    @Override
    Page page(RosterServiceBlockingStub stub, String district, int size, String token) {
      var page =
          stub.listSections(
              ListSectionsRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(size)
                  .setPageToken(token)
                  .build());
      var rows =
          page.getSectionsList().stream()
              .map(each -> new Row(each.getName(), ComparableRecord.of(each)));
      return new Page(page.getRevision(), rows.toList(), page.getNextPageToken());
    }
  },
  USERS {
    @Override
    Page page(RosterServiceBlockingStub stub, String district, int size, String token) {
      var page =
          stub.listUsers(
              ListUsersRequest.newBuilder()
                  .setParent(district)
                  .setPageSize(size)
                  .setPageToken(token)
                  .build());
      var rows =
          page.getUsersList().stream()
              .map(each -> new Row(each.getName(), ComparableRecord.of(each)));
      return new Page(page.getRevision(), rows.toList(), page.getNextPageToken());
    }
  };

  /** A record: its resource name and its compared values. */
  record Row(String name, String canon) {}

  /**
   * One page.
   *
   * @param next the token of the next page; empty after the last
   */
  record Page(long revision, List<Row> rows, String next) {}

  /**
   * A list that was read to its end.
   *
   * @param revisions the revisions of its pages; one, if all is well
   * @param rows by name, in the order received
   * @param disorder the number of names that are not greater than the one before
   */
  record Whole(Set<Long> revisions, Map<String, String> rows, int disorder) {}

  abstract Page page(RosterServiceBlockingStub stub, String district, int size, String token);

  /**
   * Reads the list.
   *
   * @param stubs supplies a stub for each page
   */
  Whole read(Supplier<RosterServiceBlockingStub> stubs, String district, int size) {
    var revisions = new TreeSet<Long>();
    var rows = new LinkedHashMap<String, String>();
    int disorder = 0;
    var last = "";
    var token = "";
    do {
      var page = page(stubs.get(), district, size, token);
      revisions.add(page.revision());
      for (var row : page.rows()) {
        if (row.name().compareTo(last) <= 0) {
          disorder++;
        }
        last = row.name();
        rows.put(row.name(), row.canon());
      }
      token = page.next();
    } while (!token.isEmpty());
    return new Whole(revisions, rows, disorder);
  }
}
