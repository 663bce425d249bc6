package dev.homeroom.clever.http;

/** The app's own id and secret at Clever, as its developer page shows them. */
public record ClientCredentials(String id, String secret) {

  public ClientCredentials {
    if (id.isEmpty() || secret.isEmpty()) {
      throw new IllegalArgumentException("A Clever client has an id and a secret.");
    }
  }

  @Override
  public String toString() {
    return "ClientCredentials[" + id + ", ***]";
  }
}
