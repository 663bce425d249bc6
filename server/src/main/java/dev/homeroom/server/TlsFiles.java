package dev.homeroom.server;

import dev.homeroom.server.file.UnusableFileException;
import dev.homeroom.server.file.WatchedFile;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * The server's certificate and the authorities of callers' certificates: files that are watched
 * together. A change applies to connections from then on. While only one of certificate and key has
 * been replaced, the pair cannot be used, and the former one stays in force.
 */
final class TlsFiles implements AutoCloseable {
  private static final byte[] ANYTHING = {1};

  private final ServerConfig.Tls files;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();

  private final ClientCertificates clients = new ClientCertificates();
  private final WatchedFile<Content> watched;

  private TlsFiles(ServerConfig.Tls files, Clock clock) throws CertificateException {
    this.files = files;
    var paths =
        Stream.concat(Stream.of(files.certificates(), files.key()), files.clients().stream());
    this.watched = WatchedFile.read("tls", paths.toList(), (read, _) -> use(content(read)), clock);
  }

  /**
   * Reads the files and watches them.
   *
   * @throws ConfigException if they cannot be used
   */
  static TlsFiles open(ServerConfig.Tls files, Clock clock) {
    try {
      var opened = new TlsFiles(files, clock);
      opened.watched.watch(WatchedFile.PAUSE);
      return opened;
    } catch (CertificateException | UnusableFileException unusable) {
      throw new ConfigException(
          ConfigKey.HOMEROOM_TLS_CERT_FILE
              + ", "
              + ConfigKey.HOMEROOM_TLS_KEY_FILE
              + " or "
              + ConfigKey.HOMEROOM_TLS_CLIENT_CA_FILE
              + " cannot be used; all are PEM, the key is the certificate's, for example tls.crt,"
              + " tls.key and ca.crt of a kubernetes.io/tls Secret");
    }
  }

  ServerCredentials credentials() {
    var credentials = TlsServerCredentials.newBuilder().keyManager(keys);
    if (files.clients().isPresent()) {
      credentials.trustManager(clients).clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
    }
    return credentials.build();
  }

  /** The files, for those who report their health. */
  WatchedFile<?> watched() {
    return watched;
  }

  @Override
  public void close() {
    watched.close();
  }

  /** The content of the files. */
  private record Content(
      List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    /**
     * Refuses a key that does not belong to the certificate, because no connection would succeed
     * with it.
     */
    void requirePair() throws GeneralSecurityException {
      var algorithm =
          switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
          };
      var signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(ANYTHING);
      var checking = Signature.getInstance(algorithm);
      checking.initVerify(chain.getFirst().getPublicKey());
      checking.update(ANYTHING);
      if (!checking.verify(signing.sign())) {
        throw new GeneralSecurityException("the key is not the certificate's");
      }
    }

    @Override
    public String toString() {
      return "Content[chain=" + chain.size() + ", key=***]";
    }
  }

  private Content content(List<byte[]> read) throws GeneralSecurityException, IOException {
    try {
      var content =
          new Content(
              certificates(files.certificates(), read.getFirst()),
              CertificateUtils.getPrivateKey(new ByteArrayInputStream(read.get(1))),
              files.clients().isPresent()
                  ? certificates(files.clients().get(), read.get(2))
                  : List.of());
      content.requirePair();
      return content;
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      throw new UnusableFileException(
          "they are not a PEM certificate chain, its key and, where configured, the clients'"
              + " authorities",
          malformed);
    }
  }

  private Content use(Content content) throws IOException, GeneralSecurityException {
    keys.updateIdentityCredentials(content.chain().toArray(X509Certificate[]::new), content.key());
    if (files.clients().isPresent()) {
      clients.trust(content.authorities());
    }
    return content;
  }

  private static List<X509Certificate> certificates(Path file, byte[] pem)
      throws GeneralSecurityException {
    var certificates = List.of(CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem)));
    if (certificates.isEmpty()) {
      throw new UnusableFileException(file + " holds no certificate");
    }
    return certificates;
  }
}
