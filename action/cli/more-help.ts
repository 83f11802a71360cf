import type { Verb } from "../core/command/verbs.ts";

/** What `--help` of a command says besides its flags. */
type More = {
  readonly examples: readonly string[];
  /** A page below docs/, with its place. */
  readonly page: string;
  /** Instead of stricli's list, where it calls several arguments one. */
  readonly args?: readonly (readonly [name: string, brief: string])[];
};

export const pages = "https://github.com/sPHENIX-Collaboration/shrek/blob/main/docs/";

const ofCommands: Readonly<Record<string, More>> = {
  init: { examples: ["shrek init my-productions --repository epic/productions"], page: "setup.md" },
  new: { examples: ["shrek new --template hepmc campaign=sP26b physics=toy"], page: "request.md" },
  check: { examples: ["shrek check productions/toy-pileup", "shrek check --base origin/main"], page: "problems.md" },
  plan: { examples: ["shrek plan productions/toy-pileup", "shrek plan --as prun"], page: "request.md" },
  diff: { examples: ["shrek diff productions/toy-pileup --against 1.0.0"], page: "request.md" },
  bump: { examples: ["shrek bump productions/toy-pileup"], page: "request.md" },
  extend: { examples: ["shrek extend sP26a-toy-pileup@1.0.0 --events 1M"], page: "request.md#versions" },
  render: { examples: ["shrek render productions/toy-pileup -o rendered"], page: "panda.md" },
  run: { examples: ["shrek run productions/toy-pileup --jobs 1 --events 10"], page: "run.md" },
  reproduce: { examples: ["shrek reproduce sP26a-toy-pileup@1.0.0/merge --job 2"], page: "run.md" },
  "runs add": {
    examples: [
      "shrek runs add productions/toy-runs 82004 82005",
      "psql -c 'select run ...' | shrek runs add --query 'select run ...' productions/toy-runs -",
    ],
    page: "request.md#data-productions",
    args: [
      ["PATH", "A production's folder"],
      ["RUN...", "Runs; or - for JSON, CSV, psql's table or one run a line on standard input"],
    ],
  },
  "import sphenixprod": {
    examples: ["shrek import sphenixprod run3pp/pptracking.yaml --pilot run3pp/pilot.yaml -o productions/run3pp"],
    page: "command-line.md#coming-from-sphenixprod",
  },
  "import csv": {
    examples: ["shrek import csv chunks.csv", "shrek import csv e-.csv --events 10000 -o productions/electrons"],
    page: "command-line.md#coming-from-lists-of-epic",
  },
  "export cwl": { examples: ["shrek export cwl productions/toy-pileup -o cwl"], page: "run.md" },
  reconcile: { examples: ["shrek reconcile --dry-run"], page: "operations.md" },
  status: {
    examples: ["shrek status", "shrek status --watch", "shrek status sP26a-toy-pileup@1.0.0 --json"],
    page: "operations.md",
  },
  site: { examples: ["shrek site --output public"], page: "operations.md#the-dashboard" },
  data: {
    examples: ["shrek data sP26a-toy-pileup", "shrek data expire sP26a-toy-pileup@1.0.0"],
    page: "commands.md#data",
  },
  files: {
    examples: [
      "shrek files sP26a-toy-pileup@1.0.0/merge",
      "shrek files sP26a-toy-pileup@1.0.0/merge --list root://host//path >productions/next/merge.txt",
    ],
    page: "request.md",
  },
  logs: {
    examples: ["shrek logs sP26a-toy-pileup@1.0.0/merge", "shrek logs sP26a-toy-pileup@1.0.0 --file pilotlog.txt"],
    page: "operations.md",
  },
  "ledger init": { examples: ["shrek ledger init --no-baseline"], page: "setup.md" },
  "ledger verify": { examples: ["shrek ledger verify"], page: "operations.md" },
  "ledger rebuild": { examples: ["shrek ledger rebuild"], page: "operations.md" },
  schema: { examples: ["shrek schema --write", "shrek schema language"], page: "request.md" },
  doctor: { examples: ["shrek doctor", "shrek doctor --github"], page: "setup.md" },
  upgrade: { examples: ["shrek upgrade"], page: "setup.md" },
  offline: {
    examples: ['shrek offline BNL_OSG_SPHENIX --reason "its storage is moved"'],
    page: "conventions.md#a-site-taken-out",
  },
  online: { examples: ["shrek online BNL_OSG_SPHENIX"], page: "conventions.md#a-site-taken-out" },
  completion: {
    examples: ["source <(shrek completion bash)", "shrek completion fish | source"],
    page: "command-line.md#completion",
  },
};

const ofVerbs: Readonly<Partial<Record<Verb, string>>> = {
  submit: "sP26a-toy-pileup@1.0.0",
  retry: "sP26a-toy-pileup/merge memory=4000",
  kill: "sP26a-toy-pileup --yes",
  finish: "sP26a-toy-pileup/merge",
  pause: "sP26a-toy-pileup",
  resume: "sP26a-toy-pileup",
  move: "sP26a-toy-pileup site=BNL_OSG_SPHENIX",
  withdraw: "keep sP26a-toy-pileup@1.0.0",
  close: 'sP26a-toy-pileup reason="not needed"',
  adopt: "sP26a-toy-pileup request=17",
  accept: "sP26a-toy-pileup",
  expire: "sP26a-toy-pileup@1.0.0 dids=0123456789ab",
  freeze: 'until=2026-12-24T08:00Z reason="the storage is moved"',
  unfreeze: 'reason="the storage is there"',
  priority: "sP26a-toy-pileup 1050",
  declare: 'bad sP26a-toy-pileup@1.0.0 reason="wrong beam spot"',
};

/** `path`: the command's words, such as `runs add`. */
export const moreOf = (path: string): More | undefined => {
  const words = ofVerbs[path as Verb];
  return words === undefined ? ofCommands[path] : { examples: [`shrek ${path} ${words}`], page: "commands.md" };
};

const ends =
  "EXIT CODES\n  0  good\n  1  something that a person must correct\n  2  it could not work, or was called wrongly";

/** The help of a command with examples, exit codes and its page. */
export const withMore = (path: string, help: string): string => {
  const more = moreOf(path);
  if (more === undefined) return help;
  const named = more.args === undefined ? help : help.replace(/\nARGUMENTS\n[^]*$/, argumentsText(more.args));
  const examples = ["EXAMPLES", ...more.examples.map((line) => `  ${line}`)].join("\n");
  return `${named}\n${examples}\n\n${ends}\n\n${pages}${more.page}\n`;
};

const argumentsText = (args: NonNullable<More["args"]>): string =>
  ["\nARGUMENTS", ...args.map(([name, brief]) => `  ${name.padEnd(8)}${brief}`), ""].join("\n");

/** One line what it is, then commands in groups: it fits a terminal of 80 columns and 24 lines. */
export const rootHelp = `shrek: productions requested, reviewed and run on PanDA from a Git repository

Write a request
  new        create one from a template
  check      report every problem, with file, line and column
  plan       show what would run: jobs, cost, datasets, prun commands
  diff       show what changed, and what the version needs
  bump       write the smallest version that they allow; extend one that ended
  run        run it on this machine; render and export write it as files
  runs add   put runs into the list of a production that grows
Follow what was submitted
  status     show how submissions stand; site writes them as a site
  files      list the files that their jobs made
  data       list the data that Rucio has of them, and show what may go
  logs       print why a job failed; reproduce runs it on this machine
  declare    say of their data that they are good or bad
Steer what runs, as in a comment, but with a PanDA on this machine
  submit retry kill finish pause resume move priority withdraw close adopt
  accept expire freeze unfreeze
Set up and look after a repository
  init doctor upgrade offline online reconcile ledger schema import completion
\`shrek help COMMAND\`, --version. Exit: 0 good, 1 to correct, 2 could not work.
${pages}README.md
`;
