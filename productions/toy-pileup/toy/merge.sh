#!/usr/bin/env bash
# All events in the order of their seeds, and one line that sums them up.
set -euo pipefail
sort -k2,2n -k3,3n "$@"
awk '{ events++; signal += $4; pileup += $5 } END { printf "total %d %d %d\n", events, signal, pileup }' "$@"
