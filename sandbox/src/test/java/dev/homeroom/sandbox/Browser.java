package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a person's browser does: it keeps cookies, shows pages, and clicks. */
final class Browser {
  private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\">([^<]+)</a>");

  private final HttpClient http =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .build();

  /** A page, or a redirect, which is not followed. */
  record Page(URI uri, int status, String body, String location) {
    /** The texts of all links. */
    List<String> links() {
      return LINK.matcher(body).results().map(link -> link.group(2)).toList();
    }

    /** The parameters with which the app is called back. */
    Map<String, String> callback() {
      assertThat(status).as(body).isEqualTo(302);
      return Arrays.stream(URI.create(location).getRawQuery().split("&", -1))
          .map(parameter -> parameter.split("=", 2))
          .collect(
              Collectors.toMap(
                  pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    /** The code with which the app is called back. */
    String code() {
      return Optional.ofNullable(callback().get("code")).orElseThrow();
    }
  }

  Page open(String url) {
    try {
      var request = HttpRequest.newBuilder(URI.create(url)).build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Page(
          request.uri(),
          response.statusCode(),
          response.body(),
          response.headers().firstValue("Location").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Follows the first link whose text holds this. */
  Page click(Page page, String text) {
    var link =
        LINK.matcher(page.body())
            .results()
            .filter(found -> found.group(2).contains(text))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no link %s on %s".formatted(text, page.body())));
    return open(page.uri().resolve(link.group(1).replace("&amp;", "&")).toString());
  }
}
