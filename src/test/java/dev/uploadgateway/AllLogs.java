package dev.uploadgateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Every logger at TRACE, whatever it is set to, and each line searched as it is written. What they
 * write goes nowhere else meanwhile: it would be gigabytes.
 */
final class AllLogs extends AppenderBase<ILoggingEvent> {

  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Map<Logger, Level> levels = new HashMap<>();
  private final List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
  private final Set<String> belowInfo = new ConcurrentSkipListSet<>();
  private final List<String> leaks = new CopyOnWriteArrayList<>();
  private final List<String> traces = new CopyOnWriteArrayList<>(Marked.traces());

  void listen() {
    Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    for (Logger logger : loggers.getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger, logger.getLevel());
        logger.setLevel(Level.TRACE);
      }
    }
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      appenders.add(all.next());
    }
    appenders.forEach(root::detachAppender);
    setContext(loggers);
    start();
    root.addAppender(this);
  }

  @Override
  public void stop() {
    super.stop();
    Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAppender(this);
    appenders.forEach(root::addAppender);
    levels.forEach(Logger::setLevel);
  }

  void alsoLookFor(String secret) {
    traces.add(secret.toLowerCase(Locale.ROOT));
  }

  /** Those that wrote something below INFO. */
  Set<String> loggersBelowInfo() {
    return new TreeSet<>(belowInfo);
  }

  /** What was found, with some of what stands around it. */
  List<String> leaks() {
    return leaks;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
      belowInfo.add(event.getLoggerName());
    }
    String line =
        event.getLoggerName()
            + ' '
            + event.getFormattedMessage()
            + ' '
            + event.getMDCPropertyMap()
            + (event.getThrowableProxy() == null
                ? ""
                : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    String lower = line.toLowerCase(Locale.ROOT);
    for (String trace : traces) {
      int at = lower.indexOf(trace);
      if (at >= 0) {
        leaks.add(
            "%s in %s %s: …%s"
                .formatted(
                    trace,
                    event.getLevel(),
                    event.getLoggerName(),
                    line.substring(Math.max(0, at - 200), Math.min(line.length(), at + 80))));
      }
    }
  }
}
