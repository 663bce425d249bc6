package dev.homeroom.server.sync.share;

import dev.homeroom.v1.ShareFindingKind;
import java.util.List;

/**
 * A disagreement between a share and Clever, as in the contract.
 *
 * @param error true if it has to be settled before the roster counts as valid
 * @param samples at most {@link #SAMPLES}
 */
record Disagreement(
    ShareFindingKind kind, boolean error, long count, List<String> samples, String explanation) {
  static final int SAMPLES = 10;
}
