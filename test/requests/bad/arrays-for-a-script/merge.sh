#!/usr/bin/env bash
set -euo pipefail
hadd all.root "${IN1[@]}"
