package dev.homeroom.server.sharing;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.sharing.DeclaredShare.OnUndeclared;
import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.UndeclaredPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Checks the sharing in a request, field by field. */
public final class SharingFields {
  private static final int MOST_SCHOOLS = 2000;

  /** A refusal travels in the headers of an answer, which hold only a few kilobytes. */
  private static final int MOST_VIOLATIONS = 20;

  private final String path;
  private final List<Violation> found = new ArrayList<>();

  private SharingFields(String path) {
    this.path = path;
  }

  /**
   * Reads a sharing.
   *
   * @param path its place in the request, for example {@code spec.sharing}
   * @param violations receives the violations: at most the first 20, and the number of further ones
   * @return empty if there is a violation
   */
  public static Optional<DeclaredShare> read(
      String path, Sharing sharing, Collection<Violation> violations) {
    var fields = new SharingFields(path);
    var share = fields.share(sharing);
    fields.addTo(violations);
    return fields.found.isEmpty() ? share : Optional.empty();
  }

  /** Reads ids of sections, at least one. */
  public static SortedSet<CleverId> sections(
      String path, List<String> ids, Collection<Violation> violations) {
    var fields = new SharingFields(path);
    if (ids.isEmpty() || ids.size() > PinnedSections.MOST) {
      fields.found.add(new Violation(path, "must hold 1 to " + PinnedSections.MOST + " ids"));
    }
    var sections = ids(path, ids, fields.found);
    fields.addTo(violations);
    return sections;
  }

  private void addTo(Collection<Violation> violations) {
    found.stream().limit(MOST_VIOLATIONS).forEach(violations::add);
    if (found.size() > MOST_VIOLATIONS) {
      violations.add(
          new Violation(path, "has " + (found.size() - MOST_VIOLATIONS) + " more such mistakes"));
    }
  }

  private Optional<DeclaredShare> share(Sharing sharing) {
    requireFitting(sharing);
    boolean staff = sharing.getIncludeAllStaff();
    var policy = policy(sharing.getOnUndeclared());
    if (sharing.getConfirmation() == ConfirmationPolicy.UNRECOGNIZED) {
      wrong("confirmation", "must be MANUAL, AUTOMATIC or unspecified");
    }
    var schools = ids("schools", sharing.getSchoolsList(), MOST_SCHOOLS);
    var sections = ids("sections", sharing.getSectionsList(), PinnedSections.MOST);
    return switch (sharing.getType()) {
      case SHARING_TYPE_DISTRICT -> Optional.of(new DeclaredShare.District(staff, policy));
      case SHARING_TYPE_SCHOOLS -> {
        if (sharing.getSchoolsCount() == 0) {
          wrong(
              "schools",
              "needs at least one school's id with type SCHOOLS; the district's admin sees which"
                  + " are shared in Clever");
        }
        yield Optional.of(new DeclaredShare.Schools(schools, staff, policy));
      }
      case SHARING_TYPE_SECTIONS ->
          Optional.of(
              sharing.getSectionsCount() == 0
                  ? new DeclaredShare.Pinned(Optional.empty(), staff, policy)
                  : new DeclaredShare.Sections(sections, staff, policy));
      case SHARING_TYPE_RULES -> {
        var rules = new RuleFields(path + ".rules", found);
        yield Optional.of(
            new DeclaredShare.Rules(
                rules.include(sharing.getRules().getIncludeList()),
                rules.exclude(sharing.getRules().getExcludeList()),
                staff,
                policy));
      }
      case SHARING_TYPE_SCHOOL_SITE ->
          Optional.of(new DeclaredShare.SchoolSite(schools, staff, policy));
      case SHARING_TYPE_UNSPECIFIED, UNRECOGNIZED -> {
        wrong(
            "type",
            "is required: DISTRICT, SCHOOLS, SECTIONS, RULES or SCHOOL_SITE, whichever is set in"
                + " Clever");
        yield Optional.empty();
      }
    };
  }

  private void requireFitting(Sharing sharing) {
    var type = sharing.getType();
    if (sharing.getSchoolsCount() > 0
        && type != SharingType.SHARING_TYPE_SCHOOLS
        && type != SharingType.SHARING_TYPE_SCHOOL_SITE) {
      wrong(
          "schools",
          "belongs to the types SCHOOLS and SCHOOL_SITE; leave it empty, or change type");
    }
    if (sharing.getSectionsCount() > 0 && type != SharingType.SHARING_TYPE_SECTIONS) {
      wrong("sections", "belongs to the type SECTIONS; leave it empty, or change type");
    }
    if (sharing.hasRules() && type != SharingType.SHARING_TYPE_RULES) {
      wrong("rules", "belong to the type RULES; leave them out, or change type");
    }
    if (sharing.getWithheld()) {
      wrong(
          "withheld",
          "says that an answer left ids out; take the sharing from an answer to a reviewer whose"
              + " grant has no `schools`");
    }
  }

  private OnUndeclared policy(UndeclaredPolicy policy) {
    return switch (policy) {
      case UNDECLARED_POLICY_UNSPECIFIED, UNDECLARED_POLICY_EXCLUDE -> OnUndeclared.EXCLUDE;
      case UNDECLARED_POLICY_WARN -> OnUndeclared.WARN;
      case UNRECOGNIZED -> {
        wrong("on_undeclared", "must be EXCLUDE, WARN or unspecified");
        yield OnUndeclared.EXCLUDE;
      }
    };
  }

  private SortedSet<CleverId> ids(String field, List<String> texts, int most) {
    var ids = ids(path + "." + field, texts, found);
    if (texts.size() > most) {
      wrong(
          field, "holds at most " + most + " ids, not " + texts.size() + "; choose a broader type");
    }
    return ids;
  }

  /** Reads ids; a repeated one is a violation. */
  static SortedSet<CleverId> ids(String path, List<String> texts, List<Violation> found) {
    var ids = new TreeSet<CleverId>();
    for (int i = 0; i < texts.size(); i++) {
      var at = path + "[" + i + "]";
      var id = CleverId.parse(texts.get(i));
      if (id.isEmpty()) {
        found.add(
            new Violation(
                at,
                "must be an id of Clever: 24 lower-case hexadecimal digits, for example"
                    + " 58da8c63d7dc0ca0680004ac"));
      } else if (!ids.add(id.get())) {
        found.add(new Violation(at, "stands in the list before; name each once"));
      }
    }
    return ids;
  }

  private void wrong(String field, String description) {
    found.add(new Violation(path + "." + field, description));
  }
}
