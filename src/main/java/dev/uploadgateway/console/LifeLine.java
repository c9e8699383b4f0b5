package dev.uploadgateway.console;

import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.outbox.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The life of an event, for people.
 *
 * @param key in hex digits
 * @param what the event is, as far as that is nobody's personal data
 * @param note why more is not shown; null where all is
 * @param level of the state: {@code good}, {@code calm} or {@code bad}
 * @param state where it is, in words
 * @param held whether it waits in quarantine
 * @param omitted how many calls there were before the first that is listed, in words; null for none
 */
record LifeLine(
    String key,
    String what,
    @Nullable String note,
    String level,
    String state,
    boolean held,
    String uploadTag,
    @Nullable String omitted,
    List<Step> steps) {

  /**
   * @param level of what happened; empty where it is neither good nor bad
   * @param detail Meta's words or what follows; empty where there is no more to say
   * @param trace what Meta's support finds the call by; null where it is no call, or has none
   */
  record Step(String at, String level, String what, String detail, @Nullable String trace) {}

  LifeLine {
    steps = List.copyOf(steps);
  }

  static LifeLine of(Line line, Instant now) {
    int omitted = line.calls().omitted();
    return new LifeLine(
        line.place().key().hex(),
        what(line, now),
        note(line.contents()),
        level(line.state()),
        state(line.state()),
        line.state() instanceof Line.State.Quarantined,
        line.received().uploadTag(),
        omitted == 0 ? null : Say.count(omitted, "earlier call"),
        steps(line, now));
  }

  private static String what(Line line, Instant now) {
    return switch (line.contents()) {
      case Line.Contents.Shown event -> {
        Money money = event.money();
        String item = event.itemNumber();
        yield event.eventName()
            + (money == null
                ? ""
                : ", " + Say.money(money.value(), money.currency().getCurrencyCode()))
            + (item == null ? "" : ", item " + item)
            + ", of "
            + Say.time(Instant.ofEpochSecond(event.time()), now);
      }
      case Line.Contents.Erased _, Line.Contents.Unreadable _ ->
          "Event of " + Say.day(line.place().day());
    };
  }

  private static @Nullable String note(Line.Contents contents) {
    return switch (contents) {
      case Line.Contents.Shown _ -> null;
      case Line.Contents.Erased _ ->
          "What it held was destroyed when Meta took it, so its name and value are not here any more.";
      case Line.Contents.Unreadable _ -> "What it holds cannot be opened by this gateway.";
    };
  }

  private static String level(Line.State state) {
    return switch (state) {
      case Line.State.Pending _ -> "calm";
      case Line.State.Delivered _ -> "good";
      case Line.State.Quarantined _ -> "bad";
    };
  }

  private static String state(Line.State state) {
    return switch (state) {
      case Line.State.Pending pending -> pending.claimed() ? "Being sent" : "Waiting to be sent";
      case Line.State.Delivered _ -> "Delivered to Meta";
      case Line.State.Quarantined _ -> "In quarantine: it waits for a decision";
    };
  }

  private static List<Step> steps(Line line, Instant now) {
    List<Step> steps = new ArrayList<>();
    Instant until = line.received().until();
    steps.add(
        new Step(
            Say.moment(line.received().at()),
            "",
            "Received",
            until == null ? "" : "Or later, until " + Say.moment(until),
            null));
    line.calls().listed().forEach(call -> steps.add(step(call)));
    switch (line.state()) {
      case Line.State.Pending pending -> steps.add(waiting(pending, now));
      case Line.State.Delivered delivered ->
          steps.add(new Step(Say.moment(delivered.at()), "good", "Delivered", "", null));
      case Line.State.Quarantined quarantined ->
          steps.add(
              new Step(
                  Say.moment(quarantined.since()),
                  "bad",
                  "In quarantine: " + QuarantineWords.of(quarantined.reason().code()).title(),
                  quarantined.reason().sentence(),
                  null));
    }
    return steps;
  }

  private static Step step(Line.Call call) {
    CallLine line = CallLine.of(call);
    boolean accepted = line.level().equals("good");
    return new Step(
        line.at(),
        line.level(),
        "Sent in a call of " + Say.count(call.events(), "event") + ": " + line.outcome(),
        accepted ? "" : (line.code() + " " + line.message()).strip(),
        line.trace());
  }

  private static Step waiting(Line.State.Pending pending, Instant now) {
    String last = "Meta takes it until " + Say.time(pending.deadline(), now);
    if (pending.claimed()) {
      return new Step("Now", "", "A call with it is under way", last, null);
    }
    return pending.due().isAfter(now)
        ? new Step(Say.moment(pending.due()), "", "To be sent, at the earliest", last, null)
        : new Step("Now", "", "It waits for its turn", last, null);
  }
}
