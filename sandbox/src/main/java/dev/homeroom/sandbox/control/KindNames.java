package dev.homeroom.sandbox.control;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Turns Java names into the words in JSON and on the command line. */
public final class KindNames {
  private KindNames() {}

  /** The word for a kind of record: {@code withdraw-user} for {@code WithdrawUser}. */
  public static String ofKind(Class<?> kind) {
    return kind.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** The word for a constant: {@code is_not} for {@code IS_NOT}. */
  public static String ofConstant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kinds of a sealed type by their words; nested sealed types are replaced by their own kinds.
   */
  public static <T> Map<String, Class<? extends T>> kinds(Class<T> sealed) {
    Map<String, Class<? extends T>> kinds = new LinkedHashMap<>();
    leaves(sealed).forEach(kind -> kinds.put(ofKind(kind), kind.asSubclass(sealed)));
    return kinds;
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(KindNames::leaves).distinct()
        : Stream.of(type);
  }

  static String list(Iterable<String> words) {
    return StreamSupport.stream(words.spliterator(), false).collect(Collectors.joining(", "));
  }
}
