package dev.uploadgateway.dataset;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who gets in: health and the description of the API are for everybody, everything else takes a
 * key, and {@link AccessRules} say which.
 */
@Configuration(proxyBeanMethods = false)
class Access {

  /** A denial that knows its reason. */
  record Refused(Problem problem) implements AuthorizationResult {

    @Override
    public boolean isGranted() {
      return false;
    }
  }

  @Bean
  SecurityFilterChain gatewaySecurity(HttpSecurity http, Entrance entrance, Refusals refusals) {
    return http.authorizeHttpRequests(requests ->
            requests
                // the way back of a request that was let in or refused when it came
                .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                .permitAll()
                .requestMatchers(EndpointRequest.to(HealthEndpoint.class))
                .permitAll()
                // describes the API, and shows nothing of anybody's
                .requestMatchers(HttpMethod.GET, "/v1/openapi.yaml", "/v1/openapi.json")
                .permitAll()
                .requestMatchers(EndpointRequest.toAnyEndpoint())
                .access(unless(Access::operatorRefusal))
                .anyRequest()
                .access(unless(AccessRules::refusal)))
        .addFilterBefore(new BearerKey(entrance, refusals), AnonymousAuthenticationFilter.class)
        .exceptionHandling(
            refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
        .headers(
            headers -> headers.referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // no browser keeps the key, so nobody can make one send it
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }

  /**
   * Of a request of one event the timing of each filter by itself took a tenth, and told nobody
   * anything: {@code http.server.requests} has the whole.
   */
  @Bean
  SecurityObservationSettings unobservedFilters() {
    return SecurityObservationSettings.noObservations();
  }

  /** Further endpoints that somebody exposes may change things, such as open a breaker. */
  private static @Nullable Problem operatorRefusal(Caller caller, HttpServletRequest request) {
    Scope scope = request.getMethod().equals("GET") ? Scope.READ : Scope.ADMIN;
    return caller.may(scope) && caller.mayUseEveryDataset()
        ? null
        : new Problem(
            HttpStatus.FORBIDDEN,
            "scope_missing",
            "The key lacks the scope " + scope.wireName() + ", for all datasets");
  }

  private static AuthorizationManager<RequestAuthorizationContext> unless(
      BiFunction<Caller, HttpServletRequest, @Nullable Problem> refusal) {
    return (authentication, context) -> {
      Authentication known = authentication.get();
      if (known == null || !(known.getPrincipal() instanceof Caller caller)) {
        return new AuthorizationDecision(false);
      }
      Problem problem = refusal.apply(caller, context.getRequest());
      return problem == null ? new AuthorizationDecision(true) : new Refused(problem);
    };
  }
}
