package dev.homeroom.sandbox.wire;

import java.time.LocalDate;

/** Writes Clever's timestamps without a formatter, since a page has thousands. */
final class Timestamps {
  private static final int SECONDS_PER_DAY = 86_400;

  private Timestamps() {}

  /** Writes the 24 bytes of {@code YYYY-MM-DDTHH:MM:SS.sssZ}. */
  static void write(byte[] target, int seconds, int millis) {
    var date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY));
    var time = Math.floorMod(seconds, SECONDS_PER_DAY);
    digits(target, 0, 4, date.getYear());
    target[4] = '-';
    digits(target, 5, 2, date.getMonthValue());
    target[7] = '-';
    digits(target, 8, 2, date.getDayOfMonth());
    target[10] = 'T';
    digits(target, 11, 2, time / 3600);
    target[13] = ':';
    digits(target, 14, 2, time / 60 % 60);
    target[16] = ':';
    digits(target, 17, 2, time % 60);
    target[19] = '.';
    digits(target, 20, 3, millis);
    target[23] = 'Z';
  }

  private static void digits(byte[] target, int offset, int count, int value) {
    var left = value;
    for (var position = offset + count - 1; position >= offset; position--) {
      target[position] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }
}
