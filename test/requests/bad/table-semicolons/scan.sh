#!/usr/bin/env bash
set -eu
printf "%s\n" "$@"
