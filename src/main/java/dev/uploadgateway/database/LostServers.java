package dev.uploadgateway.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Which connections the pool does not hand out again, beside those that it knows to be broken:
 * after a failover the old primary may go on answering, and refuse to write for as long as it is
 * asked.
 */
public final class LostServers implements SQLExceptionOverride {

  @java.lang.Override // the interface has one of its own
  public Override adjudicate(SQLException failure) {
    return Outage.READ_ONLY_SERVER.equals(failure.getSQLState())
        ? Override.MUST_EVICT
        : Override.CONTINUE_EVICT;
  }
}
