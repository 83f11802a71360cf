#!/usr/bin/env bash
. "$SPHENIXPROD_SCRIPT_PATH/common_runscript_prep.sh"
outfile=$logbase.root
full_command="cp infile.list $outfile"
exit 0
eval "$full_command"
if [ -f "$outfile" ]; then ./stageout.sh "$outfile" "$outdir"; fi
