import { type SourceFile, textFile } from "../../text/source-file.ts";

/** sphenixprod's own programs for jobs that it did not submit: lists are written, and no database is asked. */
export const standIns = (): readonly SourceFile[] => [
  textFile("common_runscript_prep.sh", prepare, "100755"),
  ...["create_filelist_run_daqhost.py", "create_full_filelist_run_seg.py", "stageout.sh"].map((name) =>
    textFile(name, nothingToDo, "100755"),
  ),
];

/** In the order of sphenixprod's arguments. */
export const scriptArguments = [
  "buildarg",
  "dataset",
  "intriplet",
  "dsttype",
  "run",
  "seg",
  "daqhost",
  "inputs",
  "nevents",
  "outdir",
  "histdir",
  "outbase",
  "neventsper",
  "dbtag",
  "logbase",
  "logdir",
  "condor_rsync",
] as const;
export type ScriptArgument = (typeof scriptArguments)[number];

const prepare = `# Sourced by the scripts of rules: gives sphenixprod's names to their arguments. shellcheck shell=bash disable=SC2034
${scriptArguments.map((name, index) => `${name}=\${${index + 1}:?}`).join("\n")}
dbid=-1
`;

const nothingToDo = `#!/usr/bin/env bash
# SHREK has written the lists of files, and PanDA takes the files of a job from where they are.
exit 0
`;
