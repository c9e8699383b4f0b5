package dev.uploadgateway;

/** Commands to paste. */
final class WhereToLook {

  private WhereToLook() {}

  static String with(Api gateway, Api sandbox, int managementPort) {
    return """

    Look around (the gateway runs on; Ctrl-C ends it, and its data stays in .local):

      KEY='Authorization: Bearer %2$s'
      curl -H "$KEY" 'http://localhost:%1$d/v1/datasets/%3$s/uploads'
      curl -H "$KEY" 'http://localhost:%1$d/v1/datasets/%3$s/stats?granularity=hourly&fields=event,time,count,amounts'
      curl 'http://localhost:%4$d/_sandbox/events?dataset=%3$s'   # what Meta would hold, hashed; since this start
      curl 'http://localhost:%4$d/_sandbox/calls'                 # every call, and how it was answered
      curl 'http://localhost:%5$d/actuator/health'
    %6$s\
    """
        .formatted(
            gateway.port(),
            gateway.key(),
            LocalRun.DATASET,
            sandbox.port(),
            managementPort,
            "-".repeat(100));
  }
}
