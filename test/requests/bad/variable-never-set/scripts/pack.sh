#!/usr/bin/env bash
set -euo pipefail
archive=$1
tar cf "$archiv" CALO_*.root
