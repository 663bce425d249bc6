package dev.homeroom.server.sync.share;

import static dev.homeroom.server.sync.share.Sharings.covered;
import static dev.homeroom.server.sync.share.Sharings.finding;
import static dev.homeroom.server.sync.share.Sharings.findings;
import static dev.homeroom.server.sync.share.Sharings.ids;
import static dev.homeroom.server.sync.share.Sharings.leftOut;
import static dev.homeroom.server.sync.share.Sharings.seen;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_SCHOOL_SITE_NOT_YET_SHARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What each school's tech lead shares. */
final class SchoolSiteShareTest {
  @Test
  void whichever_schools_are_shared_are_covered_where_none_is_named() {
    try (var district = RosterFixture.sharing(150, 6, _ -> sharing(List.of()))) {
      assertThat(seen(district)).isEqualTo(covered(district, new Share.District(true)));
      assertThat(findings(district)).isEmpty();
      assertThat(leftOut(district)).isEmpty();
    }
  }

  @Test
  void a_school_that_its_tech_lead_has_not_shared_is_told_until_it_is() {
    try (var district =
        RosterFixture.sharing(150, 6, clever -> sharing(ids(clever, RecordType.SCHOOLS)))) {
      var all = ids(district.clever, RecordType.SCHOOLS);
      assertThat(findings(district)).isEmpty();
      var first = all.getFirst();
      district.clever.share(new Share.SchoolSite(Map.of(first, new Share.WholeSchool(true))));
      district.sync();

      var missing = finding(district, SHARE_FINDING_KIND_SCHOOL_SITE_NOT_YET_SHARED).orElseThrow();
      assertThat(missing.getCount()).isEqualTo(all.size() - 1);
      assertThat(missing.getSamplesList())
          .doesNotContain(district.district + "/schools/" + first)
          .hasSameSizeAs(all.subList(1, all.size()));

      district.clever.share(new Share.District(true));
      district.sync();
      assertThat(seen(district))
          .isEqualTo(covered(district, new Share.Schools(Set.copyOf(all), true)));
      assertThat(findings(district)).isEmpty();
    }
  }

  private static Sharing sharing(List<String> schools) {
    return Sharing.newBuilder()
        .setType(SharingType.SHARING_TYPE_SCHOOL_SITE)
        .addAllSchools(schools)
        .build();
  }
}
