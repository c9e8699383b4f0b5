package dev.uploadgateway.crash;

import java.util.List;

/** A request body and what is in it; one that is sent again is the same to the byte. */
record Parcel(String dataset, String uploadTag, boolean ndjson, String body, List<Sold> events) {

  String path() {
    String path = "/v1/datasets/" + dataset + "/events";
    return ndjson ? path + "?upload_tag=" + uploadTag : path;
  }

  String contentType() {
    return ndjson ? "application/x-ndjson" : "application/json";
  }
}
