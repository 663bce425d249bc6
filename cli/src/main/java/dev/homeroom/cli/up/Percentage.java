package dev.homeroom.cli.up;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A percentage, written as {@code 3%} or {@code 3}.
 *
 * @param text as typed, 0% to 50%
 */
record Percentage(String text) {
  private static final int MOST = 50;
  private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%?");

  /** Reads a percentage from a command line. */
  static final class Reader implements ITypeConverter<Percentage> {
    @Override
    public Percentage convert(String text) {
      var match = FORM.matcher(text);
      if (!match.matches() || Double.parseDouble(match.group(1)) > MOST) {
        throw new TypeConversionException("'" + text + "' is no percentage from 0% to 50%");
      }
      return new Percentage(text);
    }
  }
}
