package dev.homeroom.clever.record;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A term; any of its values may be missing. */
public record Term(
    ObjectId id,
    @Nullable String name,
    @Nullable LocalDate startDate,
    @Nullable LocalDate endDate,
    Flaws flaws)
    implements CleverRecord {}
