#!/usr/bin/env bash
set -euo pipefail
events=$1 seed=$((10#$2)) output=$3
g4signal --events "$events" --seed "$seed" --geometry "$OFFLINE_GEOMETRY" --output "$output"
