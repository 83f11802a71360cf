#!/usr/bin/env bash
# Usage: run_hfprod.sh <build> <nevents> <type> <job name> <output directory> <run number> <sequence number> <global tag>
# Generates heavy-flavour Pythia events and simulates them. The environment of the build is set up already.
set -euo pipefail

if [ $# -ne 8 ]; then
  sed -n '2s/^# //p' "$0" >&2
  exit 2
fi
build=$1 events=$2 type=$3 name=$4 directory=$5 run=$6 sequence=$7 conditions=$8
output="${directory}/${name}_${type}-${run}-${sequence}.root"
# Leading zeros would make bash and ROOT read an octal number.
seed=$((10#$sequence))

echo "build $build, $events $type events, run $run, sequence $sequence, conditions $conditions -> $output"
root.exe -q -b "pass1/Fun4All_G4_Pass1.C($events, \"$type\", \"$output\", $run, $seed, \"$conditions\")"
test -s "$output"
