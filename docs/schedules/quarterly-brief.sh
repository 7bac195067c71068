#!/bin/sh
# The brief of the last quarter; what is given is handed on to jixiao brief (--dataset, --department, --language …).
set -eu
cd "$(dirname "$0")/../.."
exec .venv/bin/jixiao brief --quarter "$(docs/schedules/last-quarter.sh)" --quiet "$@"
