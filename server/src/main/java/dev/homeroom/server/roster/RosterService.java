package dev.homeroom.server.roster;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.roster.diff.Differences;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.watch.RosterWatches;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.call.Answers;
import dev.homeroom.v1.BatchGetSectionsRequest;
import dev.homeroom.v1.BatchGetSectionsResponse;
import dev.homeroom.v1.BatchGetUsersRequest;
import dev.homeroom.v1.BatchGetUsersResponse;
import dev.homeroom.v1.CountRosterRequest;
import dev.homeroom.v1.CountRosterResponse;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.DiffRevisionsResponse;
import dev.homeroom.v1.District;
import dev.homeroom.v1.GetCourseRequest;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.GetSchoolRequest;
import dev.homeroom.v1.GetSectionRequest;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.GetTermRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListCoursesRequest;
import dev.homeroom.v1.ListCoursesResponse;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.ListDistrictsResponse;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListSchoolsResponse;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListSectionsResponse;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListTermsResponse;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.ListUsersResponse;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SectionRoster;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchRosterResponse;
import io.grpc.stub.StreamObserver;

/** Implements homeroom.v1.RosterService; the proto documents each method. */
public final class RosterService extends RosterServiceGrpc.RosterServiceImplBase {
  private final Roster roster;
  private final BatchGets batches;
  private final SectionRosters sectionRosters;
  private final RosterCount counting;
  private final Districts districts;
  private final Differences differences;
  private final RosterWatches watches;

  /**
   * Reads from the database.
   *
   * @param pages signs page tokens
   * @param watches answers {@code WatchRoster}
   */
  public RosterService(Database database, PageTokens pages, RosterWatches watches) {
    var moments = new Moments(database);
    this.roster = new Roster(moments, pages);
    this.batches = new BatchGets(roster);
    this.sectionRosters = new SectionRosters(roster);
    this.counting = new RosterCount(roster);
    this.districts = new Districts(database, moments, pages);
    this.differences = new Differences(moments, pages);
    this.watches = watches;
  }

  @Override
  public void getDistrict(GetDistrictRequest request, StreamObserver<District> observer) {
    Answers.send(observer, districts.find(request));
  }

  @Override
  public void listDistricts(
      ListDistrictsRequest request, StreamObserver<ListDistrictsResponse> observer) {
    Answers.send(observer, districts.page(request));
  }

  @Override
  public void getSchool(GetSchoolRequest request, StreamObserver<School> observer) {
    Answers.send(observer, roster.find(RecordKind.SCHOOLS, request.getName(), request));
  }

  @Override
  public void listSchools(
      ListSchoolsRequest request, StreamObserver<ListSchoolsResponse> observer) {
    var filter = CatalogFilters.of("filter", ReadRequest.parent(request), request.getFilter());
    var page = roster.page(RecordKind.SCHOOLS, request, filter);
    Answers.send(
        observer,
        ListSchoolsResponse.newBuilder()
            .addAllSchools(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .setNotNewer(page.notNewer())
            .build());
  }

  @Override
  public void getTerm(GetTermRequest request, StreamObserver<Term> observer) {
    Answers.send(observer, roster.find(RecordKind.TERMS, request.getName(), request));
  }

  @Override
  public void listTerms(ListTermsRequest request, StreamObserver<ListTermsResponse> observer) {
    var filter = CatalogFilters.of("filter", ReadRequest.parent(request), request.getFilter());
    var page = roster.page(RecordKind.TERMS, request, filter);
    Answers.send(
        observer,
        ListTermsResponse.newBuilder()
            .addAllTerms(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .setNotNewer(page.notNewer())
            .build());
  }

  @Override
  public void getCourse(GetCourseRequest request, StreamObserver<Course> observer) {
    Answers.send(observer, roster.find(RecordKind.COURSES, request.getName(), request));
  }

  @Override
  public void listCourses(
      ListCoursesRequest request, StreamObserver<ListCoursesResponse> observer) {
    var filter = CatalogFilters.of("filter", ReadRequest.parent(request), request.getFilter());
    var page = roster.page(RecordKind.COURSES, request, filter);
    Answers.send(
        observer,
        ListCoursesResponse.newBuilder()
            .addAllCourses(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .setNotNewer(page.notNewer())
            .build());
  }

  @Override
  public void getSection(GetSectionRequest request, StreamObserver<Section> observer) {
    Answers.send(observer, roster.find(RecordKind.SECTIONS, request.getName(), request));
  }

  @Override
  public void listSections(
      ListSectionsRequest request, StreamObserver<ListSectionsResponse> observer) {
    var filter = SectionFilters.of("filter", ReadRequest.parent(request), request.getFilter());
    var page = roster.page(RecordKind.SECTIONS, request, filter);
    Answers.send(
        observer,
        ListSectionsResponse.newBuilder()
            .addAllSections(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .setNotNewer(page.notNewer())
            .build());
  }

  @Override
  public void getUser(GetUserRequest request, StreamObserver<User> observer) {
    Answers.send(observer, roster.find(RecordKind.USERS, request.getName(), request));
  }

  @Override
  public void listUsers(ListUsersRequest request, StreamObserver<ListUsersResponse> observer) {
    var filter = UserFilters.of("filter", ReadRequest.parent(request), request.getFilter());
    var page = roster.page(RecordKind.USERS, request, filter);
    Answers.send(
        observer,
        ListUsersResponse.newBuilder()
            .addAllUsers(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .setNotNewer(page.notNewer())
            .build());
  }

  @Override
  public void getSectionRoster(
      GetSectionRosterRequest request, StreamObserver<SectionRoster> observer) {
    Answers.send(observer, sectionRosters.find(request));
  }

  @Override
  public void batchGetUsers(
      BatchGetUsersRequest request, StreamObserver<BatchGetUsersResponse> observer) {
    var batch = batches.find(RecordKind.USERS, request.getNamesList(), request);
    Answers.send(
        observer,
        BatchGetUsersResponse.newBuilder()
            .addAllUsers(batch.records())
            .setRevision(batch.revision())
            .build());
  }

  @Override
  public void batchGetSections(
      BatchGetSectionsRequest request, StreamObserver<BatchGetSectionsResponse> observer) {
    var batch = batches.find(RecordKind.SECTIONS, request.getNamesList(), request);
    Answers.send(
        observer,
        BatchGetSectionsResponse.newBuilder()
            .addAllSections(batch.records())
            .setRevision(batch.revision())
            .build());
  }

  @Override
  public void countRoster(
      CountRosterRequest request, StreamObserver<CountRosterResponse> observer) {
    Answers.send(observer, counting.count(request));
  }

  @Override
  public void diffRevisions(
      DiffRevisionsRequest request, StreamObserver<DiffRevisionsResponse> observer) {
    Answers.send(observer, differences.page(request));
  }

  @Override
  public void watchRoster(
      WatchRosterRequest request, StreamObserver<WatchRosterResponse> observer) {
    watches.serve(request, observer);
  }
}
