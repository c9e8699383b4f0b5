# Runs in the container first-key. A key is shown once, so it is kept where this can print it again.
set -eu
api=http://gateway:8080/v1/keys
key() { # name, scopes, datasets
  [ -s "/keys/$1" ] || curl -fsS -H "Authorization: Bearer $ADMIN" -H 'Content-Type: application/json' "$api" \
    -d "{\"name\": \"$1\", \"scopes\": $2, \"datasets\": $3}" | sed 's/.*"key":"\([^"]*\)".*/\1/' > "/keys/$1"
}
key first '["write", "read"]' '["1001"]'
key prometheus '["read"]' null
chmod 0444 /keys/prometheus
echo "Your first key, which writes to and reads the dataset 1001: $(cat /keys/first)"
echo "Try it:"
echo "  curl -H 'Authorization: Bearer $(cat /keys/first)' -H 'Content-Type: application/json' http://localhost:8080/v1/datasets/1001/events \\"
echo "    -d '{\"upload_tag\": \"till 3\", \"data\": [{\"event_name\": \"Purchase\", \"event_time\": '\$(date +%s)', \"match_keys\": {\"email\": \"a@example.com\"}, \"currency\": \"EUR\", \"value\": 9}]}'"
echo "Console: http://localhost:8080/console   Meta, as the sandbox has it: http://localhost:8090/_sandbox/events   Grafana: http://localhost:3000"
