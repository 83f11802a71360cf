#!/usr/bin/env bash
# Usage: run_pass4.sh <evaluate> <output> <input>...
set -euo pipefail
evaluate=$1 output=$2
shift 2
ls "$@" >clusters.list
root.exe -q -b "pass4/Fun4All_Tracks.C(\"clusters.list\", \"$output\", $evaluate)"
