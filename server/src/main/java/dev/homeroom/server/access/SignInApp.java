package dev.homeroom.server.access;

import java.util.List;

/**
 * The app through which somebody signed in. Its grants limit what the id_token of that login opens.
 *
 * @param issuer the issuer of the app's own tokens
 * @param subject the subject of the app's own tokens
 * @param grants the app's grants in the person's district, at least one
 */
public record SignInApp(String issuer, String subject, List<Grant> grants) {
  /** Copies the list. */
  public SignInApp {
    grants = List.copyOf(grants);
  }

  /** A text that stays the same, on every server, as long as the same is granted. */
  String identity() {
    return issuer + " " + subject + " " + new ReadPermissions.Granted(grants).identity();
  }
}
