package dev.homeroom.sandbox.journal;

import dev.homeroom.sandbox.codec.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The commands of one sandbox in a file, one line of JSON each, written to the disk before the
 * command runs. An incomplete last line is dropped: its command never ran. While a journal is open,
 * no other process can open it. The file holds tokens and is readable only by its owner. The caller
 * must synchronize access.
 */
public final class CommandJournal implements AutoCloseable {
  private static final String FILE = "history.jsonl";
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER = only("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE = only("rw-------");

  private final Path file;
  private final FileChannel channel;
  private JournalHeader header;
  private final List<JournalEntry> entries = new ArrayList<>();
  private long end;
  private boolean broken;

  private CommandJournal(Path file, FileChannel channel, JournalHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens the journal in a folder, or starts one there.
   *
   * @param wanted the header for this start; an existing journal may have another drift
   * @throws JournalException when it is in use, cannot be read, or belongs to another release or
   *     district
   */
  public static CommandJournal open(Path directory, JournalHeader wanted) throws IOException {
    Files.createDirectories(directory, OWNERS_FOLDER);
    var file = directory.resolve(FILE);
    var channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
            OWNERS_FILE);
    var journal = new CommandJournal(file, channel, wanted);
    try {
      journal.lock();
      journal.load(wanted);
      try (var folder = FileChannel.open(directory)) {
        folder.force(true);
      }
      return journal;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** The header: the district that the commands changed. */
  public JournalHeader header() {
    return header;
  }

  /** The entries that the journal had when it was opened, in their order. */
  public List<JournalEntry> entries() {
    return List.copyOf(entries);
  }

  /** Advice to people for a history that this release cannot continue. */
  public String remedy() {
    return "move %s away to begin with the district as it was at first (the next sync then misses all that happened), or name another folder"
        .formatted(file);
  }

  /**
   * Writes an entry; returns when it is on the disk.
   *
   * @throws UncheckedIOException when it cannot be written; then the journal is unchanged
   */
  public void append(JournalEntry entry) {
    try {
      write(RecordJson.write(entry).toString());
    } catch (IOException e) {
      throw new UncheckedIOException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void write(String line) throws IOException {
    if (broken) {
      throw new IOException("an earlier line could not be taken back; start the sandbox again");
    }
    var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    var position = end;
    try {
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
      channel.force(false);
      end = position;
    } catch (IOException e) {
      broken = true;
      channel.truncate(end);
      broken = false;
      throw e;
    }
  }

  private void lock() throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // this process has the lock: refused below, too
    }
    throw new JournalException(
        "%s is in use by another sandbox; end it first or name another folder".formatted(file));
  }

  private void load(JournalHeader wanted) throws IOException {
    var bytes = Files.readAllBytes(file);
    var lines = new ArrayList<String>();
    var start = 0;
    for (var index = 0; index < bytes.length; index++) {
      if (bytes[index] == '\n') {
        lines.add(new String(bytes, start, index - start, StandardCharsets.UTF_8));
        start = index + 1;
      }
    }
    end = start;
    channel.truncate(end); // an incomplete line never happened
    if (lines.isEmpty()) {
      write(RecordJson.write(wanted).toString());
      return;
    }
    header = read(lines, 0, JournalHeader.class);
    check(wanted);
    for (var number = 1; number < lines.size(); number++) {
      entries.add(read(lines, number, JournalEntry.class));
    }
  }

  private void check(JournalHeader wanted) throws JournalException {
    if (header.format() != wanted.format() || !header.release().equals(wanted.release())) {
      throw new JournalException(
          "%s was written by release %s of Homeroom, and this is %s, which may make another district of it; start that release, or %s"
              .formatted(file, header.release(), wanted.release(), remedy()));
    }
    if (!header.isOfDistrict(wanted)) {
      throw new JournalException(
          "%s is the history of the district with %s, not of that with %s; start it with those flags, or name another folder"
              .formatted(file, header.district(), wanted.district()));
    }
  }

  private <T> T read(List<String> lines, int number, Class<T> type) throws JournalException {
    try {
      return RecordJson.read(type, "line", JsonMapper.shared().readTree(lines.get(number)));
    } catch (IllegalArgumentException | JacksonException e) {
      throw new JournalException(
          "line %d of %s is damaged or of another release; restore the file, or %s"
              .formatted(number + 1, file, remedy()));
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> only(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
