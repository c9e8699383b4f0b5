package dev.uploadgateway.dataset;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.regex.Pattern;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.stereotype.Component;

/**
 * Lets an order's id be any text where it ends a path: tills write {@code 2026/11-0042}, and {@code
 * %2F}, {@code %25}, {@code %3B} or {@code %5C} mean a character there and lead nowhere. Rules and
 * controllers read the path segment by segment as it was sent, so what is encoded never makes
 * another path. Every other path is as strict as ever.
 */
@Component
class OrdersInPaths
    implements HttpFirewall, WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

  private static final Pattern ORDER = Pattern.compile("/v1/datasets/[\\w-]{1,64}/events/[^/;]+");

  private final StrictHttpFirewall strict = new StrictHttpFirewall();
  private final StrictHttpFirewall order = new StrictHttpFirewall();

  OrdersInPaths() {
    order.setAllowUrlEncodedSlash(true);
    order.setAllowUrlEncodedDoubleSlash(true);
    order.setAllowUrlEncodedPercent(true);
    order.setAllowSemicolon(true);
    order.setAllowBackSlash(true);
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    String asItIs = EncodedSolidusHandling.PASS_THROUGH.getValue();
    factory.addConnectorCustomizers(connector -> {
      connector.setEncodedSolidusHandling(asItIs);
      connector.setEncodedReverseSolidusHandling(asItIs);
    });
  }

  @Override
  public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
    boolean ofOrder = ORDER.matcher(request.getRequestURI()).matches();
    return (ofOrder ? order : strict).getFirewalledRequest(request);
  }

  @Override
  public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
    return strict.getFirewalledResponse(response);
  }
}
