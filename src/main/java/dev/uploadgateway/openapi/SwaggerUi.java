package dev.uploadgateway.openapi;

import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.webjars.WebJarVersionLocator;

/**
 * The description to look at and to try, at {@code /swagger-ui/index.html}. Beside the sandbox
 * only: a page of others' scripts has no place before real people's data.
 */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SwaggerUi implements WebMvcConfigurer {

  private static final String PATHS = "/swagger-ui/**";

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    String version =
        Objects.requireNonNull(
            new WebJarVersionLocator().version("swagger-ui"), "The webjar swagger-ui");
    registry
        .addResourceHandler(PATHS)
        // the first that has a file counts
        .addResourceLocations(
            "classpath:/openapi/ui/",
            "classpath:/META-INF/resources/webjars/swagger-ui/" + version + "/");
  }

  /** Its files are for everybody; what they ask for takes a key as always. */
  @Bean
  @Order(1)
  SecurityFilterChain swaggerUiSecurity(HttpSecurity http) {
    return http.securityMatcher(PATHS)
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }
}
