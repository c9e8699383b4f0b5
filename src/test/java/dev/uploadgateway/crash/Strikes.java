package dev.uploadgateway.crash;

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
  private static final int LONGEST_PAUSE = 4_000;

  private final Storm storm;
  private final Postgres postgres;
  private final List<Gateway> gateways;
  private final Random luck;
  private final AtomicInteger killsOfPostgres = new AtomicInteger();

  Strikes(Storm storm, Postgres postgres, List<Gateway> gateways) {
    this.storm = storm;
    this.postgres = postgres;
    this.gateways = gateways;
    this.luck = storm.luckOf("strikes");
  }

  @Override
  public Void call() throws Exception {
    while (true) {
      storm.pause(luck.nextInt(SHORTEST_PAUSE, LONGEST_PAUSE));
      if (!storm.rages()) {
        return null;
      }
      List<Gateway> atWork = gateways.stream().filter(Gateway::isAtWork).toList();
      if (atWork.isEmpty()) {
        continue; // a start that is cut off is no moment of intake or dispatch
      }
      if (atWork.size() == gateways.size()) {
        switch (luck.nextInt(6)) {
          case 0, 1 -> strike(atWork, 1, false);
          case 2 -> strike(atWork, 1, true);
          case 3 -> strike(atWork, 2, luck.nextBoolean());
          default -> strike(atWork, 0, true);
        }
      } else if (luck.nextInt(4) == 0) { // mostly one that is alone is left to its work
        strike(atWork, luck.nextInt(2), luck.nextBoolean());
      }
    }
  }

  private void strike(List<Gateway> atWork, int howMany, boolean alsoPostgres) throws Exception {
    List<Gateway> victims = new ArrayList<>(atWork);
    Collections.shuffle(victims, luck);
    victims.sort(Comparator.comparing(Gateway::kills)); // soon each has had its turn
    victims = victims.subList(0, Math.min(howMany, victims.size()));
    victims.forEach(Gateway::kill);
    if (alsoPostgres) {
      postgres.kill(luck.nextBoolean());
      killsOfPostgres.incrementAndGet();
    }
    victims.forEach(victim -> victim.startIn(storm));
    if (alsoPostgres) {
      storm.pause(luck.nextInt(1_000));
      postgres.start();
    }
  }

  /** Whether everything was hit that is to be hit. */
  boolean hitAll() {
    return killsOfPostgres.get() > 0 && gateways.stream().allMatch(each -> each.kills() > 0);
  }

  @Override
  public String toString() {
    return "killed gateways %s times, PostgreSQL %s times"
        .formatted(gateways.stream().map(Gateway::kills).toList(), killsOfPostgres);
  }
}
