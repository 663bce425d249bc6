package dev.homeroom.server;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate and whose certificates callers bring. The files are looked at once a
 * second; what changed holds for connections from then on. Files that cannot be used, or of which
 * only one has been replaced yet, are told in the log, and what held before goes on.
 */
final class TlsFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TlsFiles.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final byte[] ANYTHING = {1};

  private final ServerConfig.Tls files;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();

  private final ClientCertificates clients = new ClientCertificates();
  private final Thread watcher = Thread.ofVirtual().name("tls-files").unstarted(this::watch);
  private volatile Content content;

  private TlsFiles(ServerConfig.Tls files) throws IOException, GeneralSecurityException {
    this.files = files;
    this.content = read();
    use(content);
  }

  /**
   * Reads the files and keeps an eye on them.
   *
   * @throws ConfigException where they cannot be used
   */
  static TlsFiles open(ServerConfig.Tls files) {
    try {
      var opened = new TlsFiles(files);
      opened.watcher.start();
      return opened;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
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

  @Override
  public void close() {
    watcher.interrupt();
  }

  /** What the files say, as far as connections go by it. */
  private record Content(
      List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    /** Refuses a key that is not the certificate's: with it no connection would come about. */
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

  private void watch() {
    boolean told = false;
    while (true) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      } catch (InterruptedException stopped) {
        return;
      }
      try {
        var now = read();
        if (!now.equals(content)) {
          use(now);
          content = now;
          log.info("the certificate files were read again");
        }
        told = false;
      } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
        if (!told) {
          told = true;
          log.atError()
              .addKeyValue("file", files.certificates())
              .addKeyValue("cause", unusable.getMessage())
              .log("the certificate files cannot be used; what held before goes on");
        }
      }
    }
  }

  private Content read() throws IOException, GeneralSecurityException {
    try (var key = Files.newInputStream(files.key())) {
      var content =
          new Content(
              certificates(files.certificates()),
              CertificateUtils.getPrivateKey(key),
              files.clients().isPresent() ? certificates(files.clients().get()) : List.of());
      content.requirePair();
      return content;
    }
  }

  private void use(Content content) throws IOException, GeneralSecurityException {
    keys.updateIdentityCredentials(content.chain().toArray(X509Certificate[]::new), content.key());
    if (files.clients().isPresent()) {
      clients.trust(content.authorities());
    }
  }

  private static List<X509Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(file)) {
      var certificates = List.of(CertificateUtils.getX509Certificates(pem));
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException(file + " holds no certificate");
      }
      return certificates;
    }
  }
}
