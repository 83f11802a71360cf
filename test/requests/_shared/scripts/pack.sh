#!/usr/bin/env bash
set -euo pipefail
echo "$tag $uniqeId"
tar cf "$1" G4Hits_*.root
