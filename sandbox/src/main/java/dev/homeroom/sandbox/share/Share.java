package dev.homeroom.sandbox.share;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a district shares with the app: one of Clever's five sharing types, or nothing yet
 * (sandbox/CLEVER.md 6.1). Ids are Clever's 24 hex digits.
 */
public sealed interface Share {

  /** Nothing: every list is empty, but the district itself answers. */
  record Nothing() implements Share {}

  /** Everything, now and later; users who are nothing but staff only if they are included. */
  record District(boolean includeAllStaff) implements Share {}

  /**
   * What is linked to these schools, now and later.
   *
   * @param includeAllStaff whether the staff of these schools is shared too
   */
  record Schools(Set<String> ids, boolean includeAllStaff) implements Share {
    /** Copies the ids. */
    public Schools {
      ids = Set.copyOf(ids);
    }
  }

  /** These sections and no others; one that the SIS removes falls out for good. */
  record Sections(Set<String> ids) implements Share {
    /** Copies the ids. */
    public Sections {
      ids = Set.copyOf(ids);
    }
  }

  /** What matches, now and later. */
  record Rules(Matching matching) implements Share {
    /** What any of the rules selects, without what any of the filters does. */
    public Rules(List<Rule> rules, List<Rule> filters) {
      this(new Matching(rules, filters));
    }
  }

  /**
   * Each school's tech leads share for their own school; a school that is not named shares nothing.
   */
  record SchoolSite(Map<String, OfSchool> schools) implements Share {
    /** Copies the map. */
    public SchoolSite {
      schools = Map.copyOf(schools);
    }
  }

  /** What one school shares where School Site Sharing is on; followed like rules. */
  sealed interface OfSchool {}

  /** All of a school, as {@link Schools} would share it. */
  record WholeSchool(boolean includeAllStaff) implements OfSchool {}

  /**
   * What any of the rules selects, without what any of the filters does; for a school only what is
   * linked to it.
   */
  record Matching(List<Rule> rules, List<Rule> filters) implements OfSchool {
    /** Refuses to share by no rule. */
    public Matching {
      rules = List.copyOf(rules);
      filters = List.copyOf(filters);
      if (rules.isEmpty()) {
        throw new IllegalArgumentException(
            "sharing by rules needs a rule at least; to share nothing, choose that instead");
      }
    }
  }

  /** What Clever calls this type of sharing. */
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
