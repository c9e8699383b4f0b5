package dev.uploadgateway.intake;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** How strictly intake reads JSON: nothing is guessed, and nothing is read that no event needs. */
final class IntakeJson {

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNameLength(200)
                          .maxStringLength(Body.LARGEST_EVENT)
                          .maxNumberLength(200)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private IntakeJson() {}
}
