package dev.homeroom.sandbox.district;

/**
 * An endless line of a school's students, ordered by grade; each round has another order within the
 * grade.
 */
final class StudentOrder {
  private final int[] pool;
  private final byte[] grades;
  private final SeededChoices dice;
  private int position;

  /**
   * @param pool the students' slots, which this object reorders
   * @param grades grade numbers by user slot
   */
  StudentOrder(int[] pool, byte[] grades, SeededChoices dice) {
    this.pool = pool;
    this.grades = grades;
    this.dice = dice;
    this.position = pool.length;
  }

  /** The number of students in a round; no more can be taken at once. */
  int length() {
    return pool.length;
  }

  /**
   * Takes the next students of the line, each of them once.
   *
   * @param stamps by user slot; a student with this stamp was already taken
   */
  int[] take(int count, int[] stamps, int stamp) {
    var taken = new int[count];
    for (var index = 0; index < count; ) {
      if (position == pool.length) {
        lineUp();
      }
      var student = pool[position++];
      if (stamps[student] != stamp) {
        stamps[student] = stamp;
        taken[index++] = student;
      }
    }
    return taken;
  }

  private void lineUp() {
    dice.shuffle(pool, 0, pool.length);
    var starts = new int[Grade.count() + 1];
    for (var student : pool) {
      starts[grades[student] + 1]++;
    }
    for (var grade = 1; grade < starts.length; grade++) {
      starts[grade] += starts[grade - 1];
    }
    var unsorted = pool.clone();
    for (var student : unsorted) {
      pool[starts[grades[student]]++] = student;
    }
    position = 0;
  }
}
