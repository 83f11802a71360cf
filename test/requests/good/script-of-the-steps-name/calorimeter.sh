#!/usr/bin/env bash
echo hi
tar cf calo.tar CALO_*.root
