package dev.uploadgateway.console;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/**
 * Sessions in the database, so that any replica knows them; of the console alone, as every other
 * path takes its key with each request.
 */
@Configuration(proxyBeanMethods = false)
@EnableJdbcHttpSession(
    tableName = "console_session",
    maxInactiveIntervalInSeconds = ConsoleSessions.IDLE_SECONDS)
class ConsoleSessions {

  static final int IDLE_SECONDS = 30 * 60;
  private static final Pattern SESSION_ID = Pattern.compile("[0-9a-f-]{36}");

  @Bean
  FilterRegistrationBean<SessionRepositoryFilter<?>> consoleSessionFilter(
      SessionRepositoryFilter<?> filter) {
    FilterRegistrationBean<SessionRepositoryFilter<?>> registration =
        new FilterRegistrationBean<>(filter);
    registration.addUrlPatterns("/console", "/console/*");
    registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
    registration.setOrder(SessionRepositoryFilter.DEFAULT_ORDER);
    return registration;
  }

  /** No other site's link or form brings it along. */
  @Bean
  CookieSerializer consoleCookie() {
    DefaultCookieSerializer cookie =
        new DefaultCookieSerializer() {
          /** What strangers make up is not looked up, and may be no text of PostgreSQL's. */
          @Override
          public List<String> readCookieValues(HttpServletRequest request) {
            return super.readCookieValues(request).stream()
                .filter(id -> SESSION_ID.matcher(id).matches())
                .toList();
          }
        };
    cookie.setCookieName("console_session");
    cookie.setCookiePath("/console");
    cookie.setSameSite("Strict");
    return cookie;
  }

  @Bean
  SessionRepositoryCustomizer<JdbcIndexedSessionRepository> consoleSessionSql() {
    return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
  }

  /** A session holds text and nothing else: what is read back builds no objects. */
  @Bean
  SessionRepositoryCustomizer<JdbcIndexedSessionRepository> textOnly() {
    return repository -> {
      GenericConversionService conversions = new GenericConversionService();
      conversions.addConverter(
          Object.class, byte[].class, text -> ((String) text).getBytes(StandardCharsets.UTF_8));
      conversions.addConverter(
          byte[].class, Object.class, bytes -> new String(bytes, StandardCharsets.UTF_8));
      repository.setConversionService(conversions);
    };
  }
}
