package dev.homeroom.server.rpc;

import com.google.protobuf.ProtocolMessageEnum;

/**
 * Reads and writes enums of the contract in columns, which hold the constants without their prefix
 * and may have been written by a newer release.
 */
public final class StoredEnum {
  private StoredEnum() {}

  /**
   * The constant that a column holds.
   *
   * @param prefix of the enum's constants, as {@code SYNC_STATE_}
   * @return the unspecified constant where this release does not know the column's, so that one row
   *     of a newer release does not spoil an answer
   */
  public static <E extends Enum<E> & ProtocolMessageEnum> E of(
      Class<E> type, String prefix, String column) {
    var constants = type.getEnumConstants();
    for (var each : constants) {
      if (each.name().equals(prefix + column)) {
        return each;
      }
    }
    return constants[0];
  }

  /** The word that a column holds for a constant: its name without the prefix. */
  public static String word(Enum<?> constant, String prefix) {
    return constant.name().substring(prefix.length());
  }
}
