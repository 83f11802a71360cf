#!/usr/bin/env bash
set -euo pipefail
hadd all.root "${simulate[@]}"
