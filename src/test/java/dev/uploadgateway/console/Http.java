package dev.uploadgateway.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without pictures: keeps cookies, fills in the token of forms, follows no redirect. */
final class Http {

  private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" content=\"([^\"]+)\"");

  private final int port;
  private final CookieManager cookies;
  private final HttpClient http;
  private String token = "";

  Http(int port) {
    this(port, new CookieManager(null, CookiePolicy.ACCEPT_ALL));
  }

  private Http(int port, CookieManager cookies) {
    this.port = port;
    this.cookies = cookies;
    this.http = HttpClient.newBuilder().cookieHandler(cookies).build();
  }

  /** The same browser at another port; cookies know no ports. */
  Http at(int otherPort) {
    return new Http(otherPort, cookies);
  }

  Http logIn(String key) {
    get("/console/login");
    post("/console/login", "key=" + URLEncoder.encode(key, StandardCharsets.UTF_8));
    return this;
  }

  /** The value of a cookie; empty where there is none. */
  String cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(java.net.HttpCookie::getValue)
        .findFirst()
        .orElse("");
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpResponse<String> response = send(request(path, headers).GET().build());
    Matcher found = TOKEN.matcher(response.body());
    if (found.find()) {
      token = found.group(1);
    }
    return response;
  }

  /** With the token of the last page. */
  HttpResponse<String> post(String path, String form, String... headers) {
    return postWithout(
        path, form + "&_csrf=" + URLEncoder.encode(token, StandardCharsets.UTF_8), headers);
  }

  HttpResponse<String> postWithout(String path, String form, String... headers) {
    return send(
        request(path, headers)
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  /** The token of the last page. */
  String token() {
    return token;
  }

  /** A form with a file, as a browser without script sends it. */
  HttpResponse<String> postFile(String path, String csrf, String text) {
    String body =
        """
        --x\r
        Content-Disposition: form-data; name="_csrf"\r
        \r
        %s\r
        --x\r
        Content-Disposition: form-data; name="file"; filename="till.csv"\r
        Content-Type: text/csv\r
        \r
        %s\r
        --x--\r
        """
            .formatted(csrf, text);
    return send(
        request(path)
            .setHeader("Content-Type", "multipart/form-data; boundary=x")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> call(String method, String path) {
    if (method.equals("GET")) {
      return get(path);
    }
    return method.equals("POST")
        ? post(path, "a=b")
        : send(
            request(path, "X-XSRF-TOKEN", token).method(method, BodyPublishers.noBody()).build());
  }

  static String location(HttpResponse<?> response) {
    return response.headers().firstValue("Location").orElseThrow();
  }

  /** Asks another server than the gateway, without cookies. */
  static HttpResponse<Void> elsewhere(String url) {
    try (HttpClient other = HttpClient.newHttpClient()) {
      return other.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw new AssertionError("No answer from " + url, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("No answer to " + request, e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
