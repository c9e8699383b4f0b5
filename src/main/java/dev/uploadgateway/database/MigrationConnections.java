package dev.uploadgateway.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/**
 * Migrations have connections of their own, to the server of the pool and without its limits: one
 * that goes over a whole table takes as long as it takes, and its lock is held meanwhile by a
 * transaction that does nothing. Where {@code spring.flyway.url} is set, that is used.
 */
@Component
class MigrationConnections implements FlywayConfigurationCustomizer {

  @Override
  public void customize(FluentConfiguration flyway) {
    if (flyway.getDataSource() instanceof HikariDataSource pool) {
      Properties properties = new Properties();
      properties.putAll(pool.getDataSourceProperties());
      properties.remove("socketTimeout");
      DriverManagerDataSource apart = new DriverManagerDataSource(pool.getJdbcUrl(), properties);
      apart.setUsername(pool.getUsername());
      apart.setPassword(pool.getPassword());
      flyway.dataSource(apart);
    }
  }
}
