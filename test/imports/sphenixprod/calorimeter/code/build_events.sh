#!/usr/bin/env bash
. "$SPHENIXPROD_SCRIPT_PATH/common_runscript_prep.sh"
./create_filelist_run_daqhost.py "$run" "$daqhost" "$inputs"
root_line="Toy_Events.C($nevents,\"$daqhost\",\"$outbase\",\"$outdir\")"
full_command="root.exe -q -b '$root_line'"
eval "$full_command"
status_f4a=$?
exit ${status_f4a:-1}
