import type { RepositoryTemplate } from "./repository-template.ts";
import { sphenixData } from "./template-sphenix-data.ts";

/** Simulations of sPHENIX, as this repository has them too, and its data. */
export const sphenixTemplate: RepositoryTemplate = {
  words: "simulations and data of sPHENIX",
  usual: {
    experiment: "sPHENIX",
    vo: "sphenix",
    site: "BNL_OSG_SPHENIX",
    scope: "group.sphenix",
    "trial-scope": "user.sphnxpro",
  },
  fields: {
    campaign: {
      rule: '{ type: string, pattern: "^sP[0-9]{2}[a-z]$", description: "sP, two digits of the year and a letter, such as sP26a" }',
      example: "sP26a",
    },
    physics: {
      rule: "{ enum: [hfcharm, hfbottom, minbias, jet10, jet30], description: the process that is generated }",
      example: "hfcharm",
    },
    stage: {
      rule: "{ enum: [signal, background, pileup, mdc], description: the part of the chain }",
      example: "signal",
    },
  },
  rules: `
# Releases that are installed on CVMFS.
software:
  build: { pattern: "^(ana|pro|new|mdc2)[.][0-9]+$|^new$", description: "a release such as ana.418 or pro.12, or new" }
# What is made with \`new\` can never be made again.
releases:
  build: { not: { const: new } }

# Runs that are appended to a list, with nothing else, need no approval up to this a day; others need one.
policy:
  runs: { coreHoursPerDay: 10000 }
`,
  areas: { data: sphenixData },
  fileNames: "{name}[-{run:8}][-{stream}][-{segment:5}]{suffix}",
  setup: 'source /cvmfs/sphenix.sdcc.bnl.gov/gcc-12.1.0/opt/sphenix/core/bin/sphenix_setup.sh -n "$build"',
  productions: {
    simulation: {
      description: "a simulation of one step",
      files: ({ contact, sites }) => ({
        "production.yaml": String.raw`# yaml-language-server: $schema=../../production.schema.json
# A simulation of one step: every job makes events of its own from a seed that no other job has.
schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: minbias, stage: background } # CHANGE: names of all datasets are made from it
description: Minimum-bias events through the detector simulation # CHANGE: one line that describes the production
contact: [${contact}] # CHANGE: contact persons
build: ana.418 # CHANGE: software release
conditions: MDC2_ana.418 # CHANGE: global tag

defaults: { sites: [${sites}], maxAttempt: 3 }

steps:
  simulate:
    out: [G4Hits.root]
    jobs: 100 # how many jobs; each reads a number of its own as $uniqueId
    eventsPerJob: 100 # the payload reads it as $nEvents
    memory: 2048 # MB a core
    walltime: 12 # hours, the most that a job may take
    resources: [Fun4All_Simulate.C]
    run: |
      root.exe -q -b "Fun4All_Simulate.C($nEvents,$uniqueId,\"G4Hits.root\")"
`,
        "Fun4All_Simulate.C": macroOfOneStep,
      }),
    },
    chain: {
      description: "signal and background, and the one embedded in the other",
      files: ({ contact, sites }) => ({
        "production.yaml": String.raw`# yaml-language-server: $schema=../../production.schema.json
# Signal embedded in pile-up: two simulations, and a step that reads one file of the first and several of the second.
schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: hfcharm, stage: mdc } # CHANGE: names of all datasets are made from it
description: Charm events embedded in pile-up # CHANGE: one line that describes the production
contact: [${contact}] # CHANGE: contact persons
build: ana.418 # CHANGE: software release
conditions: MDC2_ana.418 # CHANGE: global tag

defaults: { sites: [${sites}], maxAttempt: 3, memory: 2048, walltime: 12 }

steps:
  signal:
    out: [Signal.root]
    jobs: 100
    eventsPerJob: 100
    parameters: { kind: signal } # the payload reads it as $kind
    resources: [Fun4All_Simulate.C]
    run: |
      root.exe -q -b "Fun4All_Simulate.C($nEvents,$uniqueId,\"$kind\",\"Signal.root\")"

  background:
    out: [Background.root]
    jobs: 200
    eventsPerJob: 100
    parameters: { kind: background }
    resources: [Fun4All_Simulate.C]
    run: |
      root.exe -q -b "Fun4All_Simulate.C($nEvents,$uniqueId,\"$kind\",\"Background.root\")"

  pileup:
    in:
      - { from: signal, filesPerJob: 1 } # signal drives the splitting: as many jobs as signal files
      - { from: background, filesPerJob: 10, reuse: true } # background is an array of ten files
    out: [DST.root]
    eventsPerJob: 100
    memory: 4000
    resources: [Fun4All_Pileup.C]
    run: |
      printf '%s\n' "${"${"}background[@]}" >background.list
      root.exe -q -b "Fun4All_Pileup.C($nEvents,\"${"${"}signal[0]}\",\"background.list\",\"DST.root\")"
`,
        "Fun4All_Simulate.C": macroOfChain,
        "Fun4All_Pileup.C": pileup,
      }),
    },
  },
};

const macroOfOneStep = String.raw`// CHANGE THIS: the macro that the jobs run. Put yours in its place and keep the three arguments.
int Fun4All_Simulate(const int nEvents, const int seed, const char *output)
{
  std::cout << "would simulate " << nEvents << " events from seed " << seed << " into " << output
            << ", with the global tag " << std::getenv("conditions") << std::endl;
  return 1;
}
`;

const macroOfChain = String.raw`// CHANGE THIS: the macro of both simulations. Put yours in its place and keep the arguments.
int Fun4All_Simulate(const int nEvents, const int seed, const char *kind, const char *output)
{
  std::cout << "would simulate " << nEvents << " " << kind << " events from seed " << seed << " into " << output
            << ", with the global tag " << std::getenv("conditions") << std::endl;
  return 1;
}
`;

const pileup = String.raw`// CHANGE THIS: the macro that embeds. Put yours in its place and keep the arguments.
int Fun4All_Pileup(const int nEvents, const char *signal, const char *backgroundList, const char *output)
{
  std::cout << "would embed " << nEvents << " events of " << signal << " in those of " << backgroundList << " into " << output
            << ", with the global tag " << std::getenv("conditions") << std::endl;
  return 1;
}
`;
