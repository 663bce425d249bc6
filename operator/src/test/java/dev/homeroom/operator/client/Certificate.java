package dev.homeroom.operator.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/** A self-signed certificate for 127.0.0.1 as PEM files, made by the JDK's own keytool. */
record Certificate(Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  static Certificate in(Path folder) throws Exception {
    Files.createDirectories(folder);
    var store = folder.resolve("store.p12");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new AssertionError(Files.readString(folder.resolve("keytool.log")));
    }
    var entries = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Key key = entries.getKey("server", PASSWORD.toCharArray());
    return new Certificate(
        pem(folder, "CERTIFICATE", entries.getCertificate("server").getEncoded()),
        pem(folder, "PRIVATE KEY", key.getEncoded()));
  }

  private static Path pem(Path folder, String kind, byte[] content) throws Exception {
    var body = Base64.getMimeEncoder().encodeToString(content);
    return Files.writeString(
        folder.resolve(kind + ".pem"),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
