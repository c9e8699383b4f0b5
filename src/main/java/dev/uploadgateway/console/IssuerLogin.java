package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.IssuedClaims;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.stereotype.Component;

/**
 * Login at an issuer of OpenID Connect (authorization code with PKCE), where {@code
 * gateway.console.oidc} names one. The id token alone counts; no token of the issuer is kept.
 */
@Component
class IssuerLogin {

  private static final Logger log = LoggerFactory.getLogger(IssuerLogin.class);

  /** Goes before the ids of callers that no key of the gateway stands for. */
  static final String OF_ISSUER = "oidc:";

  private static final String START = "/console/oidc/start";

  private static final Problem FAILED =
      new Problem(
          HttpStatus.FORBIDDEN,
          "login_failed",
          "The login at your organisation did not come to an end, or took longer than ten minutes."
              + " Try again; if it stays so, who runs the gateway finds the reason in its log");

  private static final Problem UNREACHABLE =
      new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "issuer_unreachable",
          "Your organisation's login does not answer at the moment. Try again in a minute, or log"
              + " in with an api key");

  private final ConsoleProperties.@Nullable Oidc settings;
  private final @Nullable Issuer issuer;
  private final Visit visit;
  private final ProblemPages pages;
  private final LoginAudit audit;

  IssuerLogin(ConsoleProperties properties, Visit visit, ProblemPages pages, LoginAudit audit) {
    this.settings = properties.oidc();
    this.issuer = settings == null ? null : new Issuer(settings);
    this.visit = visit;
    this.pages = pages;
    this.audit = audit;
  }

  /** Where a login at the issuer begins; null where there is none. */
  @Nullable String address() {
    return issuer == null ? null : START + "/" + Issuer.ID;
  }

  /** Adds the two paths of that login, if there is an issuer. */
  void configure(HttpSecurity http) {
    Issuer configured = issuer;
    if (configured == null) {
      return;
    }
    PendingLogins pending = new PendingLogins(configured);
    DefaultOAuth2AuthorizationRequestResolver requests =
        new DefaultOAuth2AuthorizationRequestResolver(configured, START);
    requests.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
    http.oauth2Login(login ->
        login
            .clientRegistrationRepository(configured)
            .authorizedClientRepository(new KeptNowhere())
            .loginPage("/console/login")
            .loginProcessingUrl(Issuer.BACK)
            .authorizationEndpoint(start ->
                start
                    .authorizationRequestResolver(requests)
                    .authorizationRequestRepository(pending))
            .tokenEndpoint(token -> token.accessTokenResponseClient(Issuer.tokens()))
            .userInfoEndpoint(user ->
                user.oidcUserService(known -> new DefaultOidcUser(Set.of(), known.getIdToken())))
            .successHandler(this::arrived)
            .failureHandler((request, response, e) -> refuse(FAILED, e, request, response))
            .withObjectPostProcessor(
                new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                  @Override
                  public <F extends OAuth2AuthorizationRequestRedirectFilter> F postProcess(
                      F filter) {
                    filter.setAuthenticationFailureHandler(
                        (request, response, e) -> refuse(UNREACHABLE, e, request, response));
                    return filter;
                  }
                }));
  }

  /** Found by the framework, and asked for the one registration that there is. */
  JwtDecoderFactory<ClientRegistration> idTokens() {
    return registration -> Objects.requireNonNull(issuer).idTokens(registration);
  }

  private void arrived(
      HttpServletRequest request, HttpServletResponse response, Authentication known) {
    OidcUser user = (OidcUser) Objects.requireNonNull(known.getPrincipal());
    ConsoleProperties.Oidc configured = Objects.requireNonNull(settings);
    Caller caller = caller(user.getClaims(), configured);
    if (caller == null) {
      audit.refused();
      log.info("login refused: {} has neither scopes nor datasets", user.getSubject());
      pages.renderAlone(
          new Problem(
              HttpStatus.FORBIDDEN,
              "nothing_allowed",
              "You are known, but may do nothing here: your organisation has to put scopes into"
                  + " the claim %s and datasets into the claim %s"
                      .formatted(configured.scopesClaim(), configured.datasetsClaim())),
          request,
          response);
      return;
    }
    audit.loggedIn(caller);
    visit.begin(request, caller);
    log.info("login subject={}", user.getSubject());
    pages.renderWayOn(LoginPage.home(caller, PendingLogins.next(request)), request, response);
  }

  private static @Nullable Caller caller(
      Map<String, Object> claims, ConsoleProperties.Oidc configured) {
    return new IssuedClaims(configured.scopesClaim(), configured.datasetsClaim())
        .caller(OF_ISSUER, claims, "preferred_username", "email", "sub")
        .orElse(null);
  }

  /** Without the description, which may say what an attacker wrote. */
  private void refuse(
      Problem problem,
      AuthenticationException e,
      HttpServletRequest request,
      HttpServletResponse response) {
    String code =
        e instanceof OAuth2AuthenticationException known
            ? known.getError().getErrorCode()
            : e.getClass().getSimpleName();
    audit.refused();
    log.warn("login at the issuer failed: {}", code.replaceAll("[^A-Za-z0-9_.-]", "?"), cause(e));
    pages.renderAlone(problem, request, response);
  }

  private static @Nullable Throwable cause(AuthenticationException e) {
    return e instanceof OAuth2AuthenticationException ? null : e.getCause();
  }

  /** The issuer's access token is of no use here. */
  private static final class KeptNowhere implements OAuth2AuthorizedClientRepository {

    @Override
    @SuppressWarnings("NullAway") // the framework's own null for none
    public <T extends OAuth2AuthorizedClient> T loadAuthorizedClient(
        String registration, Authentication principal, HttpServletRequest request) {
      return null;
    }

    @Override
    public void saveAuthorizedClient(
        OAuth2AuthorizedClient client,
        Authentication principal,
        HttpServletRequest request,
        HttpServletResponse response) {}

    @Override
    public void removeAuthorizedClient(
        String registration,
        Authentication principal,
        HttpServletRequest request,
        HttpServletResponse response) {}
  }
}
