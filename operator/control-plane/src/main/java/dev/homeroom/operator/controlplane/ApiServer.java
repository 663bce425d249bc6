package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A kube-apiserver on loopback with a self-signed certificate. */
record ApiServer(Daemon daemon, String url, Path certificate, StaticTokens tokens)
    implements AutoCloseable {
  static final String KUBECONFIG = "kubeconfig";
  static final String ISSUER_TOKEN = "issuer-reader-token";
  private static final Duration START = Duration.ofSeconds(90);

  static ApiServer start(ControlPlaneBinaries binaries, Path directory, Etcd etcd)
      throws IOException, InterruptedException {
    var tokens = StaticTokens.random();
    var port = FreePort.next();
    var url = "https://127.0.0.1:" + port;
    var certificates = directory.resolve("certificates");
    var key = ServiceAccountKey.in(directory);
    var command =
        List.of(
            binaries.apiServer().toString(),
            "--etcd-servers=" + etcd.url(),
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            "--secure-port=" + port,
            "--cert-dir=" + certificates,
            "--token-auth-file=" + tokens.write(directory),
            "--authorization-mode=RBAC",
            "--service-account-issuer=" + ControlPlane.ISSUER,
            "--service-account-signing-key-file=" + key.privateKey(),
            "--service-account-key-file=" + key.publicKey(),
            "--service-cluster-ip-range=10.0.0.0/24",
            "--endpoint-reconciler-type=none",
            "--profiling=false");
    var daemon = Daemon.start("kube-apiserver", directory, command);
    var server = new ApiServer(daemon, url, certificates.resolve("apiserver.crt"), tokens);
    try {
      // the key is written after the certificate: once it exists, both are complete
      daemon.await(() -> Files.exists(certificates.resolve("apiserver.key")), START);
      server.awaitReady();
      PrivateFile.write(directory.resolve(ISSUER_TOKEN), tokens.issuerReader());
      PrivateFile.write(directory.resolve(KUBECONFIG), server.kubeconfigOf(tokens.administrator()));
    } catch (RuntimeException | IOException | InterruptedException e) {
      daemon.close();
      throw e;
    }
    return server;
  }

  /** Restarts it at the same address, with the same tokens; returns when it is ready. */
  void restart() throws IOException, InterruptedException {
    daemon.restart();
    awaitReady();
  }

  private void awaitReady() throws IOException, InterruptedException {
    try (var http = HttpClient.newBuilder().sslContext(trust()).build()) {
      daemon.await(() -> ready(http, tokens.administrator()), START);
    }
  }

  private String kubeconfigOf(String token) throws IOException {
    return """
    apiVersion: v1
    kind: Config
    clusters:
      - name: homeroom
        cluster:
          server: %s
          certificate-authority-data: %s
    users:
      - name: administrator
        user:
          token: %s
    contexts:
      - name: homeroom
        context:
          cluster: homeroom
          user: administrator
          namespace: default
    current-context: homeroom
    """
        .formatted(url, Base64.getEncoder().encodeToString(Files.readAllBytes(certificate)), token);
  }

  long pid() {
    return daemon.pid();
  }

  boolean isAlive() {
    return daemon.isAlive();
  }

  @Override
  public void close() {
    daemon.close();
  }

  private boolean ready(HttpClient http, String token) {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/readyz"))
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(5))
            .build();
    return Health.isGood(http, request);
  }

  private SSLContext trust() throws IOException {
    try (var pem = Files.newInputStream(certificate)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("certificate-" + store.size(), each);
      }
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the API server's certificate cannot be read", e);
    }
  }
}
