import { change, type WrittenLine } from "../written-lines.ts";
import { hostOfLeaf } from "./dst-types.ts";
import type { PilotEntry } from "./read-pilot.ts";
import type { OldRule } from "./read-rules.ts";

/** As sphenixprod takes them where nobody says which. */
const defaultRuns = { first: 66_456, last: 90_000 } as const;

/** An SQL query for the runs that sphenixprod would call good. */
const runsQuery = (rule: OldRule, pilot: readonly PilotEntry[]): string => {
  const ranges = pilot.flatMap((entry) => entry.ranges);
  const lists = pilot.flatMap(({ runlist }) => runlist ?? []);
  const chosen = [
    ...(ranges.length === 0 && lists.length === 0 ? [defaultRuns] : ranges).map(({ first, last }) =>
      first === last ? `runnumber = ${first}` : `runnumber between ${first} and ${last}`,
    ),
    ...new Set(lists.map((list) => `runnumber in (the runs of ${list})`)),
  ];
  return [
    `select runnumber from run where (${[...new Set(chosen)].join(" or ")})`,
    `and runtype = ${quoted(rule.physicsmode)} and eventsinrun >= ${rule.minRunEvents}`,
    `and extract(epoch from (ertimestamp - brtimestamp)) >= ${rule.minRunTime} order by runnumber`,
  ].join(" ");
};

/** A run for the example in the lists. */
const exampleRun = (pilot: readonly PilotEntry[], period: number | undefined): number =>
  pilot.flatMap(({ ranges }) => ranges)[0]?.first ?? period ?? defaultRuns.first;

const files =
  "select f.full_file_path from datasets d join files f on f.lfn = d.filename where d.runnumber in (the runs)";

/** `leaves`: a pattern. */
const rawQuery = (rule: OldRule, leaves: string): string =>
  [
    files,
    `and d.daqhost ~ ${quoted(`^(${hostOfLeaf(leaves)})$`)}`,
    rule.seg0Only
      ? "and d.segment = 0 and d.status::int > 0"
      : "and not exists (select 1 from datasets m where m.runnumber = d.runnumber and m.daqhost = d.daqhost and m.status::int <= 0)",
  ].join(" ");

/** `types`: a pattern. */
const dstQuery = (rule: OldRule, types: string): string =>
  [
    files,
    `and d.dsttype ~ ${quoted(`^${types}$`)} and d.tag = ${quoted(rule.intriplet)} and d.dataset = ${quoted(rule.dataset)} and d.status = 1`,
    ...(rule.cutSegment > 1 ? [`and d.segment % ${rule.cutSegment} = 0`] : []),
    rule.constraints,
  ].join(" ");

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The part of a request that says which runs and files, and lists with an example: sphenixprod asks its databases. */
type RuleLists = {
  readonly lines: readonly WrittenLine[];
  readonly files: readonly (readonly [name: string, text: string])[];
};

export const ruleLists = (rule: OldRule, pilot: readonly PilotEntry[], period: number | undefined): RuleLists => {
  const run = exampleRun(pilot, period);
  const inputs = inputsOf(rule, String(run).padStart(8, "0"));
  const from = [rule.name, "input"];
  const todo = change("fill the list by its query; it has an example");
  const listText = (query: string, rows: readonly string[]): string =>
    [...[`# source: rule ${rule.name} of sphenixprod`, `# query: ${query}`].map(inOneLine), ...rows, ""].join("\n");
  return {
    lines: [
      { text: `runs: { list: runs.txt }${todo}`, from },
      { text: "inputs:" },
      ...inputs.map(({ name, names }) => ({
        text: `  ${name}: { list: ${name}.txt, names: ${JSON.stringify(names)} }${todo}`,
        from,
      })),
    ],
    files: [
      ["runs.txt", listText(runsQuery(rule, pilot), [String(run)])],
      ...inputs.map(({ name, query, files }) => [`${name}.txt`, listText(query, files)] as const),
    ],
  };
};

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

type RuleInput = {
  readonly name: string;
  readonly names: string;
  readonly query: string;
  readonly files: readonly string[];
};

const inputsOf = (rule: OldRule, run: string): readonly RuleInput[] => {
  const { reads } = rule.type;
  if (reads.kind === "raw") {
    const part = rule.seg0Only ? "0000" : "{part:4}";
    return [
      {
        name: "raw",
        names: `{stream}-{run:8}-${part}.{ending}`,
        query: rawQuery(rule, reads.pattern),
        files: [`/example/physics_${reads.hosts[0]}-${run}-0000.evt`],
      },
      {
        name: "gl1",
        names: `{trigger}-{run:8}-${part}.{ending}`,
        query: rawQuery(rule, "gl1daq"),
        files: [`/example/GL1_physics_gl1daq-${run}-0000.evt`],
      },
    ];
  }
  const behind = `_${rule.dataset}_${rule.intriplet}`;
  const [first = ""] = reads.types;
  const stem = reads.types.length === 1 ? first : first.replace(/_[^_]*(_[01])?$/, "_{host}");
  return [
    {
      name: "dst",
      names: `${stem}${behind}-{run:8}-{segment:5}.root`,
      query: dstQuery(rule, reads.pattern),
      files: reads.types.map((type) => `/example/${type}${behind}-${run}-00000.root`),
    },
  ];
};
