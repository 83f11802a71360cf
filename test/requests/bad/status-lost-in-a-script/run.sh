#!/usr/bin/env bash
root.exe -q -b "sim.C($nEvents,$uniqueId)" >log.txt
tar cf hits.tar G4Hits_*.root
cp log.txt log-copy.txt
