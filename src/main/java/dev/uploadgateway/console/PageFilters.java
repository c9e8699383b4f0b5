package dev.uploadgateway.console;

import jakarta.servlet.Filter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;

/**
 * Filters of Spring's that only pages need stand before pages only: one receipt a request passes
 * all that stand before every path.
 */
@Configuration(proxyBeanMethods = false)
class PageFilters {

  /** Writes the content's hash into the addresses of what pages are made of. */
  @Bean
  FilterRegistrationBean<ResourceUrlEncodingFilter> addressesWithHashes() {
    return ofPages(new ResourceUrlEncodingFilter());
  }

  /** Lets templates ask for the request; for endpoints the dispatcher does the same. */
  @Bean
  FilterRegistrationBean<RequestContextFilter> requestForTemplates() {
    return ofPages(new RequestContextFilter());
  }

  private static <F extends Filter> FilterRegistrationBean<F> ofPages(F filter) {
    FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
    registration.addUrlPatterns("/console", "/console/*");
    return registration;
  }
}
