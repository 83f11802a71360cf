#!/usr/bin/env bash
# Every argument, and the content of those that are files.
for word in "$@"; do
  echo "$word"
  if [ -f "$word" ]; then sed 's/^/  /' "$word"; fi
done
