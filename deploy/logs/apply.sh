#!/usr/bin/env bash
# Gives Elasticsearch what the log needs, before the first line is shipped; may be repeated.
#   apply.sh https://elasticsearch:9200 [curl's options, such as --user or --cacert]
set -euo pipefail
url=${1:?the address of Elasticsearch}
shift
cd "$(dirname "$0")/elasticsearch"
send() {
  curl --silent --show-error --fail --request PUT --header 'Content-Type: application/json' --data-binary "@$1" "${@:3}" "$url/$2"
}
send lifecycle.json _ilm/policy/big-o-lens-logs "$@"
send pipeline.json _ingest/pipeline/big-o-lens-logs "$@"
send index-template.json _index_template/big-o-lens-logs "$@"
