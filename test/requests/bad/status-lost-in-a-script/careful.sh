#!/usr/bin/env bash
set -e
root.exe -q -b "sim.C($nEvents,$uniqueId)" | tee log.txt
tar cf hits.tar G4Hits_*.root
cp log.txt log-copy.txt
