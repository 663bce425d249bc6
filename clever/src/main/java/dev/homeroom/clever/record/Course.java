package dev.homeroom.clever.record;

import org.jspecify.annotations.Nullable;

/** A course; belongs to the district, not to a school. */
public record Course(ObjectId id, @Nullable String name, @Nullable String number, Flaws flaws)
    implements CleverRecord {}
