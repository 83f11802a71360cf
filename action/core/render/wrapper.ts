import { scriptOf } from "../files/resources.ts";
import { filesBegin } from "../plan/pattern-files.ts";
import { dividesFiles, readsInputs } from "../plan/prun-options.ts";
import { isPairing, primaryStreams, type Stream, secondaryStreams } from "../plan/streams.ts";
import { compareText } from "../problems/problem.ts";
import { maxOfAll } from "../production/all-files.ts";
import { countsAnew, isOneFile, type Production, type Step, type StepOutput } from "../production/production.ts";
import { keysOfNames, knownOrigin, pairOf } from "./generated-checks.ts";
import { movedExits, shortInput, stageExits } from "./job-exits.ts";
import { packFiles, unpackFiles } from "./packed-files.ts";
import { nameFiles, noteFiles } from "./pattern-files.ts";
import { shellQuote } from "./shell-quote.ts";
import { ownRow, writtenRows } from "./table-rows.ts";

/** The file that a job executes. The author's text stays in a file of its own, so that it cannot reach into this one. */
export const renderWrapper = (production: Production, step: Step): string => {
  const lines = [
    "#!/usr/bin/env bash",
    `# Step ${step.name} of ${production.tag} ${production.version}, made by shrek. Change the request, not this.`,
    "",
    "{ # bash reads all of this before it begins: a resource of the same name may then take this file's place",
    ...exportsOf(production, step),
    "",
    `shrek_stop() { trap - EXIT; echo "shrek: $2 (exit $1)" >&2; exit "$1"; }`,
    ...setUp(step),
    ...numbersOf(step),
    ...(readsInputs(step)
      ? [
          ...primaryChecks(production, step),
          ...secondaryStreams(step).flatMap((stream, index) => streamChecks(production, stream, index)),
        ]
      : []),
    ...(step.row === undefined
      ? []
      : ownRow(step.row, { stop: `shrek_stop ${stageExits.noNumber}`, noInput: `shrek_stop ${stageExits.noInput}` })),
    ...unpackFiles(step, `shrek_stop ${stageExits.noInput}`, `shrek_stop ${stageExits.stageIn}`),
    ...stageIn(step),
    ...noteFiles(step),
    "",
    "( set -eo pipefail",
    `  . ./${payloadName(step)} )`,
    "shrek_status=$?",
    ...movedExits,
    '[ "$shrek_status" -eq 0 ] || shrek_stop "$shrek_moved" "the payload ended with exit code $shrek_status"',
    ...writtenRows(step),
    ...checked(step),
    ...packFiles(step, `shrek_stop ${stageExits.outputMissing}`, `shrek_stop ${stageExits.stageOut}`),
    ...nameFiles(production.outDS, step, {
      missing: `shrek_stop ${stageExits.outputMissing}`,
      small: `shrek_stop ${stageExits.smallOutput}`,
      notStored: `shrek_stop ${stageExits.stageOut}`,
    }),
    ...step.outputs.filter(({ pattern }) => pattern === undefined).flatMap(outputChecks),
    ...handedOn(step),
    "exit 0",
    "}",
  ];
  return `${lines.join("\n")}\n`;
};

export const wrapperName = (step: Step): string => `${step.name}.sh`;
export const payloadName = (step: Step): string => `${step.name}.run.sh`;
export const checkName = (step: Step): string => `${step.name}.check.sh`;
export const resourceFolder = (step: Step): string => `__${step.name}`;

/** The author's text, or the script that it names: read by the same shell, which hands no array to a child. */
export const renderPayload = (step: Step): string => {
  const script = scriptOf(step.run);
  const text = script === undefined ? step.run : `. ${shellQuote(`./${script}`)}`;
  return text.endsWith("\n") ? text : `${text}\n`;
};

const exportsOf = (production: Production, step: Step): readonly string[] => {
  const { request, tag, version } = production;
  const fixed = { tag, version, build: step.build, conditions: request.conditions, step: step.name };
  const given = {
    ...fixed,
    ...(production.row === undefined ? {} : { run: production.row.run, ...production.row.columns }),
    ...(step.eventsPerJob === undefined ? {} : { nEvents: step.eventsPerJob }),
    ...Object.fromEntries(Object.entries(step.parameters).toSorted(([a], [b]) => compareText(a, b))),
  };
  return [
    ...Object.entries(given).map(([name, value]) => `export ${name}=${shellQuote(String(value))}`),
    // The last argument, whatever inputs stand before it.
    ...(dividesFiles(step) ? ['export firstEvent="${!#}"'] : []),
  ];
};

/**
 * The seed is the one number that stays with a job over retries (PANDA J1, PANDA J2); `$2` is the number before the
 * first. Where PanDA begins anew with each reading of the data, neither says which job it is.
 */
const numbersOf = (step: Step): readonly string[] =>
  countsAnew(step)
    ? []
    : [
        `[[ \${1:-} =~ ^[0-9]{1,18}$ && \${2:-} =~ ^[0-9]{1,18}$ ]] || shrek_stop ${stageExits.noNumber} "the number of the job is not known"`,
        ...(step.seed === undefined ? [] : ["export uniqueId=$((10#$1))"]),
        "export job=$((10#$1 - 10#$2))",
      ];

const streamChecks = (production: Production, input: Stream, index: number): readonly string[] => {
  const { name } = input;
  return [
    `IFS=, read -r -a ${name} <<<"\${${index + 4}:-}"`,
    `[ "\${#${name}[@]}" -gt 0 ] || shrek_stop ${stageExits.noInput} "${name} is empty"`,
    ...allThere(production, input),
    areHere(name),
  ];
};

/** Files that are lost upstream would be missing in a sum, and nobody would see it in the result. */
const allThere = (production: Production, input: Stream): readonly string[] => {
  const { name, source, filesPerJob, allOf } = input;
  if (allOf === undefined) return [];
  const { least } = allOf;
  const ofRun = production.row === undefined ? "" : ` of run ${production.row.run}`;
  const from = source.kind === "step" ? `${source.step}/${source.output}` : source.input;
  const number = `\${#${name}[@]}`;
  const stop = `shrek_stop ${shortInput(input.stream)}`;
  if (input.byPattern !== undefined && source.kind === "step")
    return filesOfAllJobs(filesBegin(production.outDS, source.step), input, least, `${name}${ofRun}`);
  const wanted = least === filesPerJob ? `${least}` : `at least ${least} of ${filesPerJob}`;
  return [
    `[ "${number}" -ge ${least} ] && [ "${number}" -le ${filesPerJob} ] || ${stop} "${name}${ofRun} has ${number} files of ${from}, and must have ${wanted}"`,
  ];
};

/** How many files there are nobody knows, but their names say which jobs made them. With as many as a job can get there may be more. */
const filesOfAllJobs = (
  begin: string,
  { name, filesPerJob, stream }: Stream,
  least: number,
  words: string,
): readonly string[] => {
  const stop = `shrek_stop ${shortInput(stream)}`;
  const wanted = least === filesPerJob ? `${least}` : `at least ${least} of ${filesPerJob}`;
  return [
    `[ "\${#${name}[@]}" -lt ${maxOfAll.primary} ] || ${stop} "${words} has \${#${name}[@]} files, and there may be more that no job can read with them"`,
    "declare -A shrek_jobs=()",
    `for shrek_file in "\${${name}[@]}"; do shrek_file=\${shrek_file##*/}; shrek_file=\${shrek_file#${shellQuote(begin)}}; shrek_jobs[\${shrek_file%%.*}]=1; done`,
    `[ "\${#shrek_jobs[@]}" -ge ${least} ] || ${stop} "${words} has files of \${#shrek_jobs[@]} jobs, and must have those of ${wanted}"`,
  ];
};

const areHere = (input: string): string =>
  `for shrek_file in "\${${input}[@]}"; do [ -e "$shrek_file" ] || shrek_stop ${stageExits.noInput} "${input}: $shrek_file is not here"; done`;

const primaryChecks = (production: Production, step: Step): readonly string[] => {
  const stop = `shrek_stop ${stageExits.noPair}`;
  if (isPairing(step)) return [...pairOf(step, stop), ...primaryStreams(step).map(({ name }) => areHere(name))];
  return [
    ...primaryStreams(step).flatMap((stream) => streamChecks(production, stream, -1)),
    ...knownOrigin(step, stop),
    ...keysOfNames(production, step, stop),
  ];
};

const outputChecks = ({ name, minBytes }: StepOutput): readonly string[] => {
  const stop = (exit: number, why: string): string => `shrek_stop ${exit} ${shellQuote(why)}`;
  const file = shellQuote(name);
  return [
    `[ -f ${file} ] || ${stop(stageExits.outputMissing, `the payload made no ${name}`)}`,
    ...(minBytes === undefined
      ? []
      : [
          `[ ! -e ${file} ] || [ "$(wc -c <${file})" -ge ${minBytes} ] || ${stop(stageExits.smallOutput, `${name} has less than ${minBytes} bytes`)}`,
        ]),
  ];
};

const checkFile = ".shrek_check.json";
/** The job script makes the job's report of the first (PANDA P53), and adds the second if the payload has written the first itself. */
const handedOn = ({ checks }: Step): readonly string[] =>
  checks === undefined
    ? []
    : [
        `if [ "$(wc -c <${checkFile})" -le ${largestReport} ] && [[ $(<${checkFile}) =~ ^[[:space:]]*[{] ]]; then`,
        `  for shrek_report in userJobMetadata.json jobReport.json; do [ -e "$shrek_report" ] || { printf '{ "checks": %s }\\n' "$(<${checkFile})" >"$shrek_report"; break; }; done`,
        "fi",
      ];
const largestReport = 100_000;

/** Behind the payload, before files are packed or renamed. No pattern of outputs finds the name of what it prints. */
const checked = (step: Step): readonly string[] => {
  const { checks, outputs, eventsPerJob } = step;
  if (checks === undefined) return [];
  const file = checkFile;
  const stop = (stage: keyof typeof stageExits): string => `shrek_stop ${stageExits[stage]}`;
  return [
    ...outputs.filter(isOneFile).flatMap(outputChecks),
    "( set -eo pipefail",
    `  . ./${checkName(step)} ) >${file}`,
    "shrek_status=$?",
    `cat ${file}`,
    `[ "$shrek_status" -eq 0 ] || ${stop("check")} "the check of the outputs ended with exit code $shrek_status"`,
    ...(checks.least === undefined
      ? []
      : [
          `shrek_events='"events"[[:space:]]*:[[:space:]]*([0-9]{1,15})[[:space:]]*[,}]'`,
          `[[ $(<${file}) =~ $shrek_events ]] || ${stop("checkWithoutNumber")} 'the check printed no number of "events"'`,
          `[ "\${BASH_REMATCH[1]}" -ge ${checks.least} ] || ${stop("fewEvents")} "the outputs hold \${BASH_REMATCH[1]} events of ${eventsPerJob}, and must hold ${checks.least}"`,
        ]),
  ];
};

const stageIn = (step: Step): readonly string[] =>
  step.resources.length === 0
    ? []
    : [`cp -R ${resourceFolder(step)}/. . || shrek_stop ${stageExits.stageIn} "the resources cannot be copied"`];

/**
 * Outside strict mode: set-up scripts of experiments use unset variables and failing tests. They come before the inputs
 * have their names, which a script may use for itself, as it may shift the arguments. One that ends the shell, be it with
 * 0, has run no payload.
 */
const setUp = ({ setup }: Step): readonly string[] =>
  setup === undefined
    ? []
    : [
        'shrek_arguments=("$@")',
        `trap 'shrek_stop ${stageExits.setUp} "the set-up ended the job with exit code $?"' EXIT`,
        setup,
        "trap - EXIT; set +eu",
        'set -- "${shrek_arguments[@]}"',
      ];
