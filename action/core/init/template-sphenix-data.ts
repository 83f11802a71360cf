import type { AreaTemplate } from "./repository-template.ts";

const hosts = 20;
const [run, segment] = ["00078950", "00000"];

/** Data of sPHENIX, run after run, under the names of its rules: here Full_CALOFITTING_run3physics. */
export const sphenixData: AreaTemplate = {
  words: "data of sPHENIX, one submission a run",
  usual: {},
  tag: "{dataset}_{subsystem}_{build}_{conditions}",
  style: "integer",
  outDS: "{scope}.{tag}_{version}.b{run}",
  fields: {
    dataset: {
      rule: '{ pattern: "^run[0-9][a-z]+$", description: data that are taken such as run3auau }',
      example: "run3auau",
    },
    subsystem: {
      rule: "{ enum: [triggered, calofitting, calo, jets, streaming, trkrcluster, trkrseed, trkrtracks], description: what is made }",
      example: "calofitting",
    },
  },
  taken: { build: '{ drop: "." }', conditions: "{}" },
  rules: `
software:
  build: { pattern: "^(ana|pro)[.][0-9]+$|^new$", description: "a release such as ana.530 or pro.001, or new" }
  conditions: { pattern: "^(nocdbtag|newcdbtag|20[0-9]{2}p[0-9]{3})$", description: "a global tag such as 2025p008" }
# What is made with \`new\` or \`newcdbtag\` can never be made again.
releases:
  build: { not: { const: new } }
  conditions: { not: { const: newcdbtag } }

# The period: a slip of one digit is no run of it.
runs: { first: 66000, last: 90000 }
`,
  fileNames: "{name}[-{run:8}][-{segment:5}]{suffix}",
  setup: 'source /cvmfs/sphenix.sdcc.bnl.gov/gcc-12.1.0/opt/sphenix/core/bin/sphenix_setup.sh -n "$build"',
  productions: {
    calofitting: {
      description: "DST_CALOFITTING of a list of runs, one job a segment",
      files: ({ contact, sites }) => ({
        "production.yaml": String.raw`# Each run of runs.txt is a submission: a run that is appended needs no new version, and those before it stay.
# A job fits one segment, with the files of all hosts of the run. A run with fewer hosts is left out.
# More runs: their files into files.txt, then shrek bump PATH, then shrek runs add PATH RUN.
schema: 1
version: v001
tag: { dataset: run3auau, subsystem: calofitting } # CHANGE: names of all datasets are made from it
description: Waveforms of the calorimeters in gold data, fitted segment by segment # CHANGE: one line that describes the production
contact: [${contact}] # CHANGE: contact persons
build: ana.530 # CHANGE: software release
conditions: 2025p008 # CHANGE: global tag

runs: { list: runs.txt } # CHANGE: your runs, as the run database gives them
inputs:
  # What combining made, as the file catalogue gives it: a path or address a line.
  hosts: { list: files.txt, names: "DST_TRIGGERED_EVENT_{host}_run3auau_ana530_nocdbtag_v001-{run:8}-{segment:5}.root" } # CHANGE: your files
defaults: { sites: [${sites}], maxAttempt: 3, walltime: 12 }

steps:
  fit:
    in: [{ from: hosts, by: [run, segment], complete: { each: host, of: run, atLeast: 18 } }]
    out: [{ name: FITTED.tar, packs: "DST_CALOFITTING_*.root" }, { name: HIST.tar, packs: "HIST_*.root" }]
    memory: 2500 # MB a core
    resources: [Fun4All_Year2_Fitting.C]
    run: |
      dst=DST_CALOFITTING_${"${"}tag/_calofitting/}_$version-$(printf %08d-%05d "$run" "$segment").root
      printf '%s\n' "${"${"}hosts[@]}" >infile.list
      root.exe -q -b "Fun4All_Year2_Fitting.C(0,\"infile.list\",\"$dst\",\"${"${"}dst/DST_CALOFITTING/HIST_CALOFITTINGQA}\",\"$conditions\")"
`,
        "runs.txt": `# source: run database
# query: SELECT runnumber FROM runs WHERE events > 100000 AND seconds > 300
${Number(run)}
`,
        "files.txt": Array.from(
          { length: hosts },
          (_, host) =>
            `/sphenix/lustre01/sphnxpro/production/DST_TRIGGERED_EVENT_seb${String(host).padStart(2, "0")}_run3auau_ana530_nocdbtag_v001-${run}-${segment}.root\n`,
        ).join(""),
        // As `shrek bump` writes it of these lists.
        "inputs.lock": `step,run,segment,files,events,bytes,names,left out
fit,${Number(run)},0,${hosts},,,fce31480c1d45d7fb164c9ab8054886a,
`,
        "Fun4All_Year2_Fitting.C": fitting,
      }),
    },
  },
};

const fitting = String.raw`// CHANGE THIS: the macro of your release. Put it in its place and keep the five arguments.
int Fun4All_Year2_Fitting(const int nEvents, const char *list, const char *dst, const char *histograms, const char *tag)
{
  std::cout << "would fit the files of " << list << " into " << dst << " and " << histograms << " with " << tag << std::endl;
  return 1;
}
`;
