package dev.uploadgateway.database;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.hibernate.TransactionException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Tells a database that is gone for a while from a bug. A connection that dies shows in many ways:
 * by the statement that was under way, by the commit, or by the rollback that followed and took the
 * statement's place.
 */
public final class Outage {

  /** Of PostgreSQL's error codes: this server takes no writes, as it is a standby. */
  static final String READ_ONLY_SERVER = "25006";

  /** The server ended the session, as nothing came of its transaction for a minute. */
  private static final String TRANSACTION_WAS_IDLE = "25P03";

  private Outage() {}

  /** Whether the same may go well later, because the database failed and not the request. */
  public static boolean isBehind(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isOutage(cause)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What was behind a failure, in one line: the way to it is the same in every outage, and there
   * are as many of them then as there are requests.
   */
  public static String describe(Throwable failure) {
    Throwable last = failure;
    SQLException told = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      last = cause;
      told = cause instanceof SQLException failed ? failed : told;
    }
    return told == null || told.getSQLState() == null
        ? last.toString()
        : told.getSQLState() + " " + told.getMessage();
  }

  private static boolean isOutage(Throwable cause) {
    return switch (cause) {
      case DataAccessResourceFailureException _,
          TransientDataAccessException _,
          CannotCreateTransactionException _ ->
          true;
      // a commit or rollback that the connection did not take
      case TransactionException _ -> true;
      case SQLException failed -> isOutage(failed.getSQLState());
      default -> false;
    };
  }

  /**
   * Classes of PostgreSQL's "Error Codes": 08 connection, 53 resources, 57P shutdown and start, XX
   * the server's own failures, as which Citus tells the death of a worker.
   */
  private static boolean isOutage(@Nullable String state) {
    return state != null
        && Stream.of("08", "53", "57P", "XX", READ_ONLY_SERVER, TRANSACTION_WAS_IDLE)
            .anyMatch(state::startsWith);
  }
}
