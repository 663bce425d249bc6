package dev.homeroom.server.rpc;

import com.google.protobuf.ProtocolMessageEnum;

/**
 * Reads and writes enums of the contract in columns. A column contains the constant without its
 * prefix, and a newer release may have written it.
 */
public final class StoredEnum {
  private StoredEnum() {}

  /**
   * The constant in a column.
   *
   * @param prefix of the enum's constants, as {@code SYNC_STATE_}
   * @return the unspecified constant if this release does not know the one in the column, so that
   *     one row of a newer release does not make a whole answer fail
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

  /** The form of a constant in columns: its name without the prefix. */
  public static String word(Enum<?> constant, String prefix) {
    return constant.name().substring(prefix.length());
  }
}
