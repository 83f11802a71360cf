#!/bin/bash
cp "$3" out.root; echo "$1 $2"
