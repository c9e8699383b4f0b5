package dev.uploadgateway.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;

/**
 * Finds the token of a form. In one with a file it is the field before the file: to ask for it as a
 * parameter would have the server write the file to its disk, whoever sent it.
 */
final class FormTokens implements CsrfTokenRequestHandler {

  private final XorCsrfTokenRequestAttributeHandler usual =
      new XorCsrfTokenRequestAttributeHandler();

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
    usual.handle(request, response, token);
  }

  @Override
  public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
    return request.getHeader(token.getHeaderName()) == null && FileForm.isOne(request)
        ? usual.resolveCsrfTokenValue(withHeader(request, token), token)
        : usual.resolveCsrfTokenValue(request, token);
  }

  private static HttpServletRequest withHeader(HttpServletRequest request, CsrfToken token) {
    String given = FileForm.of(request).fields().get(token.getParameterName());
    return new HttpServletRequestWrapper(request) {
      @Override
      public @Nullable String getHeader(String name) {
        return name.equalsIgnoreCase(token.getHeaderName()) ? given : super.getHeader(name);
      }
    };
  }
}
