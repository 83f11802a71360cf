#!/usr/bin/env bash
# Usage: run_pass3.sh <events> <input> <output> <build>
set -euo pipefail
if [ $# -ne 4 ]; then
  echo "four arguments are needed" >&2
  exit 2
fi
events=$1
input=$2
output=$3
echo "clusters of $input with $4"
root.exe -q -b "pass3/Fun4All_Clusters.C($events, \"$input\", \"$output\")"
