package dev.uploadgateway.meta;

import tools.jackson.databind.JsonNode;

/** What the Graph API answers about anything but events. */
public sealed interface GraphReply {

  /**
   * It did what it was asked.
   *
   * @param body the answer's JSON object
   */
  record Answered(JsonNode body) implements GraphReply {}

  /**
   * It did not, or nobody knows.
   *
   * @param outcome why, and what that calls for; never {@link Outcome.Accepted}
   */
  record Failed(Outcome outcome, CallResult.Facts facts) implements GraphReply {}
}
