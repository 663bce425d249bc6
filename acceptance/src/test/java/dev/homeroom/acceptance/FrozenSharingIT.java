package dev.homeroom.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.share.Share;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.ApproveSharingChangeRequest;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be done with a sharing that was confirmed, by kubectl and by gRPC. */
final class FrozenSharingIT {
  @TempDir Path folder;
  private Lakeside lakeside;
  private TestSis sis;
  private String school;
  private List<String> ours;

  @BeforeEach
  void start() throws Exception {
    lakeside = Lakeside.start(folder);
    sis = new TestSis(lakeside.clever);
    school = sis.school(0);
    ours = sis.sections(school, 6);
    lakeside.clever.share(new Share.Schools(Set.of(school), false));
  }

  @AfterEach
  void stop() throws Exception {
    lakeside.close();
  }

  @Test
  void sections_join_and_ended_ones_may_leave_and_nothing_else_passes() throws Exception {
    lakeside.declare(sections(ours.subList(0, 5)));
    lakeside.confirm();

    assertThat(lakeside.refusalOf(schools(school)))
        .contains("the sharing was confirmed and is frozen");
    assertThat(refusalByGrpc(declared -> declared.setType(SharingType.SHARING_TYPE_DISTRICT)))
        .isEqualTo("SHARING_FROZEN");
    assertThat(lakeside.refusalOf(sections(ours.subList(1, 5)))).contains("frozen");
    assertThat(
            refusalByGrpc(declared ->
                declared
                    .setType(SharingType.SHARING_TYPE_SECTIONS)
                    .addAllSections(ours.subList(1, 5))))
        .isEqualTo("SHARING_FROZEN");

    var before = lakeside.state().getLatestRun().getName();
    lakeside.operator.apply(lakeside.resource(sections(ours)));
    lakeside.afterRunOtherThan(before);
    assertThat(lakeside.sectionsSeen()).isEqualTo(Set.copyOf(ours));

    sis.end(ours.getFirst());
    lakeside.sync();
    lakeside.status(status ->
        !requireNonNull(requireNonNull(status.confirmedSharing()).sections())
            .contains(ours.getFirst()));
    lakeside.operator.apply(lakeside.resource(sections(ours.subList(1, 6))));
    lakeside.operator.condition(Lakeside.NAME, "SharingConfirmed", "True");
  }

  @Test
  void an_approval_lets_the_named_change_pass_and_no_other() throws Exception {
    lakeside.declare(sections(ours));
    lakeside.confirm();

    lakeside
        .sharing()
        .approveSharingChange(
            ApproveSharingChangeRequest.newBuilder()
                .setName(lakeside.district())
                .setFrom(lakeside.state().getShare().getConfirmed().getSharing())
                .setTo(
                    Sharing.newBuilder()
                        .setType(SharingType.SHARING_TYPE_SCHOOLS)
                        .addSchools(school))
                .setReason("They have chosen the whole school.")
                .build());
    lakeside.status(status -> status.approvedSharingChange() != null);

    assertThat(lakeside.refusalOf(schools(sis.school(1)))).contains("frozen");
    var before = lakeside.state().getLatestRun().getName();
    lakeside.operator.apply(lakeside.resource(schools(school)));
    lakeside.afterRunOtherThan(before);
    var status = lakeside.status(each -> each.approvedSharingChange() == null);
    assertThat(requireNonNull(status.confirmedSharing()).type()).isEqualTo("Schools");
    assertThat(lakeside.sectionsSeen()).isEqualTo(sis.sectionsShown());
    assertThat(lakeside.refusalOf(sections(ours))).contains("frozen");
    lakeside.awaitEvents("Normal SharingChangeApproved");
  }

  @Test
  void a_resource_made_anew_or_beside_does_not_escape() throws Exception {
    lakeside.declare(schools(school));
    lakeside.confirm();

    lakeside.operator.apply(lakeside.resource("second", schools(school)));
    assertThat(lakeside.operator.condition("second", "Ready", "False").reason())
        .isEqualTo("DistrictOwned");
    lakeside.operator.kubectl("delete", "dsync", "second", Lakeside.NAME, "--timeout=30s");

    lakeside.operator.apply(lakeside.resource("{type: District}"));
    var frozen = lakeside.operator.condition(Lakeside.NAME, "SharingConfirmed", "False");
    assertThat(frozen.reason()).isEqualTo("SharingFrozen");
    assertThat(lakeside.operator.condition(Lakeside.NAME, "Ready", "False").reason())
        .isEqualTo("SharingFrozen");
    lakeside.awaitEvents("Warning SharingFrozen");

    lakeside.operator.apply(lakeside.resource(schools(school)));
    lakeside.operator.condition(Lakeside.NAME, "SharingConfirmed", "True");
    lakeside.operator.condition(Lakeside.NAME, "Ready", "True");
  }

  @Test
  void a_confirmation_and_an_edit_at_the_same_moment_leave_a_way_on() throws Exception {
    lakeside.declare(schools(school));
    var before = lakeside.state().getLatestRun().getName();
    var share = lakeside.state().getShare();
    var confirmation =
        ConfirmSharingRequest.newBuilder()
            .setName(lakeside.district())
            .setRevision(share.getRevision())
            .setShareDigest(share.getDigest())
            .build();

    try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
      var confirmed = both.submit(tolerant(() -> lakeside.sharing().confirmSharing(confirmation)));
      var edited = both.submit(tolerant(() -> lakeside.refusalOf(sections(ours))));
      confirmed.get();
      edited.get();
    }

    if (lakeside.state().getShare().hasConfirmed()) {
      lakeside.operator.apply(lakeside.resource(schools(school)));
    } else {
      lakeside.afterRunOtherThan(before);
      lakeside.confirm();
    }
    lakeside.operator.condition(Lakeside.NAME, "SharingConfirmed", "True");
    lakeside.operator.condition(Lakeside.NAME, "Ready", "True");
    lakeside.operator.kubectl("delete", "dsync", Lakeside.NAME, "--timeout=30s");
    assertThat(lakeside.operator.find(Lakeside.NAME)).isEmpty();
  }

  /** The reason with which the server refuses this sharing, declared as the resource's owner. */
  private String refusalByGrpc(Consumer<Sharing.Builder> sharing) {
    var state = lakeside.state();
    var spec = state.getSpec().toBuilder();
    spec.clearSharing();
    sharing.accept(spec.getSharingBuilder());
    var request =
        ApplyDistrictRequest.newBuilder()
            .setName(lakeside.district())
            .setSpec(spec)
            .setOwner(state.getOwner())
            .setCleverToken(lakeside.clever.token())
            .build();
    return Refused.by(() -> lakeside.districts(TestServer.OPERATOR).applyDistrict(request))
        .reason();
  }

  /** Either of two that race may be refused. */
  private static Callable<Object> tolerant(Callable<?> call) {
    return () -> {
      try {
        return String.valueOf(call.call());
      } catch (StatusRuntimeException refused) {
        return Refused.of(refused).reason();
      }
    };
  }

  private static String sections(List<String> ids) {
    return "{type: Sections, sections: %s}".formatted(ids);
  }

  private static String schools(String... ids) {
    return "{type: Schools, schools: %s}".formatted(Stream.of(ids).toList());
  }
}
