package dev.homeroom.server.sync.change;

import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.RosterCounts;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a run did to the roster.
 *
 * @param revision the roster's revision after it
 * @param changed whether it raised the revision
 * @param changes per type, every type of the contract once
 * @param plan the plan that is pending after it
 * @param message what people should know of it; empty where all is well
 */
public record Applied(
    long revision,
    boolean changed,
    List<ChangeCounts> changes,
    RosterCounts counts,
    Optional<UUID> plan,
    String message) {}
