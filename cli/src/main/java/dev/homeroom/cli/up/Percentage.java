package dev.homeroom.cli.up;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A share of a whole, written as {@code 3%}.
 *
 * @param text as it was given, 0% to 100%
 */
record Percentage(String text) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,3}(?:\\.\\d+)?)%");

  /** Reads it from a command line. */
  static final class Reader implements ITypeConverter<Percentage> {
    @Override
    public Percentage convert(String text) {
      var match = FORM.matcher(text);
      if (!match.matches() || Double.parseDouble(match.group(1)) > 100) {
        throw new TypeConversionException("'" + text + "' is no percentage from 0% to 100%");
      }
      return new Percentage(text);
    }
  }
}
