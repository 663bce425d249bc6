package dev.homeroom.server.rpc;

import com.google.protobuf.ProtocolMessageEnum;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads and writes enums of the contract as words: a constant's name without the prefix that all
 * constants of its enum have, as {@code FULL} for {@code SYNC_MODE_FULL}. Columns contain words,
 * and a newer release may have written them.
 */
public final class EnumWords {
  private static final String ZERO = "UNSPECIFIED";

  private EnumWords() {}

  /** Returns the word of a constant. */
  public static String word(ProtocolMessageEnum constant) {
    var name = constant.getValueDescriptor().getName();
    return name.substring(prefix(constant).length());
  }

  /**
   * Returns the constant of a word.
   *
   * @return the unspecified constant if this release does not know the word, so that one row of a
   *     newer release does not make a whole answer fail
   */
  public static <E extends Enum<E> & ProtocolMessageEnum> E of(Class<E> type, String word) {
    return find(type, word).orElse(type.getEnumConstants()[0]);
  }

  /**
   * Returns the constant of a word that this release wrote.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static <E extends Enum<E> & ProtocolMessageEnum> E require(Class<E> type, String word) {
    return find(type, word)
        .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " has no " + word));
  }

  private static <E extends Enum<E> & ProtocolMessageEnum> Optional<E> find(
      Class<E> type, String word) {
    var constants = type.getEnumConstants();
    var name = prefix(constants[0]) + word;
    return Arrays.stream(constants).filter(each -> each.name().equals(name)).findFirst();
  }

  /** Every enum of the contract has an unspecified constant with the number 0. */
  private static String prefix(ProtocolMessageEnum constant) {
    var zero = constant.getDescriptorForType().getValue(0).getName();
    return zero.substring(0, zero.length() - ZERO.length());
  }
}
