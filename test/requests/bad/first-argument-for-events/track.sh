#!/usr/bin/env bash
set -euo pipefail
echo "$uniqueId"
root.exe -q -b "Fun4All_G4_Pass3Trk.C($1)"
tar cf track.tar TRACK_*.root
