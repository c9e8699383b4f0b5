package dev.uploadgateway.dataset;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a request comes from, as far as that tells one stranger from another: what failures are
 * counted by.
 */
public final class Network {

  private static final Pattern WITH_PORT = Pattern.compile("\\[(.+)](?::\\d+)?|([^:]+):\\d+");
  private static final int IPV6_BYTES = 8;

  private Network() {}

  /**
   * Of IPv4 the address; of IPv6 the network of 64 bits, as each of its addresses is anybody's who
   * has one.
   *
   * @param address as the trusted proxies tell it; some add the port, and what is no address at all
   *     is one place
   */
  public static String of(String address) {
    Matcher withPort = WITH_PORT.matcher(address);
    String host =
        !withPort.matches()
            ? address
            : withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
    try {
      byte[] bytes = InetAddress.ofLiteral(host).getAddress();
      return Arrays.toString(Arrays.copyOf(bytes, Math.min(IPV6_BYTES, bytes.length)));
    } catch (IllegalArgumentException e) {
      return "nowhere";
    }
  }
}
