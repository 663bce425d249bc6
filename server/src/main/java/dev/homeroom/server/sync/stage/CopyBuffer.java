package dev.homeroom.server.sync.stage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.record.RosterModel;
import dev.homeroom.server.record.RowWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the binary form of Postgres's COPY (https://www.postgresql.org/docs/18/sql-copy.html,
 * "Binary Format"). A row begins with stage, sequence and id, and ends with the hash of the values
 * in between. Reused from page to page; for one thread.
 */
public final class CopyBuffer implements RowWriter {
  /** Raised with each release that maps records differently, so that all rows are written again. */
  public static final short MAPPING_VERSION = 1;

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int BYTEA = 17;
  private static final int TEXT = 25;
  private static final long POSTGRES_EPOCH = LocalDate.of(2000, 1, 1).toEpochDay();
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = Arrays.copyOf(HEADER, 1 << 16);
  private int end = HEADER.length;
  private int row;
  private int content;
  private int columns;
  private int rows;
  private final List<Noted> noted = new ArrayList<>();

  /** A row of a record with fields that were not taken as Clever sent them. */
  record Noted(ObjectId id, long sequence, Flaws flaws) {}

  private void note(ObjectId id, long sequence, Flaws flaws) {
    if (!flaws.isEmpty()) {
      noted.add(new Noted(id, sequence, flaws));
    }
  }

  /** The noted rows since the buffer was last cleared. */
  List<Noted> noted() {
    return noted;
  }

  /** Returns the hash of a row with these values, which are in the order of the columns. */
  static long hash(Iterable<? extends @Nullable Object> values) {
    var row = new CopyBuffer();
    int from = row.end;
    for (var value : values) {
      switch (value) {
        case null -> row.nothing();
        case Boolean flag -> row.flag(flag);
        case String text -> row.text(text);
        case LocalDate date -> row.date(date);
        case byte[] id -> row.id(ObjectId.from(ByteBuffer.wrap(id)));
        case byte[][] ids ->
            row.ids(Arrays.stream(ids).map(id -> ObjectId.from(ByteBuffer.wrap(id))).toList());
        case String[] texts -> row.texts(Arrays.<@Nullable String>asList(texts));
        default -> throw new IllegalArgumentException("no column holds " + value.getClass());
      }
    }
    return ContentHash.of(row.bytes, from, row.end, MAPPING_VERSION);
  }

  /**
   * The content, ready to be copied: header, rows and, once finished, the trailer. Only the first
   * {@link #length} bytes count.
   */
  byte[] bytes() {
    return bytes;
  }

  /** The number of bytes that count. */
  int length() {
    return end;
  }

  int rows() {
    return rows;
  }

  /**
   * Adds a row. Raise {@link #MAPPING_VERSION} with every change to how a record is written.
   *
   * @param sequence among several rows of one id, the one with the highest sequence counts
   */
  public void add(long stage, long sequence, CleverRecord record) {
    begin(stage, sequence, record.id());
    note(record.id(), sequence, record.flaws());
    RosterModel.write(record, this);
    end();
  }

  /** Removes all rows and notes. */
  public void clear() {
    end = HEADER.length;
    rows = 0;
    noted.clear();
  }

  private void begin(long stage, long sequence, ObjectId id) {
    room(64);
    row = end;
    end += 2;
    columns = 0;
    number(stage);
    number(sequence);
    id(id);
    content = end;
  }

  /** Ends the row with the hash of its values. */
  private void end() {
    number(ContentHash.of(bytes, content, end, MAPPING_VERSION));
    bytes[row] = (byte) (columns >>> 8);
    bytes[row + 1] = (byte) columns;
    rows++;
  }

  /** Ends the content with the trailer. */
  public void finish() {
    room(2);
    bytes[end++] = (byte) 0xff;
    bytes[end++] = (byte) 0xff;
  }

  void number(long value) {
    columns++;
    room(12);
    putInt(8);
    LONGS.set(bytes, end, value);
    end += 8;
  }

  @Override
  public void flag(boolean value) {
    columns++;
    room(5);
    putInt(1);
    bytes[end++] = (byte) (value ? 1 : 0);
  }

  @Override
  public void text(@Nullable String value) {
    columns++;
    if (value == null) {
      missing();
    } else {
      element(value);
    }
  }

  @Override
  public void date(@Nullable LocalDate value) {
    columns++;
    if (value == null) {
      missing();
      return;
    }
    room(8);
    putInt(4);
    putInt(Math.toIntExact(value.toEpochDay() - POSTGRES_EPOCH));
  }

  @Override
  public void id(@Nullable ObjectId value) {
    columns++;
    if (value == null) {
      missing();
    } else {
      element(value);
    }
  }

  @Override
  public void idSet(List<ObjectId> values) {
    ids(sortedSet(values));
  }

  @Override
  public void ids(List<ObjectId> values) {
    columns++;
    room(32 + values.size() * (4 + ObjectId.BYTES));
    int at = array(BYTEA, values.size());
    for (var value : values) {
      element(value);
    }
    INTS.set(bytes, at, end - at - 4);
  }

  @Override
  public void texts(List<? extends @Nullable String> values) {
    columns++;
    room(32);
    int at = array(TEXT, values.size());
    for (var value : values) {
      if (value == null) {
        INTS.set(bytes, at + 8, 1);
        missing();
      } else {
        element(value);
      }
    }
    INTS.set(bytes, at, end - at - 4);
  }

  @Override
  public void nothing() {
    columns++;
    missing();
  }

  /** Starts an array; returns the position of its length. */
  private int array(int elementType, int size) {
    int at = end;
    end += 4;
    putInt(size == 0 ? 0 : 1);
    putInt(0);
    putInt(elementType);
    if (size > 0) {
      putInt(size);
      putInt(1);
    }
    return at;
  }

  private void missing() {
    room(4);
    putInt(-1);
  }

  private void element(ObjectId value) {
    room(4 + ObjectId.BYTES);
    putInt(ObjectId.BYTES);
    LONGS.set(bytes, end, value.high());
    INTS.set(bytes, end + 8, value.low());
    end += ObjectId.BYTES;
  }

  private void element(String value) {
    int length = value.length();
    room(4 + length);
    int at = end + 4;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        encoded(value);
        return;
      }
      bytes[at + i] = (byte) c;
    }
    putInt(length);
    end += length;
  }

  private void encoded(String value) {
    var utf8 = value.getBytes(UTF_8);
    room(4 + utf8.length);
    putInt(utf8.length);
    System.arraycopy(utf8, 0, bytes, end, utf8.length);
    end += utf8.length;
  }

  private void putInt(int value) {
    INTS.set(bytes, end, value);
    end += 4;
  }

  private void room(int more) {
    if (end + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
    }
  }

  private static List<ObjectId> sortedSet(List<ObjectId> values) {
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i - 1).compareTo(values.get(i)) >= 0) {
        return values.stream().sorted().distinct().toList();
      }
    }
    return values;
  }
}
