package dev.homeroom.sandbox.roster;

import dev.homeroom.sandbox.district.Level;
import dev.homeroom.sandbox.district.TermKind;

/** The schools and terms by slot. */
public final class Catalog {
  private final Rows schools;
  private final Rows terms;

  Catalog(Rows schools, Rows terms) {
    this.schools = schools;
    this.terms = terms;
  }

  /** The school's level. */
  public Level level(int school) {
    return ((Entry.School) schools.entries[school]).level;
  }

  /** The term's name; the same every year. */
  public String termName(int term) {
    return TermKind.of(at(term).kind).title();
  }

  /** The term's first day, {@code YYYY-MM-DD}. */
  public String termStart(int term) {
    return TermKind.of(at(term).kind).start(at(term).year);
  }

  /** The term's last day, {@code YYYY-MM-DD}. */
  public String termEnd(int term) {
    return TermKind.of(at(term).kind).end(at(term).year);
  }

  private Entry.Term at(int term) {
    return (Entry.Term) terms.entries[term];
  }
}
