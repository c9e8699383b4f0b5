package dev.uploadgateway.intake;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.mapping.Mappings;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.outbox.Outbox;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Format;
import dev.uploadgateway.sheet.Layout;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.Row;
import dev.uploadgateway.sheet.RowWriter;
import dev.uploadgateway.sheet.SheetReader;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;

/** Reads a request as intake does, and stores nothing. */
@Component
public class Rehearsal {

  /** The most events of a request. */
  public static final int MOST_EVENTS = 100;

  private static final JsonBody.Most MOST =
      new JsonBody.Most(MOST_EVENTS, "a preview shows no more at once");

  /**
   * What would become of a request.
   *
   * @param errors why events would be rejected, as intake would say it
   * @param warnings what is remarkable about others, likewise
   * @param dryRun what Meta's own dry run would count; its lists are empty, as they stand here
   * @param sheet how a sheet was understood; null for other bodies
   */
  public record Rehearsed(
      Lane lane,
      List<Event> events,
      List<Finding> errors,
      List<Finding> warnings,
      DryRun dryRun,
      @Nullable Understood sheet) {
    public Rehearsed {
      events = List.copyOf(events);
      errors = List.copyOf(errors);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * An event of the request.
   *
   * @param customer as it was given, and as much of it as could be read
   * @param entry as it would be stored; null where it would be rejected
   */
  public record Event(Customer customer, @Nullable Entry entry, Fate fate) {}

  /** What would become of an event. */
  public enum Fate {
    ACCEPTED,
    /** One like it is stored. */
    DUPLICATE_OF_STORED,
    /** One like it stands before it in the request. */
    DUPLICATE_IN_REQUEST,
    REJECTED
  }

  private final Intake intake;
  private final IntakeProperties properties;
  private final Outbox outbox;
  private final Mappings mappings;
  private final Clock clock;

  Rehearsal(
      Intake intake, IntakeProperties properties, Outbox outbox, Mappings mappings, Clock clock) {
    this.intake = intake;
    this.properties = properties;
    this.outbox = outbox;
    this.mappings = mappings;
    this.clock = clock;
  }

  /**
   * @param uploadTag where the body names none
   * @throws Problem as intake, for a request that it would refuse as a whole; 413 {@code
   *     too_many_events} beyond {@link #MOST_EVENTS}
   */
  public Rehearsed json(Dataset dataset, @Nullable String uploadTag, HttpServletRequest request) {
    Readings readings = new Readings(new Survey(clock.instant()));
    Reception reception = begin(dataset, readings);
    JsonBody body =
        Body.read(request, properties.maxBody(), parser -> JsonBody.read(parser, reception, MOST));
    String tag = Target.tag(body.uploadTag() == null ? uploadTag : body.uploadTag());
    Lane lane = new Lane(dataset.number(), tag, Target.namespace(body.namespaceId()));
    return rehearsed(lane, reception, readings, null);
  }

  /** As {@link #json}, for a body with an event a line. */
  public Rehearsed ndjson(
      Dataset dataset,
      @Nullable String uploadTag,
      @Nullable String namespaceId,
      HttpServletRequest request) {
    Lane lane = new Lane(dataset.number(), Target.tag(uploadTag), Target.namespace(namespaceId));
    Readings readings = new Readings(new Survey(clock.instant()));
    Reception reception = begin(dataset, readings);
    return rehearsed(
        lane,
        Body.read(request, properties.maxBody(), parser -> readAll(parser, reception)),
        readings,
        null);
  }

  /**
   * As {@link #json}, for a sheet, each of whose rows is an event.
   *
   * @param mapping the name of one; null for none
   */
  public Rehearsed sheet(
      Dataset dataset,
      @Nullable String uploadTag,
      @Nullable String namespaceId,
      @Nullable String mapping,
      HttpServletRequest request) {
    Lane lane = new Lane(dataset.number(), Target.tag(uploadTag), Target.namespace(namespaceId));
    Mapping said = mapping == null ? Mapping.NONE : mappings.get(dataset, mapping);
    Format format = SheetEndpoint.format(request, said.format());
    Readings readings = new Readings(new Survey(clock.instant()));
    Reception reception = begin(dataset, readings);
    Understood understood =
        Body.readSheet(
            request,
            properties.maxBody(),
            in -> {
              int largestCell = Math.toIntExact(properties.maxCell().toBytes());
              SheetReader reader = new SheetReader(in, format, largestCell);
              SheetSource source = new SheetSource(reader, said);
              SheetProblems.requireFlawless(source.layout());
              while (source.readNext(reception)) {
                if (reception.received() > MOST_EVENTS) {
                  throw tooMany();
                }
              }
              return Understood.of(reader.charset(), reader.delimiter(), source.layout());
            });
    return rehearsed(lane, reception, readings, understood);
  }

  /**
   * As {@link #json}, for rows of a sheet; what is wrong with one is told by row and column.
   *
   * @param rows not more than {@link #MOST_EVENTS}
   */
  public Rehearsed rows(Dataset dataset, Layout layout, List<Row> rows) {
    Readings readings = new Readings(new Survey(clock.instant()));
    Reception reception = begin(dataset, readings);
    RowWriter writer = new RowWriter(layout);
    rows.forEach(row -> reception.read(row, writer.write(row)));
    return rehearsed(new Lane(dataset.number(), "preview", null), reception, readings, null);
  }

  /** What is seen of events as they are read, good or not. */
  private record Readings(Survey survey, List<Customer> customers) {

    Readings(Survey survey) {
      this(survey, new ArrayList<>());
    }

    void look(EventFields fields) {
      survey.look(fields);
      customers.add(new Customer(fields.identifiers));
    }
  }

  private Reception begin(Dataset dataset, Readings readings) {
    return intake.begin(
        dataset,
        new Reception.Manner(
            EventReader.STRICT, properties.maxListed(), Integer.MAX_VALUE, readings::look));
  }

  private static Reception readAll(JsonParser parser, Reception reception) {
    while (parser.nextToken() != null) {
      if (reception.received() == MOST_EVENTS) {
        throw tooMany();
      }
      reception.read(parser);
    }
    return reception;
  }

  private Rehearsed rehearsed(
      Lane lane, Reception reception, Readings readings, @Nullable Understood sheet) {
    EventsEndpoint.requireEvents(reception);
    List<Reception.Candidate> good = reception.takeNumbered(lane);
    BitSet stored =
        outbox.stored(lane.dataset(), good.stream().map(Reception.Candidate::entry).toList());
    List<Event> events = new ArrayList<>();
    readings.customers().forEach(customer -> events.add(new Event(customer, null, Fate.REJECTED)));
    Set<EventKey> before = new HashSet<>();
    for (int i = 0; i < good.size(); i++) {
      int index = Math.toIntExact(good.get(i).place().index());
      Entry entry = good.get(i).entry();
      boolean first = before.add(entry.key());
      Fate fate =
          stored.get(i)
              ? Fate.DUPLICATE_OF_STORED
              : first ? Fate.ACCEPTED : Fate.DUPLICATE_IN_REQUEST;
      events.set(index, new Event(events.get(index).customer(), entry, fate));
    }
    Answer answer = reception.answer(lane.uploadTag());
    return new Rehearsed(
        lane,
        events,
        answer.errors(),
        answer.warnings(),
        readings.survey().result(good.size(), List.of(), List.of()),
        sheet);
  }

  private static Problem tooMany() {
    return new Problem(
        HttpStatus.CONTENT_TOO_LARGE,
        "too_many_events",
        "A preview shows at most %d events at once".formatted(MOST_EVENTS));
  }
}
