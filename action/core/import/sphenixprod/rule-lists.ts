import { change, type WrittenLine } from "../written-lines.ts";
import { dstQuery, exampleRun, rawQuery, runsQuery } from "./queries.ts";
import type { PilotEntry } from "./read-pilot.ts";
import type { OldRule } from "./read-rules.ts";

/** The part of a request that says which runs and files, and lists with an example: sphenixprod asks its databases. */
export type RuleLists = {
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
