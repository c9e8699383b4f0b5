package dev.uploadgateway.facade;

import dev.uploadgateway.dataset.Admission;
import dev.uploadgateway.problem.BodyRoom;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets a call in by its key, before anything else is done with it. A key in the head is asked for
 * before the body is read; for one in the body, the body is read and nothing more. Of a body whose
 * sender is refused counts how the refusal is to be answered.
 */
@Component
class Doorkeeper {

  private final Admission admission;
  private final BodyReader bodies;
  private final ReportEdges objects;

  Doorkeeper(Admission admission, BodyReader bodies, ReportEdges objects) {
    this.admission = admission;
    this.bodies = bodies;
    this.objects = objects;
  }

  /**
   * @throws Problem if the key is missing or unknown, or may not do this
   * @throws Refusal if the call cannot be read
   */
  GraphCall admit(HttpServletRequest request, Route route) {
    String key = GraphCall.keyInHead(request);
    if (key != null) {
      try {
        admit(key, route);
      } catch (Problem refused) {
        lookAtTheBody(request);
        throw refused;
      }
    }
    GraphCall call = GraphCall.of(request, bodies.read(request, key != null));
    if (key == null) {
      admit(call.key(), route);
      BodyRoom.markKnown(request);
    }
    return call;
  }

  /** Of somebody who is refused anyway: only whether the answer is to be a 200. */
  private void lookAtTheBody(HttpServletRequest request) {
    try {
      GraphCall.of(request, bodies.read(request, false));
    } catch (Problem | Refusal unreadable) {
      // Why it is refused is known already, and counts.
    }
  }

  /** An upload is its dataset's, of which nobody learns who has no key at all. */
  private void admit(@Nullable String key, Route route) {
    Edge edge = route.edge();
    switch (edge) {
      case API_VERSION -> admission.admit(key, edge.scope(), null);
      case NODE -> {
        admission.admit(key, edge.scope(), null);
        admission.admit(key, edge.scope(), objects.datasetOf(route.id()).orElse(route.id()));
      }
      case PROGRESS -> {
        admission.admit(key, edge.scope(), null);
        // Of the upload alone: a dataset may happen to have the same number.
        String dataset = objects.datasetOfUpload(route.id()).orElse(route.id());
        admission.admit(key, edge.scope(), dataset);
      }
      case SEND_EVENTS,
          VALIDATE,
          OPEN_UPLOAD,
          UPLOADS,
          OFFLINE_EVENT_UPLOADS,
          STATS,
          ASSIGN_ACCOUNT,
          SHARE_ACCOUNT,
          ACCOUNTS,
          SHARED_ACCOUNTS,
          SHARE,
          AGENCIES ->
          admission.admit(key, edge.scope(), route.id());
      case CREATE_EVENT_SET, CREATE_DATASET, EVENT_SETS, DATASETS ->
          admission.admitEverywhere(key, edge.scope());
      case TRACK, TRACKED, CREATE_CUSTOM_CONVERSION, CUSTOM_CONVERSIONS, INSIGHTS ->
          // Once more for the dataset whose token it takes, by who finds out which.
          admission.admit(key, edge.scope(), null);
    }
  }
}
