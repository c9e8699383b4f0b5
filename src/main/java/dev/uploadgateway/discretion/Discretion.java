package dev.uploadgateway.discretion;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Denies {@link LeakyLoggers} everything below INFO, whatever level they are set to: who turns on
 * DEBUG to find out about something else must not get people with it.
 */
@Component
class Discretion implements InitializingBean {

  private static final org.slf4j.Logger log = LoggerFactory.getLogger(Discretion.class);

  private final DiscretionProperties properties;

  Discretion(DiscretionProperties properties) {
    this.properties = properties;
  }

  /**
   * Before any request. Several contexts of one process share their loggers, and this one filter.
   */
  @Override
  public void afterPropertiesSet() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("What libraries log is only kept back in Logback");
    }
    context.getTurboFilterList().removeIf(Filter.class::isInstance);
    if (properties.people()) {
      log.warn(
          "gateway.logging.people is on: where their level is below INFO, libraries log people");
    } else {
      context.addTurboFilter(new Filter());
    }
  }

  /** Asked for every line, and for every question whether there would be one. */
  static final class Filter extends TurboFilter {

    private final Map<String, FilterReply> replies = new ConcurrentHashMap<>();

    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] arguments,
        @Nullable Throwable thrown) {
      return level.levelInt >= Level.INFO_INT
              || level.levelInt < logger.getEffectiveLevel().levelInt
          ? FilterReply.NEUTRAL
          : replies.computeIfAbsent(logger.getName(), Filter::reply);
    }

    private static FilterReply reply(String logger) {
      return LeakyLoggers.reasonAgainst(logger).isPresent()
          ? FilterReply.DENY
          : FilterReply.NEUTRAL;
    }
  }
}
