#!/usr/bin/env bash
# Blue-green in a cluster:
#
#   switch.sh ENVIRONMENT IMAGE    gives the traffic to the image, in the slot that is idle
#   switch.sh ENVIRONMENT --back   gives it back to the slot that had it before
#
# The slot is tried before it gets traffic. When the service does not answer as it should within the window after the
# switch, the traffic goes back and the script fails. $WINDOW: seconds of that window (60).
set -euo pipefail

environment=${1:?which environment: staging or production}
image=${2:?which image, or --back}
window=${WINDOW:-60}
here=$(cd "$(dirname "$0")" && pwd)

kube() { kubectl --namespace "big-o-lens-$environment" "$@"; }
say() { echo "switch: $*" >&2; }
rendered() { kubectl kustomize "$here/overlays/$environment"; }
other() { if [ "$1" = blue ]; then echo green; else echo blue; fi; }

# Which slot has the traffic; empty before the first release.
live_slot() {
  kube get service big-o-lens --ignore-not-found --output 'go-template={{index .spec.selector "big-o-lens/slot"}}'
}

# As many pods as the live slot has: it is what the traffic needs now. The autoscaler then goes on.
start() {
  local pods=1
  if [ -n "$live" ]; then pods=$(kube get "deployment/big-o-lens-$live" --output 'jsonpath={.spec.replicas}'); fi
  kube scale "deployment/big-o-lens-$1" --replicas "$pods" &&
    kube rollout status "deployment/big-o-lens-$1" --timeout 5m
}

# The slot by itself, before anybody depends on it: it is ready, its store answers, and so does the API.
works() {
  kube exec "deployment/big-o-lens-$1" -- node --eval '
    const get = async (path) => {
      const answer = await fetch("http://127.0.0.1:8080" + path, { signal: AbortSignal.timeout(5000) });
      if (!answer.ok) throw new Error(path + " answered " + answer.status);
      return answer.json();
    };
    const check = async () => {
      const { store } = await get("/health/ready");
      if (store !== "ok") throw new Error("the store is " + store);
      const { items } = await get("/v1/languages");
      if (items.length === 0) throw new Error("no language is served");
    };
    check().catch((error) => { console.error(String(error)); process.exit(1); });'
}

give_traffic_to() {
  kube patch service big-o-lens --type merge --patch "{\"spec\":{\"selector\":{\"big-o-lens/slot\":\"$1\"}}}"
}

# Through the front door, once a second. Two answers may be missed: switching takes a moment to get around.
stays_healthy() {
  local url missed=0
  url=$(kube get ingress big-o-lens --output 'jsonpath=https://{.spec.rules[0].host}/health/ready')
  for ((second = 0; second < window; second++)); do
    curl --silent --fail --max-time 3 --output /dev/null "$url" || missed=$((missed + 1))
    if [ "$missed" -gt 2 ]; then return 1; fi
    sleep 1
  done
}

live=$(live_slot)
idle=$(if [ -n "$live" ]; then other "$live"; else echo blue; fi)

if [ "$image" != --back ]; then
  say "to $idle: $image"
  rendered | kube apply --filename - --selector '!big-o-lens/slot,!big-o-lens/traffic'
  rendered | kube apply --filename - --selector "big-o-lens/slot=$idle"
  kube set image "deployment/big-o-lens-$idle" "service=$image"
fi
if ! start "$idle" || ! works "$idle"; then
  say "$idle does not work; ${live:-nothing} keeps the traffic"
  kube scale "deployment/big-o-lens-$idle" --replicas 0
  exit 1
fi
if [ -z "$live" ]; then rendered | kube apply --filename - --selector big-o-lens/traffic; fi
give_traffic_to "$idle"
if ! stays_healthy; then
  if [ -z "$live" ]; then
    say "$idle fails, and there is nothing to go back to"
    exit 1
  fi
  say "$idle fails; the traffic goes back to $live"
  give_traffic_to "$live"
  kube scale "deployment/big-o-lens-$idle" --replicas 0
  exit 1
fi
if [ -n "$live" ]; then kube scale "deployment/big-o-lens-$live" --replicas 0; fi
say "$idle has the traffic"
