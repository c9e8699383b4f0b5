package dev.uploadgateway.database;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.stereotype.Component;

/**
 * A migration may take as long as it takes: the time in which a statement of the gateway is
 * answered is a few seconds, and that of one over a whole table is not.
 */
@Component
final class UnhurriedMigrations extends BaseCallback {

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  /** The pool gives the connection its own timeout again when it comes back. */
  @Override
  public void handle(Event event, Context context) {
    try {
      context.getConnection().setNetworkTimeout(Runnable::run, 0);
    } catch (SQLException e) {
      throw new FlywayException("The time of a migration cannot be made unlimited", e);
    }
  }
}
