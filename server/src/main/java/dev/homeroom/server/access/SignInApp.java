package dev.homeroom.server.access;

import java.util.List;

/**
 * The app that somebody signed in for, and bounds what the id_token of that login opens.
 *
 * @param issuer who issues the app's own tokens
 * @param subject the app's own tokens' subject
 * @param grants what access.yaml grants it as an app in the person's district, at least one
 */
public record SignInApp(String issuer, String subject, List<Grant> grants) {
  /** Keeps a copy. */
  public SignInApp {
    grants = List.copyOf(grants);
  }

  /** The same text as long as the same is granted, in every server. */
  String identity() {
    return issuer + " " + subject + " " + new Reach.Granted(grants).identity();
  }
}
