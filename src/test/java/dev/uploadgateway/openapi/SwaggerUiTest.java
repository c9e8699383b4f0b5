package dev.uploadgateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

class SwaggerUiTest {

  @EnableWebMvc
  @EnableWebSecurity
  static class Web {}

  @ParameterizedTest
  @CsvSource({
    "sandbox, /swagger-ui/index.html, 200, swagger-initializer.js",
    "sandbox, /swagger-ui/swagger-initializer.js, 200, /v1/openapi.json",
    "sandbox, /swagger-ui/swagger-ui-bundle.js, 200, SwaggerUI",
    "sandbox, /swagger-ui/nothing.js, 404, ''",
    "default, /swagger-ui/index.html, 404, ''"
  })
  void itIsThereBesideTheSandboxOnly(String profile, String path, int status, String holds) {
    try (var context = new AnnotationConfigWebApplicationContext()) {
      context.setServletContext(new MockServletContext());
      context.getEnvironment().setActiveProfiles(profile);
      context.register(Web.class, SwaggerUi.class);
      context.refresh();

      assertThat(MockMvcTester.from(context).get().uri(path))
          .hasStatus(status)
          .bodyText()
          .contains(holds);
    }
  }
}
