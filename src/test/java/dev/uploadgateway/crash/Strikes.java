package dev.uploadgateway.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills at random moments: one gateway, both, the database, the database and a gateway. What was
 * killed is started again at once.
 */
final class Strikes implements Callable<Void> {

  private static final int SHORTEST_PAUSE = 500;
  private static final int LONGEST_PAUSE = 3_000;

  /** So soon no start has come to its database. */
  private static final Duration BEFORE_THE_DATABASE = Duration.ofSeconds(2);

  /** Only a long storm has it. */
  private static final Duration TIME_FOR_ANOTHER_START = Duration.ofSeconds(110);

  private final Storm storm;
  private final Database database;
  private final List<Gateway> gateways;
  private final Random luck;
  private final AtomicInteger killsOfDatabase = new AtomicInteger();

  Strikes(Storm storm, Database database, List<Gateway> gateways) {
    this.storm = storm;
    this.database = database;
    this.gateways = gateways;
    this.luck = storm.luckOf("strikes");
  }

  @Override
  public Void call() throws Exception {
    while (storm.rages() && atWork().size() < gateways.size()) {
      storm.pause(SHORTEST_PAUSE);
    }
    while (true) {
      storm.pause(luck.nextInt(SHORTEST_PAUSE, LONGEST_PAUSE));
      if (!storm.rages()) {
        return null;
      }
      List<Gateway> atWork = atWork();
      if (!atWork.isEmpty() && !isSpared(atWork)) {
        strikeSomebody(atWork);
      }
    }
  }

  private List<Gateway> atWork() {
    return gateways.stream().filter(Gateway::isAtWork).toList();
  }

  /** Once both have had their turn, one that is alone is mostly left to its work. */
  private boolean isSpared(List<Gateway> atWork) {
    return hitBothGateways() && atWork.size() < gateways.size() && luck.nextInt(4) > 0;
  }

  private void strikeSomebody(List<Gateway> atWork) throws Exception {
    boolean databaseToo =
        database.isKilled()
            && (cutsOffNoStart() || storm.timeLeft().compareTo(TIME_FOR_ANOTHER_START) > 0);
    boolean itsTurn = databaseToo && killsOfDatabase.get() == 0 && luck.nextBoolean();
    switch (itsTurn ? 5 : luck.nextInt(6)) {
      case 0, 1 -> strike(atWork, 1, false);
      case 2 -> strike(atWork, 1, databaseToo);
      case 3 -> strike(atWork, 2, databaseToo && luck.nextBoolean());
      default -> strike(atWork, 0, databaseToo);
    }
  }

  /** A gateway that comes to its database and finds it dead ends, and has to start from anew. */
  private boolean cutsOffNoStart() {
    return gateways.stream().noneMatch(gateway -> gateway.hasBeenStartingFor(BEFORE_THE_DATABASE));
  }

  private void strike(List<Gateway> atWork, int howMany, boolean alsoDatabase) throws Exception {
    List<Gateway> victims = new ArrayList<>(atWork);
    Collections.shuffle(victims, luck);
    victims.sort(Comparator.comparing(Gateway::kills)); // soon each has had its turn
    victims = victims.subList(0, Math.min(howMany, victims.size()));
    victims.forEach(Gateway::kill);
    if (alsoDatabase) {
      database.kill(luck.nextBoolean());
      killsOfDatabase.incrementAndGet();
    }
    victims.forEach(victim -> victim.startIn(storm));
    if (alsoDatabase) {
      storm.pause(luck.nextInt(1_000));
      database.start();
    }
  }

  /** Whether everything was hit that is to be hit. */
  boolean hitAll() {
    return (killsOfDatabase.get() > 0 || !database.isKilled()) && hitBothGateways();
  }

  private boolean hitBothGateways() {
    return gateways.stream().allMatch(gateway -> gateway.kills() > 0);
  }

  @Override
  public String toString() {
    return "killed gateways %s times, the database %s times"
        .formatted(gateways.stream().map(Gateway::kills).toList(), killsOfDatabase);
  }
}
