package dev.homeroom.server.record;

import dev.homeroom.clever.record.ObjectId;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the values of a row, one after the other in the order of the columns. */
public interface RowWriter {

  /** Writes a text. */
  void text(@Nullable String value);

  /** Writes a day. */
  void date(@Nullable LocalDate value);

  /** Writes an id. */
  void id(@Nullable ObjectId value);

  /** Writes a truth value. */
  void flag(boolean value);

  /** Writes a set of ids: sorted, each once. */
  void idSet(List<ObjectId> values);

  /** Writes ids in the given order. */
  void ids(List<ObjectId> values);

  /** Writes texts in the given order; null stays null. */
  void texts(List<? extends @Nullable String> values);

  /** Writes null, for a value or an array. */
  void nothing();
}
