#!/bin/sh
# The calls of the Offline Conversions API's page, with the gateway's address in Meta's place and JSON where the page has
# almost JSON. Answers go to standard output, one a line.
#
#   GRAPH=http://localhost:8080 VERSION=v16.0 OFFLINE_EVENT_SET_ID=1001 SYSTEM_USER_ACCESS_TOKEN=… ./seed-calls.sh
set -eu
NOW=$(date +%s)
HASH1=$(printf 12125550143 | sha256sum | cut -d ' ' -f 1)
HASH2=$(printf 436641234567 | sha256sum | cut -d ' ' -f 1)
HASH3=$(printf anna.huber@example.com | sha256sum | cut -d ' ' -f 1)
HASH4=$(printf a.huber@example.org | sha256sum | cut -d ' ' -f 1)

call() {
  curl --silent --show-error --max-time 60 "$@"
  echo
}

# Upload Offline Events
call \
  -F "access_token=$SYSTEM_USER_ACCESS_TOKEN" \
  -F 'upload_tag=store_data' \
  -F 'data=[
    {
      "match_keys": {"phone": ["'$HASH1'","'$HASH2'"], "email": ["'$HASH3'","'$HASH4'"]},
      "currency": "USD",
      "value": 16,
      "event_name": "Purchase",
      "event_time": '$((NOW - 120))',
      "contents": [
        {"id": "A", "quantity": 1},
        {"id": "B", "quantity": 2},
        {"id": "C", "quantity": 1}
      ],
      "custom_data": {
      }
    },
    {
      "match_keys": {"lead_id": "12345"},
      "event_name": "Lead",
      "event_time": '$((NOW - 60))',
      "contents": [
        {"id": "A", "quantity": 1},
        {"id": "B", "quantity": 2},
        {"id": "C", "quantity": 1}
      ],
      "custom_data": {
        "event_source": "email",
        "action_type": "sent_open_click",
        "email_type": "email_type_code",
        "email_provider": "gmail_yahoo_hotmail"
      }
    }
  ]' \
  "$GRAPH/$VERSION/$OFFLINE_EVENT_SET_ID/events"

# Measure with Custom Data, almost JSON as it stands there
call \
  -F "access_token=$SYSTEM_USER_ACCESS_TOKEN" \
  -F 'upload_tag=store_data' \
  -F 'data=[
  {
    match_keys: {"phone": ["'$HASH1'","'$HASH2'"], "email": ["'$HASH3'","'$HASH4'"]},
    currency: "USD",
    value: 16,
    event_name: "Purchase",
    event_time: '$((NOW - 240))',
    custom_data: {
      product_category: "ICECREAM",
    },
  },
]' \
  "$GRAPH/$OFFLINE_EVENT_SET_ID/events"

# Upload Offline Events, as it stands there: a comma is missing after the contents
call \
  -F "access_token=$SYSTEM_USER_ACCESS_TOKEN" \
  -F 'upload_tag=store_data' \
  -F 'data=[
    {
      match_keys: {"phone": ["'$HASH1'","'$HASH2'"], "email": ["'$HASH3'","'$HASH4'"]},
      event_name: "Purchase",
      event_time: 1456870902,
      contents: [
        {id: "A", quantity: 1},
      ]
      custom_data: {
      },
    },
  ]' \
  "$GRAPH/$VERSION/$OFFLINE_EVENT_SET_ID/events"

# Upload Offline Events, without data
call -X POST \
  -F "access_token=$SYSTEM_USER_ACCESS_TOKEN" \
  "$GRAPH/$OFFLINE_EVENT_SET_ID/events"

# Data Processing Options for US Users
call \
  -H 'Content-Type: application/json' \
  "$GRAPH/$VERSION/$OFFLINE_EVENT_SET_ID/events?access_token=$SYSTEM_USER_ACCESS_TOKEN" \
  -d '{
    "data": [
        {
            "event_name": "Purchase",
            "event_time": '$((NOW - 180))',
            "user_data": {
                "em": "'$HASH3'"
            },
            "custom_data": {
                "currency": "USD",
                "value": "16.00"
            },
            "data_processing_options": ["LDU"],
            "data_processing_options_country": 1,
            "data_processing_options_state": 1000
        }
    ]
}'

# View Upload Stats
call -X GET -G \
  -d "access_token=$SYSTEM_USER_ACCESS_TOKEN" \
  "$GRAPH/$OFFLINE_EVENT_SET_ID/uploads" -d upload_tag=store_data
call -X GET -G \
  -d "access_token=$SYSTEM_USER_ACCESS_TOKEN" \
  "$GRAPH/$OFFLINE_EVENT_SET_ID/stats"
call -X GET -G \
  -d "access_token=$SYSTEM_USER_ACCESS_TOKEN" \
  -d "start=$((NOW - 86400))" -d "end=$((NOW + 60))" -d fields=count,event,time,usd_amount -d summary=true \
  -d aggr_time=upload_time \
  "$GRAPH/$OFFLINE_EVENT_SET_ID/stats"
