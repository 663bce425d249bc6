package dev.homeroom.sandbox.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * An RSA key that signs tokens: new at every start, or kept in a file so that tokens survive a
 * restart.
 */
public final class SigningKey {
  private static final int BITS = 2048;

  private final @Nullable Path file;
  private @Nullable RSAKey key;

  private SigningKey(@Nullable RSAKey key, @Nullable Path file) {
    this.key = key;
    this.file = file;
  }

  /**
   * Returns a new key. It is made when it is first used, because that is slow and most sandboxes
   * never issue a token.
   */
  public static SigningKey onDemand() {
    return new SigningKey(null, null);
  }

  /**
   * Returns the key in the file; without a file, a new key that is made and kept there when it is
   * first used.
   *
   * @throws IOException when the file cannot be read, or does not hold a key
   */
  public static SigningKey keptOnDemand(Path file) throws IOException {
    return Files.exists(file) ? keptIn(file) : new SigningKey(null, file);
  }

  /** The key, the same at each call. */
  private synchronized RSAKey get() {
    var made = key;
    if (made == null) {
      made = file == null ? generate() : generateIn(file);
      key = made;
    }
    return made;
  }

  /** The public key, by which others verify tokens. */
  public RSAKey publicKey() {
    return get().toPublicJWK();
  }

  /** Returns a signed token (RS256) with these claims and the id of the key. */
  public String sign(JWTClaimsSet claims) {
    var signing = get();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(signing.getKeyID())
            .build();
    var token = new SignedJWT(header, claims);
    try {
      token.sign(new RSASSASigner(signing));
    } catch (JOSEException e) {
      throw new IllegalStateException("the key cannot sign", e);
    }
    return token.serialize();
  }

  private static RSAKey generate() {
    try {
      return new RSAKeyGenerator(BITS).keyIDFromThumbprint(true).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java cannot make RSA keys", e);
    }
  }

  /**
   * Returns the key in the file (one JSON Web Key); without a file, makes a key and keeps it there,
   * readable only by its owner.
   *
   * @throws IOException when the file cannot be read or written, or does not hold a key
   */
  public static SigningKey keptIn(Path file) throws IOException {
    if (Files.exists(file)) {
      try {
        return new SigningKey(RSAKey.parse(Files.readString(file)), file);
      } catch (ParseException e) {
        throw new IOException("%s does not hold an RSA key as a JSON Web Key".formatted(file), e);
      }
    }
    return new SigningKey(make(file), file);
  }

  private static RSAKey generateIn(Path file) {
    try {
      return make(file);
    } catch (IOException e) {
      throw new UncheckedIOException("a key cannot be kept in " + file, e);
    }
  }

  private static RSAKey make(Path file) throws IOException {
    var key = generate();
    var directory = file.toAbsolutePath().getParent();
    var temporary =
        Files.createTempFile(
            directory,
            "key",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(key.toJSONString().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    return key;
  }
}
