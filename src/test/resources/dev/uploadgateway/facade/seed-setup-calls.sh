#!/bin/sh
# The calls of the Offline Conversions API's page around the events, in the order in which a partner makes them, with the
# gateway's address in Meta's place and its api key in the token's. Answers go to standard output, one a line.
#
#   GRAPH=http://localhost:8080 API_VERSION=v16.0 BUSINESS=100 CLIENT=200 AD_ACCOUNT=5500 AD=9900 ACCESS_TOKEN=… ./seed-setup-calls.sh
set -eu

call() {
  curl --silent --show-error --max-time 60 "$@"
}

# Create Offline Event Set
SET=$(call \
  -F "access_token=$ACCESS_TOKEN" \
  -F 'name=offline_event_set' \
  -F 'description=conversion data used for superbowl campaign' \
  "$GRAPH/$API_VERSION/$BUSINESS/offline_conversion_data_sets")
echo "$SET"
OFFLINE_EVENT_SET_ID=$(echo "$SET" | sed 's/[^0-9]//g')

# its list
call -G -d "access_token=$ACCESS_TOKEN" "$GRAPH/$BUSINESS/offline_conversion_data_sets"
echo

# Partner - Share Event Set: the page prints a GET, which is what lists
call -X POST -F "access_token=$ACCESS_TOKEN" -F "business=$CLIENT" "$GRAPH/$OFFLINE_EVENT_SET_ID/agencies"
echo
call -X GET -G -d "access_token=$ACCESS_TOKEN" "$GRAPH/$OFFLINE_EVENT_SET_ID/agencies"
echo

# Assign Ad Account Permissions
call -X POST \
  -F "access_token=$ACCESS_TOKEN" -F "business=$CLIENT" -F "account_id=$AD_ACCOUNT" \
  "$GRAPH/$OFFLINE_EVENT_SET_ID/adaccounts"
echo

# Set Ad Tracking: GET first, then write
call -G -d "access_token=$ACCESS_TOKEN" -d 'fields=tracking_specs' "$GRAPH/$API_VERSION/$AD"
echo
call \
  -F 'tracking_spec=[{action.type:"offline_conversion", dataset:["'"$OFFLINE_EVENT_SET_ID"'"]}]' \
  -F "access_token=$ACCESS_TOKEN" \
  "$GRAPH/$API_VERSION/$AD"
echo
call --globoff -X POST \
  -F "access_token=$ACCESS_TOKEN" \
  "$GRAPH/$AD/?tracking_specs=[{\"action.type\":\"offline_conversion\",\"dataset\":$OFFLINE_EVENT_SET_ID}]"
echo
call -G -d "access_token=$ACCESS_TOKEN" -d 'fields=tracking_specs' "$GRAPH/$API_VERSION/$AD"
echo

# Create Offline Custom Conversions, Measure with Custom Data
call \
  -F 'name=Ice Cream Purchasers' \
  -F 'custom_event_type=Purchase' \
  -F "event_source_id=$OFFLINE_EVENT_SET_ID" \
  -F 'rule={"and": [{"event_name":{"eq":"Purchase"}},{"custom_data.product_category":{"i_contains":"ICECREAM"}}]}' \
  -F "access_token=$ACCESS_TOKEN" \
  "$GRAPH/$API_VERSION/act_$AD_ACCOUNT/customconversions"
echo
call \
  -F 'name=No operator of theirs' \
  -F 'custom_event_type=Purchase' \
  -F "event_source_id=$OFFLINE_EVENT_SET_ID" \
  -F 'rule={"value":{"above":100}}' \
  -F "access_token=$ACCESS_TOKEN" \
  "$GRAPH/act_$AD_ACCOUNT/customconversions"
echo

# Insights and Attribution
call -G \
  -d "access_token=$ACCESS_TOKEN" \
  -d 'fields=unique_actions,action_values' -d 'level=ad' -d 'date_preset=lifetime' \
  -d "action_attribution_windows=['28d_view']" \
  "$GRAPH/$API_VERSION/act_$AD_ACCOUNT/insights"
echo
