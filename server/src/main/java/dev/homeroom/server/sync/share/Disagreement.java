package dev.homeroom.server.sync.share;

import dev.homeroom.v1.ShareFindingKind;
import java.util.List;

/**
 * Something that a share and Clever disagree about, as the contract tells it.
 *
 * @param error whether it has to be settled before the roster counts as valid
 * @param samples at most {@link #SAMPLES}
 */
record Disagreement(
    ShareFindingKind kind, boolean error, long count, List<String> samples, String explanation) {
  static final String PREFIX = "SHARE_FINDING_KIND_";
  static final int SAMPLES = 10;
}
