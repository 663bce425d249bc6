package dev.homeroom.server.credential;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.homeroom.server.file.UnusableFileException;
import dev.homeroom.server.file.WatchedFile;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The server's keys: a Tink keyset of AES-GCM keys in Tink's JSON format. Rotation is Tink's: add a
 * key, make it primary, remove the old one when nothing needs it. Keys for other purposes are
 * derived from them (HKDF, RFC 5869), so that there is one secret to keep and every replica has the
 * same. The keyset of a watched file follows the file.
 */
public final class Keyset {
  private static final int DERIVED_BYTES = 32;

  private final Supplier<Keys> keys;

  private Keyset(Supplier<Keys> keys) {
    this.keys = keys;
  }

  /** The content of a keyset file. */
  private record Keys(KeysetHandle handle, Aead aead, ConcurrentMap<String, List<byte[]>> derived) {
    static Keys of(KeysetHandle handle) throws GeneralSecurityException {
      var aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
      var keys = new Keys(handle, aead, new ConcurrentHashMap<>());
      for (var key : keys.enabled()) {
        material(key);
      }
      return keys;
    }

    List<Key> enabled() {
      var keys = new ArrayList<Key>();
      keys.add(handle.getPrimary().getKey());
      for (int i = 0; i < handle.size(); i++) {
        var entry = handle.getAt(i);
        if (!entry.isPrimary() && entry.getStatus().equals(KeyStatus.ENABLED)) {
          keys.add(entry.getKey());
        }
      }
      return keys;
    }

    @Override
    public String toString() {
      return "Keys[***]";
    }
  }

  /** Generates a keyset of one AES-256-GCM key, as the text of a keyset file. */
  public static String generate() {
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(
              PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()),
          RegistryConfiguration.get(),
          InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this Java cannot make an AES-GCM key", failure);
    }
  }

  /**
   * Reads a keyset file once.
   *
   * @throws KeysetException if it is missing, or not a keyset of AES-GCM keys
   */
  public static Keyset load(Path file) {
    var read = read(file, Clock.systemUTC()).current();
    return new Keyset(() -> read);
  }

  /** The keys of a file from {@link #watched}; they follow its changes. */
  public static Keyset of(WatchedFile<?> file) {
    return new Keyset(() -> (Keys) file.current());
  }

  /**
   * Reads a keyset file that can be watched.
   *
   * @throws KeysetException if it is missing, or not a keyset of AES-GCM keys
   */
  public static WatchedFile<?> watched(Path file, Clock clock) {
    return read(file, clock);
  }

  private static WatchedFile<Keys> read(Path file, Clock clock) {
    try {
      return WatchedFile.read(
          "keyset", List.of(file), (read, _) -> parse(file, read.getFirst()), clock);
    } catch (KeysetException wrong) {
      throw wrong;
    } catch (UnusableFileException unreadable) {
      throw new KeysetException(file + ": " + unreadable.getMessage(), unreadable);
    }
  }

  private static Keys parse(Path file, byte[] content) {
    try {
      AeadConfig.register();
      return Keys.of(
          TinkJsonProtoKeysetFormat.parseKeyset(
              new String(content, UTF_8),
              RegistryConfiguration.get(),
              InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException | RuntimeException malformed) {
      throw new KeysetException(
          file + " is not a Tink JSON keyset of AES-GCM keys; `Main keyset` prints a new one",
          malformed);
    }
  }

  /**
   * Derives keys for another purpose: 32 bytes for each enabled key of the set, the primary one's
   * first. The same file and purpose always give the same keys.
   */
  public List<byte[]> derive(String purpose) {
    var now = keys.get();
    return now.derived().computeIfAbsent(purpose, _ -> derive(now, purpose));
  }

  private static List<byte[]> derive(Keys keys, String purpose) {
    try {
      var derived = new ArrayList<byte[]>();
      for (var key : keys.enabled()) {
        derived.add(
            KDF.getInstance("HKDF-SHA256")
                .deriveData(
                    HKDFParameterSpec.ofExtract()
                        .addIKM(material(key))
                        .thenExpand(purpose.getBytes(UTF_8), DERIVED_BYTES)));
      }
      return List.copyOf(derived);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this Java has no HKDF", failure);
    }
  }

  /** Encrypts with the primary key. */
  public byte[] encrypt(byte[] secret, byte[] boundTo) {
    try {
      return keys.get().aead().encrypt(secret, boundTo);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("a secret could not be encrypted", failure);
    }
  }

  /**
   * Decrypts data that a key of the set encrypted and bound to the same bytes; empty for anything
   * else.
   */
  public Optional<byte[]> decrypt(byte[] encrypted, byte[] boundTo) {
    try {
      return Optional.of(keys.get().aead().decrypt(encrypted, boundTo));
    } catch (GeneralSecurityException foreign) {
      return Optional.empty();
    }
  }

  @AccessesPartialKey
  private static byte[] material(Key key) throws GeneralSecurityException {
    if (key instanceof AesGcmKey aesGcm) {
      return aesGcm.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
    }
    throw new GeneralSecurityException("not an AES-GCM key");
  }
}
