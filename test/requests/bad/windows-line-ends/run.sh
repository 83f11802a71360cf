#!/usr/bin/env bash
set -e
make
tar cf hits.tar *.root
