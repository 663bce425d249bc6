package dev.homeroom.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Makes certificates for servers and callers in tests. */
final class TestCertificates {
  private static final String PASSWORD = "for-this-test";

  private TestCertificates() {}

  /** A certificate that signs itself, with its key, in a new folder. */
  static ServerConfig.Tls make(Path folder) throws Exception {
    var own = Files.createDirectory(folder);
    var store = own.resolve("store.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=" + own.getFileName(),
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(own.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    return new ServerConfig.Tls(
        pem(own, "CERTIFICATE", keys.getCertificate("server").getEncoded()),
        pem(own, "PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()),
        Optional.empty());
  }

  /** For a server that shows a certificate made here. */
  static SSLContext context(ServerConfig.Tls certificate) throws Exception {
    var store = certificate.certificates().resolveSibling("store.p12").toFile();
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(KeyStore.getInstance(store, PASSWORD.toCharArray()), PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static Path pem(Path own, String what, byte[] der) throws IOException {
    var text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return Files.writeString(
        own.resolve(what.replace(' ', '-') + ".pem"),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }
}
