package dev.homeroom.sandbox.district;

/**
 * A seeded stream of choices, and the hash behind it (SplitMix64). Both are plain integer
 * arithmetic, so the same seed gives the same district on every machine and every Java version.
 */
public final class SeededChoices {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** Creates a stream; two streams of one seed differ if their salts differ. */
  public SeededChoices(long seed, long salt) {
    this.state = hash(seed, salt);
  }

  /** Returns a well distributed number that depends only on the two arguments. */
  public static long hash(long seed, long value) {
    return mix(mix(seed + GOLDEN) ^ (value * GOLDEN));
  }

  /** A number from 0 to {@code bound - 1}. */
  public int below(int bound) {
    state += GOLDEN;
    return bounded(mix(state), bound);
  }

  /** A number from 0 (included) to 1 (excluded). */
  public double fraction() {
    state += GOLDEN;
    return (mix(state) >>> 11) * 0x1.0p-53;
  }

  /** Puts the elements from {@code from} to {@code to - 1} in random order. */
  public void shuffle(int[] values, int from, int to) {
    for (var last = to - 1; last > from; last--) {
      var other = from + below(last - from + 1);
      var kept = values[last];
      values[last] = values[other];
      values[other] = kept;
    }
  }

  /** Maps a hash to a number from 0 to {@code bound - 1}. */
  public static int bounded(long hash, int bound) {
    return (int) (((hash >>> 32) * bound) >>> 32);
  }

  /** Returns a number from 0 to {@code bound - 1} that depends only on the other arguments. */
  public static int below(long hash, int purpose, int bound) {
    return bounded(hash(hash, purpose), bound);
  }

  /** Returns the element that a hash and a purpose choose. */
  public static <T> T among(T[] elements, long hash, int purpose) {
    return elements[below(hash, purpose, elements.length)];
  }

  private static long mix(long value) {
    var mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
