#!/usr/bin/env bash
set -e
root.exe -q -b "Fun4All_G4_Pass3Trk.C($uniqueId)"
