package dev.homeroom.sandbox.district;

import java.util.function.IntUnaryOperator;

/**
 * An endless line of a school's students, ordered by grade; each round has another order within the
 * grade.
 */
public final class StudentOrder {
  private final int[] pool;
  private final IntUnaryOperator grades;
  private final SeededChoices dice;
  private int position;

  /**
   * @param pool the students' slots, which this object reorders
   * @param grades returns the grade number of a user slot
   */
  public StudentOrder(int[] pool, IntUnaryOperator grades, SeededChoices dice) {
    this.pool = pool;
    this.grades = grades;
    this.dice = dice;
    this.position = pool.length;
  }

  /** The number of students in a round; no more can be taken at once. */
  public int length() {
    return pool.length;
  }

  /**
   * Takes the next students of the line, each of them once.
   *
   * @param stamps by user slot; a student with this stamp was already taken
   */
  public int[] take(int count, int[] stamps, int stamp) {
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
      starts[grades.applyAsInt(student) + 1]++;
    }
    for (var grade = 1; grade < starts.length; grade++) {
      starts[grade] += starts[grade - 1];
    }
    var unsorted = pool.clone();
    for (var student : unsorted) {
      pool[starts[grades.applyAsInt(student)]++] = student;
    }
    position = 0;
  }
}
