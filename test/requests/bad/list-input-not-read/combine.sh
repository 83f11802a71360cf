#!/bin/bash
cat "$2" >"$3"; echo "$1"
