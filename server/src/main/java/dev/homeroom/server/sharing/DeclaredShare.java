package dev.homeroom.server.sharing;

import dev.homeroom.server.credential.Sha256;
import dev.homeroom.server.db.CleverId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The part of a roster that a district is expected to share, checked and with every default filled
 * in. Equal shares cover the same records of any roster.
 */
public sealed interface DeclaredShare {
  /** Returns whether all staff of the district are covered, with any type. */
  boolean includeAllStaff();

  /** The treatment of uncovered records. */
  OnUndeclared onUndeclared();

  /** The treatment of uncovered records. */
  enum OnUndeclared {
    /** They are left out. */
    EXCLUDE,
    /** They are kept. */
    WARN
  }

  /** Everything that Clever shows. */
  record District(boolean includeAllStaff, OnUndeclared onUndeclared) implements DeclaredShare {}

  /**
   * Chosen schools: these, their sections, and the users with a membership there.
   *
   * @param schools at least one
   */
  record Schools(SortedSet<CleverId> schools, boolean includeAllStaff, OnUndeclared onUndeclared)
      implements DeclaredShare {
    /** Keeps a copy of the set. */
    public Schools {
      schools = sorted(schools);
    }
  }

  /**
   * Chosen sections, each with its school, term, course, teachers and students.
   *
   * @param sections at least one
   */
  record Sections(SortedSet<CleverId> sections, boolean includeAllStaff, OnUndeclared onUndeclared)
      implements DeclaredShare {
    /** Keeps a copy of the set. */
    public Sections {
      sections = sorted(sections);
    }
  }

  /**
   * As {@link Sections}, but with the sections that are pinned when the share is confirmed, and
   * those adopted later.
   *
   * @param sections empty before the confirmation, when every section is covered that Clever shows;
   *     may be an empty set after it
   */
  record Pinned(
      Optional<SortedSet<CleverId>> sections, boolean includeAllStaff, OnUndeclared onUndeclared)
      implements DeclaredShare {
    /** Keeps a copy of the set. */
    public Pinned {
      sections = sections.map(DeclaredShare::sorted);
    }
  }

  /**
   * Everything that any rule of {@code include} matches and no rule of {@code exclude}: sections as
   * with {@link Sections}, and single users.
   *
   * @param include at least one
   */
  record Rules(
      List<ShareRule> include,
      List<ShareRule> exclude,
      boolean includeAllStaff,
      OnUndeclared onUndeclared)
      implements DeclaredShare {
    /** Keeps copies of the lists. */
    public Rules {
      include = List.copyOf(include);
      exclude = List.copyOf(exclude);
    }
  }

  /**
   * The schools that each school's tech lead shares, covered as with {@link Schools}.
   *
   * @param schools the schools that are expected to be shared; empty: any
   */
  record SchoolSite(SortedSet<CleverId> schools, boolean includeAllStaff, OnUndeclared onUndeclared)
      implements DeclaredShare {
    /** Keeps a copy of the set. */
    public SchoolSite {
      schools = sorted(schools);
    }
  }

  /** The type by its name in the database and the contract. */
  default String type() {
    return switch (this) {
      case District _ -> "DISTRICT";
      case Schools _ -> "SCHOOLS";
      case Sections _, Pinned _ -> "SECTIONS";
      case Rules _ -> "RULES";
      case SchoolSite _ -> "SCHOOL_SITE";
    };
  }

  /**
   * The declaration in a fixed form of one line: equal texts for equal declarations, regardless of
   * the pinned sections. Only the type if nothing else is declared.
   */
  default String canonical() {
    var details =
        switch (this) {
          case District _, Pinned _ -> "";
          case Schools schools -> canonical("schools", schools.schools());
          case Sections sections -> canonical("sections", sections.sections());
          case Rules rules -> canonical(" +", rules.include()) + canonical(" -", rules.exclude());
          case SchoolSite site -> canonical("schools", site.schools());
        };
    return type()
        + details
        + (includeAllStaff() ? " all-staff" : "")
        + (onUndeclared() == OnUndeclared.WARN ? " warn" : "");
  }

  /**
   * SHA-256 over everything that decides which records are covered, 64 lower-case hexadecimal
   * digits: changes with the declaration, and with the pinned sections.
   */
  default String fingerprint() {
    var pinned =
        switch (this) {
          case Pinned share -> share.sections().map(DeclaredShare::joined).orElse("none");
          case District _, Schools _, Sections _, Rules _, SchoolSite _ -> "";
        };
    return Sha256.hex(canonical() + "\n" + pinned);
  }

  private static String canonical(String word, Collection<CleverId> ids) {
    return ids.isEmpty() ? "" : " " + word + "=" + joined(ids);
  }

  private static String canonical(String sign, List<ShareRule> rules) {
    return rules.stream().map(rule -> sign + rule.canonical()).collect(Collectors.joining());
  }

  private static String joined(Collection<CleverId> ids) {
    return ids.stream().map(CleverId::toString).collect(Collectors.joining(","));
  }

  private static SortedSet<CleverId> sorted(Collection<CleverId> ids) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(ids));
  }
}
