package dev.homeroom.sandbox.district;

/**
 * The growth of columns: by an eighth, so that a few new records do not double a large district.
 */
final class ColumnGrowth {
  private ColumnGrowth() {}

  /** Returns a length with room for more than this many elements. */
  static int beyond(int count) {
    return count + Math.max(16, count / 8);
  }
}
