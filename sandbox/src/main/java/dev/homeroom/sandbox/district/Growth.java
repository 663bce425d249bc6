package dev.homeroom.sandbox.district;

/** How columns grow: by an eighth, so that a few new records do not double a large district. */
final class Growth {
  private Growth() {}

  /** A length with room for more than this many elements. */
  static int beyond(int count) {
    return count + Math.max(16, count / 8);
  }
}
