package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The RSA key pair that signs service-account tokens, as PEM files. Existing files are kept. */
record ServiceAccountKey(Path privateKey, Path publicKey) {
  private static final int LINE = 64;

  static ServiceAccountKey in(Path directory) throws IOException {
    var key =
        new ServiceAccountKey(
            directory.resolve("service-account.key"), directory.resolve("service-account.pub"));
    if (!Files.exists(key.privateKey) || !Files.exists(key.publicKey)) {
      key.generate();
    }
    return key;
  }

  private void generate() throws IOException {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var pair = generator.generateKeyPair();
      PrivateFile.write(privateKey, pem("PRIVATE KEY", pair.getPrivate()));
      PrivateFile.write(publicKey, pem("PUBLIC KEY", pair.getPublic()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  private static String pem(String kind, Key key) {
    var body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }
}
