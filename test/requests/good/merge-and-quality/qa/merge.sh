#!/usr/bin/env bash
# Usage: merge.sh <output> <file>...
set -euo pipefail
output=$1
shift
echo "merging $# files into $output"
hadd -f "$output" "$@"
