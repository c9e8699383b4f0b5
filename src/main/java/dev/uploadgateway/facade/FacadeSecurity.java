package dev.uploadgateway.facade;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Lets the facade's paths through to {@link FacadeEndpoint}, which asks for the key itself: clients
 * of Meta's put it into the body, where no filter looks. It is the only handler of these paths, and
 * {@link Doorkeeper} the only way through it.
 */
@Configuration(proxyBeanMethods = false)
class FacadeSecurity {

  @Bean
  @Order(0)
  SecurityFilterChain facadeChain(HttpSecurity http) {
    return http.securityMatcher(Route::matches)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .headers(
            headers -> headers.referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER)))
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .csrf(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .build();
  }
}
