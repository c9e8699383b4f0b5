package dev.uploadgateway.problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * What Tomcat refuses before any filter sees it, such as a malformed request line, is a problem
 * too, and no HTML page.
 */
@Component
class UnparsedRequests implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addContextCustomizers(context ->
        ((StandardHost) context.getParent()).setErrorReportValveClass(Valve.class.getName()));
  }

  /** Made by Tomcat, by name. */
  public static final class Valve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
      HttpStatus status = HttpStatus.resolve(response.getStatus());
      if (status == null
          || !status.isError()
          || response.getContentWritten() > 0
          || !response.setErrorReported()) {
        return;
      }
      Problem problem = Statuses.problem(status);
      response.setHeader(RequestId.HEADER, RequestId.kept(request.getHeader(RequestId.HEADER)));
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      try {
        // fixed words only, so there is nothing to escape
        byte[] body =
            """
            {"type":"about:blank","title":"%s","status":%d,"detail":"%s","code":"%s"}\
            """
                .formatted(
                    status.getReasonPhrase(), status.value(), problem.detail(), problem.code())
                .getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.finishResponse();
      } catch (IOException e) {
        container.getLogger().debug("The client did not wait for its problem", e);
      }
    }
  }
}
