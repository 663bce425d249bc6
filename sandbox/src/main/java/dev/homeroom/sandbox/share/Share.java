package dev.homeroom.sandbox.share;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of its data that a district shares with the app: one of Clever's five sharing types, or
 * nothing yet (sandbox/CLEVER.md 6.1). Ids are Clever's 24 hex digits.
 */
public sealed interface Share {

  /** Nothing: every list is empty, but the district itself can be read. */
  record Nothing() implements Share {}

  /**
   * Everything, now and later; users who are only staff are covered only if all staff is included.
   */
  record District(boolean includeAllStaff) implements Share {}

  /**
   * Everything that is linked to these schools, now and later.
   *
   * @param includeAllStaff whether the staff of these schools is shared too
   */
  record Schools(Set<String> ids, boolean includeAllStaff) implements Share {
    /** Copies the ids. */
    public Schools {
      ids = Set.copyOf(ids);
    }
  }

  /** Exactly these sections; one that the SIS removes leaves the share for good. */
  record Sections(Set<String> ids) implements Share {
    /** Copies the ids. */
    public Sections {
      ids = Set.copyOf(ids);
    }
  }

  /** Everything that any of the rules matches and no filter does, now and later. */
  record Rules(List<Rule> rules, List<Rule> filters) implements Share {
    /** Refuses an empty list of rules. */
    public Rules {
      var matching = new Matching(rules, filters);
      rules = matching.rules();
      filters = matching.filters();
    }
  }

  /**
   * Shares that each school's tech leads define for their own school; a school without an entry
   * shares nothing.
   */
  record SchoolSite(Map<String, OfSchool> schools) implements Share {
    /** Copies the map. */
    public SchoolSite {
      schools = Map.copyOf(schools);
    }
  }

  /** The share of one school under School Site Sharing; it follows later changes, as rules do. */
  sealed interface OfSchool {}

  /** All of a school, as {@link Schools} would share it. */
  record WholeSchool(boolean includeAllStaff) implements OfSchool {}

  /**
   * The records that any rule selects, except those that any filter selects; for a school only
   * those that are linked to it.
   */
  record Matching(List<Rule> rules, List<Rule> filters) implements OfSchool {
    /** Refuses an empty list of rules. */
    public Matching {
      rules = List.copyOf(rules);
      filters = List.copyOf(filters);
      if (rules.isEmpty()) {
        throw new IllegalArgumentException(
            "sharing by rules needs a rule at least; to share nothing, choose that instead");
      }
    }
  }

  /** Clever's name of this type of sharing. */
  default String title() {
    return switch (this) {
      case Nothing _ -> "no data";
      case District _ -> "Share District";
      case Schools _ -> "Share Schools";
      case Sections _ -> "Share Sections";
      case Rules _ -> "Share by Rules";
      case SchoolSite _ -> "School Site Sharing";
    };
  }
}
