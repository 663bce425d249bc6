package dev.homeroom.cli.share;

import dev.homeroom.cli.client.Names;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.LabelledText;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.ShareChange;
import dev.homeroom.v1.ShareFinding;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.UndeclaredPolicy;
import java.util.List;
import java.util.stream.Collectors;

/** Shows a district's share on one screen: declared, computed, left out, confirmed, changed. */
final class ShareScreen {
  private final DistrictState state;
  private final Share share;
  private final Sharing declared;
  private final LabelledText sheet;

  private ShareScreen(DistrictState state, int columns) {
    this.state = state;
    this.share = state.getShare();
    this.declared = state.getSpec().getSharing();
    this.sheet = new LabelledText(columns);
  }

  /**
   * Returns the lines of the screen.
   *
   * @param changes the last changes of the share, the newest first
   */
  static List<String> of(DistrictState state, List<ShareChange> changes, int columns) {
    var screen = new ShareScreen(state, columns);
    screen.title();
    screen.declared();
    screen.computed();
    screen.findings();
    new AgreedSharing(screen.share, screen.declared).rows(screen.sheet);
    screen.changes(changes);
    screen.waiting();
    screen.next();
    return screen.sheet.lines();
  }

  private void title() {
    var name = state.getName().replaceFirst("/state$", "");
    sheet.line(
        state.getDisplayName().isEmpty() ? name : state.getDisplayName() + " (" + name + ")");
    sheet.line("");
  }

  private void declared() {
    sheet.rows("declared", SharingWords.of(declared));
  }

  private void computed() {
    if (share.getDigest().isEmpty()) {
      sheet.row("covers", "not known before the first sync that succeeds");
      return;
    }
    sheet.row(
        "covers",
        "%s (revision %,d)".formatted(ShareSizes.of(share.getCovered()), share.getRevision()));
    var followed = share.getConflict() ? share.getConfirmed().getSharing() : declared;
    if (followed.getOnUndeclared() == UndeclaredPolicy.UNDECLARED_POLICY_WARN) {
      sheet.row("uncovered", ShareSizes.of(share.getUndeclared()) + ", kept in the roster");
    } else {
      sheet.row("left out", ShareSizes.of(share.getUndeclared()));
    }
    sheet.row("digest", share.getDigest());
  }

  private void findings() {
    for (var finding : share.getFindingsList()) {
      sheet.row(
          WireWords.word(finding.getSeverity()),
          "%s (%,d): %s"
              .formatted(
                  WireWords.constant(finding.getKind()),
                  finding.getCount(),
                  finding.getExplanation()));
      samples(finding);
    }
  }

  private void samples(ShareFinding finding) {
    if (finding.getSamplesCount() == 0) {
      return;
    }
    var names =
        finding.getSamplesList().stream().map(Names::inDistrict).collect(Collectors.joining(", "));
    var more = finding.getCount() - finding.getSamplesCount();
    sheet.row(more > 0 ? "%s and %,d more".formatted(names, more) : names);
  }

  private void changes(List<ShareChange> changes) {
    var lines = changes.stream().map(ShareChangeLine::of).toList();
    sheet.rows("changes", lines.isEmpty() ? List.of("none") : lines);
  }

  private void waiting() {
    if (state.hasPendingPlan()) {
      sheet.row(
          "waiting", "a plan, for a person's decision: " + state.getPendingPlan().getReason());
    }
  }

  private void next() {
    sheet.line("");
    sheet.line("Next:");
    sheet.line("");
    ShareSteps.of(state).forEach(step -> sheet.line("  " + step));
  }
}
