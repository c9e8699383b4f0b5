package dev.uploadgateway.intake;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.outbox.Outbox;
import dev.uploadgateway.outbox.Progress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Takes the events of a request all or none, as Meta does: one that is invalid refuses the whole of
 * it, and then nothing is stored. Numbers may stand in quotes, as Meta takes them.
 */
@Component
public class WholeIntake {

  /** Every invalid event is named; what more is wrong with it than this, is not. */
  private static final int LISTED_OF_EVENT = 5;

  private final Intake intake;
  private final Outbox outbox;
  private final IntakeMeters meters;
  private final Clock clock;

  /** What became of a request's events. */
  public sealed interface Result {

    /**
     * All of them are stored, now or since an earlier request.
     *
     * @param remarks what was remarkable about some of them; never holds a value
     */
    record Taken(long events, List<String> remarks) implements Result {}

    /** None of them was stored, because these are invalid. */
    record Invalid(List<InvalidEntry> entries) implements Result {}

    /** None of them was stored, because some of the client's rows were there before. */
    record Overlapping() implements Result {}
  }

  WholeIntake(Intake intake, Outbox outbox, IntakeMeters meters, Clock clock) {
    this.intake = intake;
    this.outbox = outbox;
    this.meters = meters;
    this.clock = clock;
  }

  /**
   * Returns once all of the events are stored for good, or none.
   *
   * @param events stands on the beginning of a list of them, which is well-formed
   */
  public Result take(Dataset dataset, Target target, JsonParser events) {
    Reception reception = intake.begin(dataset, manner(event -> {}));
    Lane lane = new Lane(dataset.number(), target.uploadTag(), target.namespaceId());
    List<Entry> entries = readAll(events, lane, reception);
    if (reception.rejected() > 0) {
      meters.count(dataset, new Answer.Counts(0, 0, 0, reception.received()), reception);
      return new Result.Invalid(invalid(reception.answer(target.uploadTag())));
    }
    Target.Rows rows = target.rows();
    try {
      intake.store(
          lane,
          entries,
          reception,
          rows == null ? null : new Progress(rows.startInclusive(), rows.endExclusive()));
    } catch (Progress.Overlap e) {
      return new Result.Overlapping();
    }
    Answer answer = reception.answer(target.uploadTag());
    meters.count(dataset, answer.counts(), reception);
    return new Result.Taken(answer.counts().received(), remarks(answer));
  }

  /**
   * Says of events what would become of them, and stores nothing.
   *
   * @param events stands on the beginning of a list of them, which is well-formed
   */
  public DryRun tryOut(Dataset dataset, Target target, JsonParser events) {
    Survey survey = new Survey(clock.instant());
    Reception reception = intake.begin(dataset, manner(survey::look));
    readAll(
        events, new Lane(dataset.number(), target.uploadTag(), target.namespaceId()), reception);
    Answer answer = reception.answer(target.uploadTag());
    return survey.result(
        answer.counts().received() - answer.counts().rejected(), invalid(answer), remarks(answer));
  }

  /**
   * The id of the upload of that tag, which is opened if there is none.
   *
   * @throws dev.uploadgateway.problem.Problem 400 if the tag is none
   */
  public long open(Dataset dataset, String uploadTag) {
    return outbox.open(dataset.number(), Target.tag(uploadTag));
  }

  /** The tag of the dataset's upload of that id. */
  public Optional<String> uploadTag(Dataset dataset, long id) {
    return outbox.uploadTag(dataset.number(), id);
  }

  private static Reception.Manner manner(Consumer<EventFields> onlooker) {
    return new Reception.Manner(EventReader.AS_META, Integer.MAX_VALUE, LISTED_OF_EVENT, onlooker);
  }

  private static List<Entry> readAll(JsonParser events, Lane lane, Reception reception) {
    while (events.nextToken() != JsonToken.END_ARRAY) {
      reception.read(events);
    }
    return reception.take(lane);
  }

  private static List<InvalidEntry> invalid(Answer answer) {
    return answer.errors().stream().map(InvalidEntry::of).toList();
  }

  private static List<String> remarks(Answer answer) {
    return answer.warnings().stream()
        .map(warning ->
            "Event %d, %s: %s (%s)"
                .formatted(warning.index(), warning.field(), warning.message(), warning.code()))
        .toList();
  }
}
