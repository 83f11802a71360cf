#!/usr/bin/env bash
. "$SPHENIXPROD_SCRIPT_PATH/common_runscript_prep.sh"
./create_full_filelist_run_seg.py "$dataset" "$intriplet" "$dsttype" "$run" "$seg"
root_line="Toy_Fit.C($nevents,\"infile.list\",\"$logbase.root\",\"$dbtag\")"
full_command="root.exe -q -b '$root_line'"
eval "$full_command"
./stageout.sh "$logbase.root" "$outdir"
exit ${status_f4a:-1}
