package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.http.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The redirect that ends a login.
 *
 * @param state the value that the app sent; empty for logins that begin at Clever
 */
record Callback(String redirectUri, Optional<String> state) {
  Answer code(String code) {
    return to("code=" + code);
  }

  Answer error(String error) {
    return to("error=" + error);
  }

  private Answer to(String parameters) {
    var echoed =
        state.map(value -> "&state=" + URLEncoder.encode(value, StandardCharsets.UTF_8)).orElse("");
    return Answer.empty(302).with(Map.of("Location", redirectUri + "?" + parameters + echoed));
  }
}
