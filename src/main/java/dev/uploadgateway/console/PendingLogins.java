package dev.uploadgateway.console;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;

/**
 * Logins that are under way at the issuer, in a cookie of their own: the way back comes from
 * another site, which the session's cookie does not take part in, and any replica may meet it. It
 * holds what ties the way back to this browser, and nothing that opens anything by itself.
 */
final class PendingLogins implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

  private static final String COOKIE = "console_login";
  private static final String PATH = "/console/oidc";
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final String NEXT = "next";

  private final Issuer issuer;

  PendingLogins(Issuer issuer) {
    this.issuer = issuer;
  }

  @Override
  public void saveAuthorizationRequest(
      @Nullable OAuth2AuthorizationRequest pending,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (pending == null) {
      write("", Duration.ZERO, request, response);
      return;
    }
    String next = request.getParameter(NEXT);
    String value =
        Stream.of(
                String.valueOf(pending.getState()),
                attribute(pending, OidcParameterNames.NONCE),
                attribute(pending, PkceParameterNames.CODE_VERIFIER),
                String.valueOf(pending.getRedirectUri()),
                next == null || next.length() > 1_000 ? "" : next)
            .map(PendingLogins::encode)
            .collect(Collectors.joining("."));
    write(value, LONGEST, request, response);
  }

  @Override
  public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
    List<String> parts = parts(request);
    if (parts.size() != 5 || !parts.getFirst().equals(request.getParameter("state"))) {
      return null;
    }
    ClientRegistration registration =
        Objects.requireNonNull(issuer.findByRegistrationId(Issuer.ID));
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri(
            Objects.requireNonNull(registration.getProviderDetails().getAuthorizationUri()))
        .clientId(registration.getClientId())
        .redirectUri(parts.get(3))
        .scopes(registration.getScopes())
        .state(parts.getFirst())
        .attributes(attributes -> {
          attributes.put(OAuth2ParameterNames.REGISTRATION_ID, Issuer.ID);
          attributes.put(OidcParameterNames.NONCE, parts.get(1));
          attributes.put(PkceParameterNames.CODE_VERIFIER, parts.get(2));
        })
        .build();
  }

  /** Good for one attempt. */
  @Override
  public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
      HttpServletRequest request, HttpServletResponse response) {
    OAuth2AuthorizationRequest pending = loadAuthorizationRequest(request);
    if (pending != null) {
      write("", Duration.ZERO, request, response);
    }
    return pending;
  }

  /** Where somebody wanted to go before; empty where they did not say. */
  static String next(HttpServletRequest request) {
    List<String> parts = parts(request);
    return parts.size() == 5 ? parts.get(4) : "";
  }

  private static void write(
      String value, Duration age, HttpServletRequest request, HttpServletResponse response) {
    response.addHeader(
        HttpHeaders.SET_COOKIE,
        ResponseCookie.from(COOKIE, value)
            .path(PATH)
            .maxAge(age)
            .httpOnly(true)
            .secure(request.isSecure())
            .sameSite("Lax")
            .build()
            .toString());
  }

  private static List<String> parts(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return Stream.ofNullable(cookies)
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .findFirst()
        .map(cookie -> Arrays.stream(cookie.getValue().split("\\.", -1)))
        .orElseGet(Stream::empty)
        .map(PendingLogins::decode)
        .toList();
  }

  private static String attribute(OAuth2AuthorizationRequest pending, String name) {
    return String.valueOf(pending.getAttributes().get(name));
  }

  private static String encode(String part) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(part.getBytes(StandardCharsets.UTF_8));
  }

  /** Empty where somebody else wrote it, which then fits no state. */
  private static String decode(String part) {
    try {
      return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
