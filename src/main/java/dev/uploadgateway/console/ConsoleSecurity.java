package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who sees the console: {@link PageRules} say so, {@link VisitFilter} knows who asks. */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

  /** Only what the gateway itself serves, and nothing that stands in a page. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  /** A decision that knows its reason. */
  record Decision(PageRules.Verdict verdict) implements AuthorizationResult {

    @Override
    public boolean isGranted() {
      return verdict instanceof PageRules.Verdict.Welcome;
    }
  }

  @Bean
  @Order(1)
  SecurityFilterChain consoleChain(
      HttpSecurity http, Visit visit, Refusals refusals, IssuerLogin issuer) {
    issuer.configure(http);
    return http.securityMatcher("/console/**", "/webjars/**")
        .authorizeHttpRequests(requests -> requests.anyRequest().access(ConsoleSecurity::decide))
        .addFilterBefore(new VisitFilter(visit), CsrfFilter.class)
        .csrf(csrf ->
            csrf.csrfTokenRepository(csrfTokens()).csrfTokenRequestHandler(new FormTokens()))
        .headers(headers ->
            headers
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny))
        .exceptionHandling(
            refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        // the session is Visit's: the framework keeps nothing in it, and makes no new token and
        // session id with each request of somebody who is known already
        .sessionManagement(AbstractHttpConfigurer::disable)
        .securityContext(context ->
            context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  /** What the framework checks id tokens by; asked only where there is an issuer. */
  @Bean
  JwtDecoderFactory<ClientRegistration> consoleIdTokens(IssuerLogin issuer) {
    return issuer.idTokens();
  }

  /** In a cookie of its own: a token in the session would make one for everybody who looks in. */
  private static CookieCsrfTokenRepository csrfTokens() {
    CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName("console_csrf");
    tokens.setCookiePath("/console");
    tokens.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict"));
    return tokens;
  }

  private static AuthorizationResult decide(
      Supplier<? extends @Nullable Authentication> authentication,
      RequestAuthorizationContext context) {
    HttpServletRequest request = context.getRequest();
    Authentication known = authentication.get();
    Caller caller =
        known != null && known.getPrincipal() instanceof Caller somebody ? somebody : null;
    return new Decision(PageRules.verdict(caller, request));
  }
}
