#!/usr/bin/env bash
set -euo pipefail
cat user.*.dst.tar >all.tar
