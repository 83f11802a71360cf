#!/usr/bin/env bash
make a.root
