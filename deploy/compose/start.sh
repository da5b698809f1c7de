#!/usr/bin/env bash
# Starts everything in compose.yaml. Secrets and the certificate are made where they are not there yet, so that one's own
# can be put in their place.
set -euo pipefail
cd "$(dirname "$0")"

secret() { openssl rand -hex 24; }
# Writes standard input to a file that is not there yet. Containers read it as users of their own; the folder is closed.
keep() {
  if [ -e "$1" ]; then cat >/dev/null; else cat >"$1" && chmod 644 "$1"; fi
}

mkdir -p secrets
chmod 700 secrets
echo "first:$(openssl rand -base64 32)" | keep secrets/encryption-keys
secret | keep secrets/mongodb-password
echo "mongodb://lens:$(<secrets/mongodb-password)@mongodb:27017/lens?authSource=admin" | keep secrets/mongodb-uri
echo "requirepass $(secret)" | keep secrets/redis-conf
echo "redis://:$(cut -d ' ' -f 2 secrets/redis-conf)@redis:6379" | keep secrets/redis-url
secret | keep secrets/grafana-password
# Where alerts go, until somebody puts a webhook's address here: nowhere.
for name in pager-url tickets-url; do echo http://127.0.0.1:9/ | keep "secrets/$name"; done

if [ ! -e nginx/tls.crt ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,DNS:nginx -keyout nginx/tls.key -out nginx/tls.crt 2>/dev/null
fi

docker compose up --build --detach "$@"
echo "The first admin's key: docker compose -f $PWD/compose.yaml logs blue" >&2
