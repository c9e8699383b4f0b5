package dev.uploadgateway.conversion;

/**
 * The members of an event that the two generations of Meta's API name or place differently: with
 * {@link Identifier}, the whole of what lies between them. Every other member is spelled alike and
 * stands in the same place in both ("Upload Offline Events" of the Offline Conversions API; "Server
 * Event Parameters" and "Standard Parameters" of the Conversions API).
 *
 * <table>
 * <caption>From the Offline Conversions API to the Conversions API</caption>
 * <tr><td>match_keys.*</td><td>user_data.*, renamed as {@link Identifier} says</td></tr>
 * <tr><td>value, currency, order_id, item_number, content_type, contents</td>
 *     <td>the same in custom_data</td></tr>
 * <tr><td>contents[].price</td><td>custom_data.contents[].item_price</td></tr>
 * </table>
 */
public enum Member {
  CUSTOMER("user_data", "match_keys", Place.EVENT),
  VALUE("value", "value", Place.CUSTOM_DATA),
  CURRENCY("currency", "currency", Place.CUSTOM_DATA),
  ORDER_ID("order_id", "order_id", Place.CUSTOM_DATA),
  ITEM_NUMBER("item_number", "item_number", Place.CUSTOM_DATA),
  CONTENT_TYPE("content_type", "content_type", Place.CUSTOM_DATA),
  CONTENTS("contents", "contents", Place.CUSTOM_DATA),
  CONTENT_PRICE("item_price", "price", Place.CONTENT);

  /** Where a member stands in the Conversions API. */
  public enum Place {
    EVENT,
    /** In the Offline Conversions API it stands on the event itself. */
    CUSTOM_DATA,
    /** In each of the contents, wherever those stand. */
    CONTENT
  }

  private final String key;
  private final String offlineName;
  private final Place place;

  Member(String key, String offlineName, Place place) {
    this.key = key;
    this.offlineName = offlineName;
    this.place = place;
  }

  /** Its name in the Conversions API. */
  public String key() {
    return key;
  }

  /** Its name in the Offline Conversions API. */
  public String offlineName() {
    return offlineName;
  }

  public Place place() {
    return place;
  }
}
