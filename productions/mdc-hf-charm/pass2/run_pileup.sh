#!/usr/bin/env bash
# Usage: run_pileup.sh <build> <nevents> <signal archive> <list of background archives> <sequence number> <global tag>
# Merges simulated signal events with pile-up. The environment of the build is set up already.
set -euo pipefail

if [ $# -ne 6 ]; then
  sed -n '2s/^# //p' "$0" >&2
  exit 2
fi
build=$1 events=$2 signal=$3 backgrounds=$4 sequence=$5 conditions=$6

mkdir -p signal background
tar xf "$signal" -C signal
while IFS= read -r archive; do
  tar xf "$archive" -C background
done <"$backgrounds"
ls "$PWD"/signal/*.root >signal.list
ls "$PWD"/background/*.root >background-files.list

echo "build $build, $events events of $(cat signal.list), sequence $sequence, conditions $conditions"
root.exe -q -b "pass2/Fun4All_G4_Pileup.C($events, \"signal.list\", \"background-files.list\", \"DST_pileup-${sequence}.root\", \"$conditions\")"
