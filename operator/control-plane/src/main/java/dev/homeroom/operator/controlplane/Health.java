package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** What a program says of itself over HTTP. */
final class Health {
  private Health() {}

  /** Whether the answer is 200; no answer is no, and an interrupt is no and is kept. */
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
