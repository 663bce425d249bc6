package dev.homeroom.server.sync.apply;

import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.RosterCounts;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The result of a run that was applied.
 *
 * @param revision the roster's revision after the run
 * @param changed whether the run raised the revision
 * @param changes counts by type, every type of the contract once
 * @param plan the pending plan after the run
 * @param message what people should know about the run; empty if all is well
 */
public record ApplyResult(
    long revision,
    boolean changed,
    List<ChangeCounts> changes,
    RosterCounts counts,
    Optional<UUID> plan,
    String message) {}
