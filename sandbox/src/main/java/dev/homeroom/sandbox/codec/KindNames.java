package dev.homeroom.sandbox.codec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.annotation.JsonNaming;

/** Turns Java names into the words in JSON and on the command line. */
public final class KindNames {
  private KindNames() {}

  /**
   * The word for a kind of record: {@code withdraw-user} for {@code WithdrawUser}, or {@code
   * cut_off} for {@code CutOff} if the keys of its sealed type are in snake case, too.
   */
  public static String ofKind(Class<?> kind) {
    var dash = isSnakeCase(kind) ? "_" : "-";
    return kind.getSimpleName().replaceAll("(?<=.)([A-Z])", dash + "$1").toLowerCase(Locale.ROOT);
  }

  private static boolean isSnakeCase(Class<?> type) {
    return type.isAnnotationPresent(JsonNaming.class)
        || Arrays.stream(type.getInterfaces()).anyMatch(KindNames::isSnakeCase);
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

  /** Returns whether a class is a sealed type or one of its kinds. */
  static boolean hasKind(Class<?> type) {
    return type.isSealed()
        || (type.isRecord() && Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed));
  }
}
