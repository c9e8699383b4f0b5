package dev.uploadgateway.bench;

import com.facebook.ads.sdk.APIContext;
import com.facebook.ads.sdk.serverside.Event;
import com.facebook.ads.sdk.serverside.EventRequest;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * db-scheduler with a task for each event, whose body the official SDK writes: what a shop builds
 * of good parts.
 */
final class Peer {

  /** From the documentation of db-scheduler, for PostgreSQL. */
  private static final String TABLE =
      """
      create table scheduled_tasks (
        task_name text not null, task_instance text not null, task_data bytea,
        execution_time timestamp with time zone not null, picked boolean not null, picked_by text,
        last_success timestamp with time zone, last_failure timestamp with time zone,
        consecutive_failures int, last_heartbeat timestamp with time zone, version bigint not null, priority smallint,
        primary key (task_name, task_instance));
      create index execution_time_idx on scheduled_tasks (execution_time);
      create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)
      """;

  private static final int THREADS = 20;

  private Peer() {}

  /** Events a second, of so many that wait. */
  static double drain(Database database, String name, Orders orders, GraphStub meta, int count) {
    APIContext context = new APIContext("a-token");
    List<Event> events =
        IntStream.range(0, count)
            .mapToObj(serial -> orders.sdkEvent(serial, "id" + serial))
            .toList();
    ThreadLocal<Wire> wire = ThreadLocal.withInitial(() -> new Wire(meta.port()));
    OneTimeTask<String> send =
        Tasks.oneTime("send", String.class)
            .execute((instance, execution) -> {
              int serial = Integer.parseInt(instance.getId());
              String payload =
                  new EventRequest("4711", context)
                      .data(List.of(events.get(serial)))
                      .getSerializedPayload();
              byte[] body = payload.getBytes(StandardCharsets.UTF_8);
              int status =
                  wire.get()
                      .exchange(
                          Wire.request("/v26.0/4711/events", "a-token", "application/json", body));
              if (status != 200) {
                throw new IllegalStateException("The stub answered " + status);
              }
            });
    try (HikariDataSource source = new HikariDataSource()) {
      source.setJdbcUrl(database.url(name));
      source.setUsername(Database.USER);
      source.setPassword(Database.USER);
      source.setMaximumPoolSize(THREADS + 5);
      database.client(name).sql("drop table if exists scheduled_tasks").update();
      for (String statement : TABLE.split(";")) {
        database.client(name).sql(statement).update();
      }
      Scheduler scheduler =
          Scheduler.create(source, send)
              .threads(THREADS)
              .pollUsingLockAndFetch(1.0, 4.0)
              .pollingInterval(Duration.ofMillis(100))
              .build();
      scheduler.scheduleBatch(
          IntStream.range(0, count)
              .<TaskInstance<?>>mapToObj(i -> send.instance(Integer.toString(i), orders.json(i)))
              .toList(),
          Instant.now());
      long before = meta.events();
      long started = System.nanoTime();
      scheduler.start();
      meta.awaitEvents(before + count);
      double rate = count * 1e9 / (meta.lastAt() - started);
      scheduler.stop();
      return rate;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
