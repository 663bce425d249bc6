package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Edits a copy of the columns of schools, terms and courses. */
final class CatalogEditor {
  private byte[] levels;
  private byte[] termKinds;
  private short[] termYears;
  final Map<Integer, String> schoolNames;
  final Map<Integer, String> courseNames;

  CatalogEditor(Catalog catalog) {
    this.levels = catalog.levels;
    this.termKinds = catalog.termKinds;
    this.termYears = catalog.termYears;
    this.schoolNames = new HashMap<>(catalog.schoolNames);
    this.courseNames = new HashMap<>(catalog.courseNames);
  }

  Level level(int school) {
    return Level.ofNumber(levels[school]);
  }

  void appendSchool(Level level) {
    levels = Arrays.copyOf(levels, levels.length + 1);
    levels[levels.length - 1] = level.number();
  }

  /** Appends a term of the same kind as another, for a school year. */
  void appendTerm(int like, int year) {
    termKinds = Arrays.copyOf(termKinds, termKinds.length + 1);
    termYears = Arrays.copyOf(termYears, termYears.length + 1);
    termKinds[termKinds.length - 1] = termKinds[like];
    termYears[termYears.length - 1] = (short) year;
  }

  int termYear(int term) {
    return termYears[term];
  }

  Catalog build() {
    return new Catalog(
        levels, termKinds, termYears, Map.copyOf(schoolNames), Map.copyOf(courseNames));
  }
}
