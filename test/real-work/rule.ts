import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What a rule says, as facts: which files it reads, what is a job, what it calls and how its files are named. */
export type Rule = {
  /** Its row in the table of the page. */
  readonly row: string;
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  /**
   * The rules of the file that the request says, each a step: how many lines it has without comments, and fields of it as
   * they are written there. What is compared is read from the fields.
   */
  readonly rules: Readonly<Record<string, RuleText>>;
  readonly steps: Readonly<Record<string, RuleStep>>;
  /** What the request does not say, but for fields that `dropped` names. */
  readonly losses: readonly string[];
};

export type RuleText = { readonly lines: number; readonly says?: Readonly<Record<string, string>> };

export type RuleStep = {
  /** Lists of the folder, in the place of the catalogue that the rule asks. */
  readonly reads?: readonly string[];
  /** Or the files that another step makes: each is a job. */
  readonly from?: string;
  readonly like?: string;
  /** Or windows of events over all files of a run. */
  readonly windows?: {
    readonly files: string;
    readonly events: number;
    readonly overflow: number;
    readonly after: number;
  };
  /** Files that are equal in these are a job. */
  readonly job?: readonly ("run" | "segment" | "host")[];
  /** A list without files of the same run, say, leaves the job out; else they are read too. */
  readonly needs?: Readonly<Record<string, readonly ("run" | "segment")[]>>;
  /** A segment must be in each host that its run has, and a run must have so many of a kind. */
  readonly each?: "host";
  readonly atLeast?: Readonly<Record<string, number>>;
  /** Or so many jobs, with the files of theirs that other steps made. */
  readonly count?: number;
  readonly given?: readonly string[];
  /** Or a job a row of a table. */
  readonly rows?: string;
  /** Or the files of a dataset, in the order of their names, so many a job; or each in so many parts, a job a part. */
  readonly files?: { readonly list: string; readonly perJob: number; readonly parts?: number };
  /** The program opens the first file only, or none itself. */
  readonly opens?: "first" | "none";
  /** What a rule without fields asks of a machine for a job: MB in all, and cores; `null`: nothing. `from`: another file says it. */
  readonly hardware?: { readonly memory: number; readonly cores: number; readonly from?: string } | null;
  readonly calls: readonly string[];
  readonly makes: readonly string[];
  /** Of the host whose name begins so, these too. */
  readonly makesOf?: { readonly host: string; readonly names: readonly string[] };
  readonly makesBefore?: { readonly run: number; readonly names: readonly string[] };
};

/** What a job gets in MB, each time more after a failure, or of a request that asks for none, nothing; and its cores. */
export type Machine = { readonly memory: readonly number[]; readonly cores: number };

/** Where the rules of sPHENIX say what a job gets; each other field of a rule is lost. */
const ofMachine: readonly string[] = ["mem", "request_memory", "request_cpus"];

/** By the words of the rule: `2 GB, 3 GB` are 2,048 and 3,072 MB, as HTCondor counts. */
const askedBy = ({ says = {} }: RuleText): Machine | undefined => {
  const memory = says["request_memory"] ?? says["mem"];
  if (memory === undefined) return undefined;
  const sizes = memory.split(",").map((size) => {
    const [, value, unit] = /^\s*(\d+)\s*([GM])B?\s*$/.exec(size) ?? [];
    if (value === undefined) throw new Error(`"${size}" is no memory`);
    return Number(value) * (unit === "G" ? 1024 : 1);
  });
  return { memory: sizes, cores: Number(says["request_cpus"] ?? 1) };
};

const unasked: Machine = { memory: [], cores: 1 };

/** What each step of a request has to ask for: its rule's, in their order. */
export const machinesAsked = ({ rules, steps }: Rule): Readonly<Record<string, Machine>> => {
  const texts = Object.values(rules);
  return Object.fromEntries(
    Object.entries(steps).flatMap(([step, { hardware }], index) => {
      const text = texts.length === 1 ? texts[0] : texts[index];
      const asked = text === undefined ? undefined : askedBy(text);
      if (asked !== undefined) return [[step, asked]];
      if (hardware === undefined) return [];
      return [[step, hardware === null ? unasked : { memory: [hardware.memory], cores: hardware.cores }]];
    }),
  );
};

/** Fields of the rules that no request can say, or none says. */
export const dropped = ({ rules }: Rule): readonly string[] => [
  ...new Set(
    Object.values(rules).flatMap(({ says = {} }) => Object.keys(says).filter((key) => !ofMachine.includes(key))),
  ),
];

export const realFolder = join(import.meta.dirname, "../requests/real");

export const rules = async (): Promise<ReadonlyMap<string, Rule>> => {
  const entries = await readdir(realFolder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const read = async (folder: string) =>
    [folder, JSON.parse(await readFile(join(realFolder, folder, "source.json"), "utf8")) as Rule] as const;
  return new Map(await Promise.all(folders.toSorted().map(read)));
};
