#!/usr/bin/env bash
# Usage: overlay.sh <events> <signal> <crossing>...
set -euo pipefail
events=$1
signal=$2
shift 2
number=0
for crossing in "$@"; do
  number=$((number + 1))
  g4overlay --events "$events" --signal "$signal" --crossing "$crossing" --output "overlay_${number}.root"
done
