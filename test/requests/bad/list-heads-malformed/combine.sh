#!/bin/bash
cat "$3" >"$4"; echo "$1 $2"
