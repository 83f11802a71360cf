#!/bin/bash
shopt -s extglob
ls !(*.log)
