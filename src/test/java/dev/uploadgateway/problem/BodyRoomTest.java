package dev.uploadgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;

/** Rooms of ten times what a small body may have, of which strangers have a quarter. */
@Timeout(30)
class BodyRoomTest {

  private static final int SMALL = BodyRoom.SMALL;
  private static final int ROOM = 10 * SMALL;
  private static final int PART_OF_STRANGERS = ROOM / 4;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HeldBodies bodies = new HeldBodies(room(Duration.ZERO));

  @Test
  void bodiesFitUntilTheRoomIsFullAndTheirPlacesAreFreeAfterTheAnswer() {
    hold(
        sized(6 * SMALL),
        first -> {
          hold(sized(4 * SMALL), second -> assertRefused(sized(SMALL + 1)));
          hold(sized(3 * SMALL), second -> assertFits(sized(SMALL)));
        });
    assertFits(sized(ROOM));
    assertThat(refused()).isEqualTo(1);
  }

  @Test
  void whoIsRefusedIsToldToComeBack() {
    hold(
        sized(ROOM),
        all ->
            assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> hold(sized(2 * SMALL), refused -> {}))
                .satisfies(problem -> {
                  assertThat(problem.status().value()).isEqualTo(503);
                  assertThat(problem.code()).isEqualTo("too_many_bodies");
                  assertThat(problem.header("Retry-After")).isEqualTo("5");
                }));
  }

  @Test
  void smallBodiesPassWhereNothingElseFits() {
    hold(
        sized(ROOM),
        all -> {
          assertFits(sized(SMALL));
          assertFits(unsized(SMALL));
        });
  }

  @Test
  void aBodyLargerThanTheRoomFitsWhereItIsAlone() {
    assertFits(sized(3 * ROOM));
    assertFits(unsized(3 * ROOM));
    assertFits(ofStranger(3 * ROOM));
    hold(sized(2 * SMALL), other -> assertRefused(sized(3 * ROOM)));
    hold(unsized(2 * SMALL), other -> assertRefused(sized(3 * ROOM)));
  }

  @Test
  void aBodyOfUnknownLengthGrowsIntoTheRoomAndLeavesItWhereItIsRefused() {
    hold(
        sized(5 * SMALL),
        first -> {
          assertFits(unsized(5 * SMALL));
          assertRefused(unsized(6 * SMALL));
          assertFits(unsized(5 * SMALL));
        });
  }

  @Test
  void whoWaitsGetsThePlaceOfWhoIsAnswered() throws Exception {
    HeldBodies patient = new HeldBodies(room(Duration.ofSeconds(20)));
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() ->
            hold(
                patient,
                sized(ROOM),
                all -> {
                  held.countDown();
                  await(answered);
                }));
    await(held);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> hold(patient, sized(ROOM), all -> {}));

    assertThat(second).isNotDone();
    answered.countDown();

    first.get(20, TimeUnit.SECONDS);
    second.get(20, TimeUnit.SECONDS);
    assertThat(refused()).isZero();
  }

  @Test
  void aBodyThatIsStoredAsItIsReadTakesNoPlace() {
    MockHttpServletRequest stream = sized(ROOM);
    hold(
        sized(ROOM),
        all ->
            through(
                bodies,
                stream,
                request -> {
                  BodyRoom.markStored(request);
                  read(request);
                }));

    assertThat(refused()).isZero();
  }

  @Test
  void strangersHaveAPartOfTheRoomAndTheirSmallBodiesAskToo() {
    hold(
        ofStranger(PART_OF_STRANGERS),
        stranger -> {
          assertRefused(ofStranger(1));
          assertFits(sized(ROOM - PART_OF_STRANGERS));

          BodyRoom.markKnown(stranger);
          assertFits(ofStranger(SMALL));
          assertRefused(sized(ROOM));
        });
    assertFits(sized(ROOM));
  }

  @Test
  void aStrangerTakesNoPlaceForWhatIsOnlySaid() {
    MockHttpServletRequest said = ofStranger(1);
    through(
        bodies,
        new MockHttpServletRequest("POST", "/") {
          @Override
          public long getContentLengthLong() {
            return ROOM;
          }
        },
        request -> {
          BodyRoom.markStranger(request);
          read(request);
          assertFits(said);
          assertFits(sized(ROOM));
        });
  }

  private BodyRoom room(Duration patience) {
    BodyProperties half =
        new BodyProperties(Duration.ofSeconds(30), DataSize.ofKilobytes(1), 0.5, patience);
    return new BodyRoom(2L * ROOM * BodyRoom.COPIES, half, meters);
  }

  private double refused() {
    return meters.get("gateway.bodies.refused").counter().count();
  }

  private void assertFits(MockHttpServletRequest request) {
    boolean[] read = {false};
    hold(request, held -> read[0] = true);
    assertThat(read[0]).isTrue();
  }

  private void assertRefused(MockHttpServletRequest request) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> hold(request, held -> {}))
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("too_many_bodies"));
  }

  private void hold(MockHttpServletRequest request, Consumer<HttpServletRequest> meanwhile) {
    hold(bodies, request, meanwhile);
  }

  /** Reads the body, and answers after what happens meanwhile. */
  private static void hold(
      HeldBodies bodies, MockHttpServletRequest body, Consumer<HttpServletRequest> meanwhile) {
    through(
        bodies,
        body,
        request -> {
          if (body.getRequestURI().equals("/stranger")) {
            BodyRoom.markStranger(request);
          }
          read(request);
          meanwhile.accept(request);
        });
  }

  private static void through(
      HeldBodies bodies, MockHttpServletRequest body, Consumer<HttpServletRequest> endpoint) {
    FilterChain chain = (request, response) -> endpoint.accept((HttpServletRequest) request);
    try {
      bodies.doFilter(body, new MockHttpServletResponse(), chain);
    } catch (IOException | ServletException e) {
      throw new AssertionError(e);
    }
  }

  private static void read(HttpServletRequest request) {
    try {
      request.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static MockHttpServletRequest sized(int bytes) {
    return request("/", bytes);
  }

  private static MockHttpServletRequest ofStranger(int bytes) {
    return request("/stranger", bytes);
  }

  private static MockHttpServletRequest request(String path, int bytes) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
    request.setContent(new byte[bytes]);
    return request;
  }

  private static MockHttpServletRequest unsized(int bytes) {
    MockHttpServletRequest request =
        new MockHttpServletRequest("POST", "/") {
          @Override
          public long getContentLengthLong() {
            return -1;
          }
        };
    request.setContent(new byte[bytes]);
    return request;
  }
}
