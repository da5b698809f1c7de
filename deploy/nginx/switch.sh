#!/usr/bin/env bash
# Blue-green behind nginx:
#
#   KEY_FILE=key switch.sh CONF RUN FRONT COLOUR
#
#   CONF     nginx.conf, with site/ beside it    RUN     the folder that nginx was started with (-p)
#   FRONT    where callers come in, such as https://lens.example    COLOUR   blue or green: who gets the traffic
#
# The colour's processes run already; each is tried before any traffic goes there. When the service does not answer as it
# should within the window after the switch, the traffic goes back and the script fails. The colour before is not ended:
# to go back is to switch again. $KEY_FILE holds an API key with which it may analyse; $WINDOW: seconds of the window (60).
set -euo pipefail

configuration=${1:?which nginx.conf}
run=${2:?which folder nginx runs in}
front=${3:?where callers come in}
colour=${4:?blue or green}
key_file=${KEY_FILE:?a file with an API key}
window=${WINDOW:-60}
site=$(dirname "$configuration")/site

say() { echo "switch: $*" >&2; }

# Ready, and able to do what the service is for. The key is in no command line, where others could read it.
works() {
  curl --silent --fail --max-time 5 --output /dev/null "$1/health/ready" &&
    printf 'Authorization: Bearer %s' "$(<"$key_file")" |
    curl --silent --fail --max-time 5 --header @- --header 'Content-Type: application/json' \
      --data '{"code":"def f(nums):\n    return sorted(nums)\n","language":"python","keep":"nothing"}' \
      "$1/v1/analyses" | grep --quiet --fixed-strings 'O(n log n)'
}

# In one step: a reader sees the file before or the one after. The old workers end what they have begun.
give_traffic_to() {
  echo "include site/$1.conf;" >"$site/active.conf.new"
  mv "$site/active.conf.new" "$site/active.conf"
  nginx -t -q -p "$run/" -c "$configuration" && kill -HUP "$(<"$run/nginx.pid")"
}

# Through the front door, once a second; two answers may be missed.
stays_healthy() {
  local missed=0 second
  for ((second = 0; second < window; second++)); do
    sleep 1
    works "$front" || missed=$((missed + 1))
    if [ "$missed" -gt 2 ]; then return 1; fi
  done
}

case $colour in
  blue) before=green ;;
  green) before=blue ;;
  *) say "$colour is no colour" && exit 2 ;;
esac
if grep --quiet "site/$colour.conf" "$site/active.conf"; then
  say "$colour has the traffic already"
  exit 0
fi
servers=$(sed -n 's/^server \([^ ;]*\).*/\1/p' "$site/$colour.conf")
if [ -z "$servers" ]; then say "$colour has no processes" && exit 1; fi
for server in $servers; do
  if ! works "http://$server"; then
    say "$server of $colour does not work; $before keeps the traffic"
    exit 1
  fi
done
if ! give_traffic_to "$colour" || ! stays_healthy; then
  say "$colour fails; the traffic goes back to $before"
  give_traffic_to "$before"
  # nginx takes the file up in its own time.
  for _ in {1..20}; do
    works "$front" && exit 1
    sleep 0.5
  done
  say "$before does not answer either"
  exit 1
fi
say "$colour has the traffic"
