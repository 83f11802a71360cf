import type { RepositoryTemplate } from "./repository-template.ts";

/** Chunks of generated events of ePIC, whose payload registers what it makes at the experiment's own Rucio. */
export const epicTemplate: RepositoryTemplate = {
  words: "simulation campaigns of ePIC",
  usual: {
    experiment: "ePIC",
    tag: "{build}_{conditions}_{generator}_{process}_{species}_{beams}_{range}",
    vo: "eic",
    "working-group": "EIC",
    site: "BNL_OSG_EPIC_PROD_1",
    scope: "group.EIC",
    monitor: "https://pandamon01.sdcc.bnl.gov",
    panda: "https://pandaserver01.sdcc.bnl.gov:25443/server/panda",
  },
  fields: {
    generator: {
      rule: '{ pattern: "^[A-Za-z][A-Za-z0-9.-]*[0-9][.][0-9]+$", description: "release of the generator, such as pythia8.316-1.0 or DEMPgen-1.2.4" }',
      example: "pythia8.316-1.0",
    },
    process: {
      rule: '{ pattern: "^[A-Za-z][A-Za-z0-9-]*$", description: "what is generated, with radiation where it is said: NC-noRad, DVCS, ddis-ewRad" }',
      example: "NC-noRad",
    },
    species: {
      rule: '{ pattern: "^e(p|[A-Z][A-Za-z0-9]*)$", description: "the beams: ep, or with an ion such as eAu" }',
      example: "ep",
    },
    beams: {
      rule: "{ enum: [5x41, 5x100, 9x100, 9x130, 9x250, 9x275, 10x100, 10x110, 10x115, 10x130, 10x166, 10x250, 10x275, 18x110, 18x275], description: their energies in GeV }",
      example: "10x100",
    },
    range: {
      rule: '{ pattern: "^[A-Za-z0-9][A-Za-z0-9.-]*$", description: "what the generator was asked for, such as q2-1to10 or minQ2-1" }',
      example: "q2-1to10",
    },
  },
  rules: `
# build: the detector's version, which the image must have. conditions: its configuration.
software:
  build: { pattern: "^[0-9]{2}[.][0-9]{2}[.][0-9]+$", description: "a version of the detector such as 26.07.1" }
  conditions: { pattern: "^epic_[a-z0-9_]+$", description: "a configuration of the detector such as epic_craterlake" }
  container:
    pattern: "^/cvmfs/singularity[.]opensciencegrid[.]org/eicweb/eic_xl:[0-9]{2}[.][0-9]{2}[.][0-9]+-stable$"
    description: a stable image such as /cvmfs/singularity.opensciencegrid.org/eicweb/eic_xl:26.07.1-stable
`,
  productions: {
    chunks: {
      description: "simulation and reconstruction of generated events: one chunk of a file a job",
      files: ({ tag, contact, sites }) => ({
        "production.yaml": request(tag, contact, sites),
        "jobs.csv": `file,ext,nevents,chunk
DIS/NC/10x100/minQ2=1/pythia8NCDIS_10x100_minQ2=1_beamEffects_xAngle=-0.025_hiDiv_1,hepmc3.tree.root,1000,0000
`,
        "simulate.sh": simulateScript,
        "count.sh": countScript,
        "count_events.C": countEvents,
      }),
    },
  },
};

const request = (
  tag: string,
  contact: string,
  sites: string,
): string => `# yaml-language-server: $schema=../../production.schema.json
# Each row of jobs.csv is a job. It simulates and reconstructs a chunk of a file of generated events, and registers what
# it made at the experiment's Rucio. PanDA keeps a line that says so.
schema: 1
version: 1.0.0
tag: { ${tag} } # CHANGE: names of all datasets are made from it
description: Neutral currents for a study # CHANGE: one line that describes the production
contact: [${contact}] # CHANGE: contact persons
build: 26.07.1 # CHANGE: version of the detector
conditions: epic_craterlake # CHANGE: configuration of the detector

defaults: { sites: [${sites}], maxAttempt: 3 }

steps:
  simulate:
    table: jobs.csv # CHANGE: your rows, as \`shrek import csv\` writes them
    out: [registered.txt]
    memory: 4096 # MB a core
    walltime: 4 # hours, the most that a job may take
    container: /cvmfs/singularity.opensciencegrid.org/eicweb/eic_xl:26.07.1-stable
    parameters: { ion: none } # of an ion beam its isotope, such as Au197
    resources: [simulate.sh, count.sh, count_events.C]
    run: bash simulate.sh "$file" "$ext" "$nevents" "$chunk" "$ion"
    checks: { run: bash count.sh } # counts the events that are delivered
`;

const simulateScript = String.raw`# One job: a file below EVGEN, its ending, events, number of the chunk, isotope of an ion beam or none.
# The campaigns' script in the image reads the events, and registers what it makes.
set -euo pipefail
# What campaigns decide for all jobs.
export COPYRECO=true COPYFULL=false COPYLOG=false USERUCIO=true

[[ $tag =~ _([0-9]+)x([0-9]+)_ ]] || { echo "The tag $tag names no beams." >&2; exit 1; }
export EBEAM=${"${BASH_REMATCH[1]}"} PBEAM=${"${BASH_REMATCH[2]}"}
[ "$5" = none ] || PBEAM+=_$5
export DETECTOR_VERSION=$build DETECTOR_CONFIG=$conditions
# Files of one name would meet: versions behind the first have a folder of their own.
[ "$version" = 1.0.0 ] || export TAG_PREFIX=v$version
# Where the script leaves its files for count.sh.
export _CONDOR_SCRATCH_DIR=$PWD/scratch
mkdir -p "$_CONDOR_SCRATCH_DIR"

"${"${CAMPAIGNS:-/opt/campaigns/hepmc3}"}/scripts/run.sh" "EVGEN/$1" "$2" "$3" "$4"
echo "epic:/RECO/$build/$conditions/${"${TAG_PREFIX:+$TAG_PREFIX/}"}$1.$4.eicrecon.edm4eic.root" >registered.txt
`;

const countScript = String.raw`# Behind the payload: how many events the reconstructed file has. PanDA adds them up.
set -euo pipefail
reco=$(find scratch -name '*.edm4eic.root')
[ -n "$reco" ] || { echo "There is no reconstructed file." >&2; exit 1; }
events=$(root -l -b -q "count_events.C(\"$reco\")" | sed -n 's/^events //p')
[ "${"${events:-0}"}" -gt 0 ] || { echo "$reco has no events." >&2; exit 1; }
echo "{ \"events\": $events }"
`;

const countEvents = `// Prints the entries of the tree of events.
int count_events(const char *name)
{
  TFile *file = TFile::Open(name);
  TTree *events = file == nullptr ? nullptr : file->Get<TTree>("events");
  std::cout << "events " << (events == nullptr ? 0 : events->GetEntries()) << std::endl;
  return 0;
}
`;
