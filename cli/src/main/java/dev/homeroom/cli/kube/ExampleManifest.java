package dev.homeroom.cli.kube;

import dev.homeroom.cli.home.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The manifest that declares the sandbox's district: a Secret with Clever's token for it, and its
 * DistrictSync.
 *
 * @param file the file that holds it
 */
public record ExampleManifest(Path file) {
  /** The name of the DistrictSync. */
  public static final String NAME = "demo";

  /** The name of the Secret. */
  public static final String SECRET = "demo-token";

  /** Writes the manifest. */
  public static ExampleManifest write(Path file, String district, String token) throws IOException {
    PrivateFiles.write(
        file,
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: %2$s
          namespace: default
        stringData:
          token: %4$s
        ---
        apiVersion: homeroom.dev/v1
        kind: DistrictSync
        metadata:
          name: %1$s
          namespace: default
        spec:
          districtId: %3$s
          tokenSecretRef:
            name: %2$s
          sharing:
            type: District
          schedule:
            cron: "0 2 * * *"
            timeZone: America/Chicago
        """
            .formatted(NAME, SECRET, district, token));
    return new ExampleManifest(file);
  }
}
