package dev.uploadgateway.crash;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What the gateways of the test keep their events in. */
sealed interface Database extends AutoCloseable permits Postgres, Elsewhere {

  String USER = "postgres";

  String url();

  default JdbcClient client() {
    String impatient = url() + "?connectTimeout=5&socketTimeout=20";
    return JdbcClient.create(new DriverManagerDataSource(impatient, USER, USER));
  }

  /** Whether anybody who has been at it since then can have found it dead. */
  boolean wasDownSince(Instant then);

  /** Whether the test kills it as well. */
  boolean isKilled();

  /**
   * Kills it.
   *
   * @param withChildren whether all its processes go at once, as with the machine; otherwise those
   *     that serve a connection find themselves orphaned, and may finish what they are doing
   */
  void kill(boolean withChildren) throws Exception;

  /** Starts it again after {@link #kill}. */
  void start();

  @Override
  void close();
}
