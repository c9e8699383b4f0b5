package dev.uploadgateway.sheet;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What columns are by their names: those of both of Meta's APIs, of the templates of its Events
 * Manager ({@code email, email, phone, madid, fn, ln, zip, ct, st, country, dob, doby, gen, uid,
 * event_name, event_time, value, currency, order_id}), and what shops and their programs call the
 * same. Case, spaces, hyphens and underscores do not matter, nor does the number of one of several:
 * {@code E-Mail 2}.
 */
final class ColumnNames {

  private static final String TABLE =
      """
      match_keys.email       email, em, mail, email address, mail address, customer email, user email, contact email, emailadresse, mailadresse
      match_keys.phone       phone, ph, phone number, mobile, mobile phone, mobile number, cell, cell phone, telephone, telephone number, tel, customer phone, user phone, telefon, telefonnummer, handy, handynummer
      match_keys.fn          fn, first name, given name, forename, customer first name, user first name, vorname
      match_keys.ln          ln, last name, surname, family name, customer last name, user last name, nachname, familienname
      match_keys.fi          fi, first initial
      match_keys.f5first     f5first
      match_keys.f5last      f5last
      match_keys.db          db, dob, date of birth, birth date, birthday, user date of birth, geburtsdatum, geburtstag
      match_keys.doby        doby, birth year, year of birth, geburtsjahr
      match_keys.dobm        dobm, birth month, month of birth
      match_keys.dobd        dobd, day of birth
      match_keys.gen         gen, ge, gender, sex, user gender, geschlecht
      match_keys.ct          ct, city, town, user city, ort, stadt, wohnort
      match_keys.st          st, state, province, region, us state, us states, user state, bundesland
      match_keys.zip         zip, zp, zip code, zip codes, postal code, post code, user zip, plz, postleitzahl
      match_keys.country     country, country code, user country, land, ländercode
      match_keys.extern_id   extern id, external id, customer id, customer number, client id, loyalty id, member id, user id, user external id, third party user id, kundennummer
      match_keys.madid       madid, mobile advertiser id, mobile advertising id, advertising id, idfa, aaid, gaid
      match_keys.lead_id     lead id, facebook lead id, meta lead id
      match_keys.appuid      appuid, uid, facebook app user id
      match_keys.pageuid     pageuid, facebook page user id
      match_keys.client_ip_address  client ip address, ip address, ip
      match_keys.client_user_agent  client user agent, user agent
      match_keys.fbc         fbc, click id, fbclid cookie
      match_keys.fbp         fbp, browser id
      match_keys.subscription_id    subscription id
      match_keys.fb_login_id        fb login id, facebook login id
      event_name             event name, event, event type, conversion name, conversion event
      event_time             event time, timestamp, event timestamp, conversion time, transaction time, order time, purchase time, date time, event date time, zeitpunkt, zeitstempel
      event_time.date        event date, date, order date, ordered on, purchase date, transaction date, conversion date, datum, bestelldatum, kaufdatum
      event_time.time        time, time of day, uhrzeit, zeit
      event_id               event id
      action_source          action source, source
      order_id               order id, order number, order no, order, transaction id, receipt id, receipt number, receipt, invoice number, bestellnummer, belegnummer, bonnummer, auftragsnummer, rechnungsnummer
      item_number            item number, line number, line item, position, item no, positionsnummer
      value                  value, amount, total, price total, order total, order value, revenue, conversion value, purchase value, betrag, summe, umsatz, gesamtbetrag
      currency               currency, currency code, währung, waehrung
      content_type           content type
      contents               contents
      contents[0].id         content id, product id, sku, item id, article number, product number, artikelnummer
      contents[0].quantity   quantity, qty, menge, anzahl
      contents[0].price      price, item price, unit price, product price, preis, einzelpreis, stückpreis
      contents[0].brand      brand, product brand, marke
      contents[0].category   category, product category, kategorie
      event_source_url       event source url
      referrer_url           referrer url
      data_processing_options          data processing options, data processing option
      data_processing_options_country  data processing options country, data processing country
      data_processing_options_state    data processing options state, data processing state
      ignore                 error
      """;

  /** No name that is known is as long, and the patterns take long for one that is. */
  private static final int LONGEST = 200;

  private static final Pattern SPACE = Pattern.compile("[\\s_\\-/]+");
  private static final Pattern COUNTED = Pattern.compile("[ .#(]*\\d{1,2}\\)?$");
  private static final Map<String, Target> BY_NAME = new HashMap<>();

  static {
    for (String line : TABLE.lines().toList()) {
      String[] parts = line.split("\\s+", 2);
      Target target = Target.of(parts[0]).orElseThrow();
      for (String name : parts[1].split(",")) {
        if (BY_NAME.put(plain(name), target) != null) {
          throw new IllegalStateException(name + " stands twice in the table");
        }
      }
    }
  }

  private ColumnNames() {}

  /** What the column of that name is; empty where nobody knows. */
  static Optional<Target> target(String name) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    Optional<Target> dotted = Target.of(name.strip()).filter(t -> !(t instanceof Target.Ignore));
    if (dotted.isPresent()) {
      return dotted;
    }
    Target known = BY_NAME.get(plain(name));
    if (known == null) {
      known = BY_NAME.get(plain(COUNTED.matcher(name.strip()).replaceFirst("")));
      return Optional.ofNullable(known).filter(Target::takesSeveral);
    }
    return Optional.of(known);
  }

  /** As names are compared. */
  static String plain(String name) {
    return SPACE.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceAll("");
  }
}
