package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Checks the health of a program over HTTP. */
final class Health {
  private Health() {}

  /**
   * Returns whether the answer is 200. No answer and an interrupt count as no; the interrupt is
   * kept.
   */
  static boolean isGood(HttpClient http, HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
