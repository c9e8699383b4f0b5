package dev.uploadgateway.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.hibernate.TransactionException;
import org.hibernate.exception.GenericJDBCException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.transaction.CannotCreateTransactionException;

class OutageTest {

  @Test
  void a_commit_or_rollback_on_a_dead_connection_is_an_outage() {
    SQLException closed = new SQLException("Connection is closed");

    assertThat(
            Outage.isBehind(
                new JpaSystemException(new TransactionException("Unable to commit", closed))))
        .isTrue();
  }

  /** Tests have settings of their own for this; tills meet the one that is shipped. */
  @Test
  void who_waits_ten_seconds_gets_to_see_that_there_is_no_database() throws IOException {
    Object wait =
        new YamlPropertySourceLoader()
            .load("shipped", new ClassPathResource("application.yml"))
            .getFirst()
            .getProperty("spring.datasource.hikari.connection-timeout");

    assertThat(wait).isInstanceOf(Integer.class);
    assertThat((Integer) wait).isLessThan(10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "57P01, true",
    "57P02, true",
    "57P03, true",
    "08006, true",
    "53300, true",
    "XX000, true",
    "25006, true",
    "25P03, true",
    "25001, false",
    "57014, false",
    "23505, false",
    "42601, false",
    ", false"
  })
  void what_the_database_says_of_itself_decides(String state, boolean outage) {
    SQLException failed = new SQLException("reason", state);

    assertThat(Outage.isBehind(new UncategorizedSQLException("task", "select 1", failed)))
        .isEqualTo(outage);
    assertThat(Outage.isBehind(new JpaSystemException(new GenericJDBCException("task", failed))))
        .isEqualTo(outage);
  }

  @Test
  void it_is_told_in_one_line_by_what_the_driver_says() {
    SQLException refused =
        new SQLException("Connection refused", "08001", new ConnectException("refused"));
    SQLException pool = new SQLTransientConnectionException("Pool - not available", refused);

    assertThat(Outage.describe(new CannotCreateTransactionException("Could not open", pool)))
        .isEqualTo("08001 Connection refused");
    assertThat(Outage.describe(new TransactionException("Unable to commit")))
        .isEqualTo("org.hibernate.TransactionException: Unable to commit");
  }

  @Test
  void a_bug_is_none() {
    assertThat(Outage.isBehind(new IllegalStateException("bug"))).isFalse();
    assertThat(Outage.isBehind(new DataIntegrityViolationException("twice"))).isFalse();
    assertThat(Outage.isBehind(null)).isFalse();
  }
}
