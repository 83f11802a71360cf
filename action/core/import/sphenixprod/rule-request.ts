import type { Conventions } from "../../conventions/conventions.ts";
import { type SourceFile, textFile } from "../../text/source-file.ts";
import { type ImportedTag } from "../imported-tag.ts";
import { change, commentLines, type WrittenLine, yamlScalar } from "../written-lines.ts";
import type { PilotEntry } from "./read-pilot.ts";
import type { OldRule } from "./read-rules.ts";
import { ruleLists } from "./rule-lists.ts";
import { rulePayload } from "./rule-payload.ts";

/** What a request is made of, besides its rule. */
export type RuleContext = {
  readonly rule: OldRule;
  readonly file: string;
  readonly pilot: readonly PilotEntry[];
  readonly conventions: Conventions;
  readonly tag: ImportedTag;
  readonly version: string;
  /** Kinds of the files that its jobs need, such as `*.C`. */
  readonly resources: readonly string[];
  /** Why its script does something else than its job should. */
  readonly faults: readonly string[];
};

export type RuleRequest = { readonly lines: readonly WrittenLine[]; readonly lists: readonly SourceFile[] };

/** The request of a rule, with a comment where something was decided and a mark where a person must decide. */
export const ruleRequest = (context: RuleContext): RuleRequest => {
  const { rule, pilot } = context;
  const lists = ruleLists(rule, pilot, context.conventions.runs?.first);
  const from = (...path: readonly string[]): readonly string[] => [rule.name, ...path];
  return {
    lists: lists.files.map(([name, text]) => textFile(name, text)),
    lines: [
      { text: "# yaml-language-server: $schema=../production.schema.json" },
      ...commentLines("", `Imported: ${rule.name} of ${context.file}`),
      { text: "schema: 1" },
      { text: `version: ${yamlScalar(context.version)}`, from: from("params", "version") },
      { text: tagText(context.tag), from: from("params") },
      { text: `description: ${yamlScalar(`${rule.dsttype} of ${rule.dataset}`)}`, from: from("params", "dsttype") },
      { text: `contact: ["@some-user"]${change("who answers for it")}` },
      { text: `build: ${yamlScalar(rule.build)}`, from: from("params", "build") },
      { text: `conditions: ${yamlScalar(rule.dbtag)}`, from: from("params", "dbtag") },
      ...(pilot.length > 0 && !pilot.some(({ submits }) => submits)
        ? [...commentLines("", "The pilot does not submit it."), { text: "submit: hold" }]
        : []),
      { text: "" },
      ...lists.lines,
      {
        text: `defaults: { ${sites(context.conventions)}, walltime: 24 }${change("no rule has a limit of time, in hours")}`,
      },
      { text: "steps:" },
      ...stepLines(context, from),
    ],
  };
};

const tagText = ({ fields, unsure }: ImportedTag): string => {
  const written = Object.entries(fields).map(([name, value]) => `${name}: ${yamlScalar(value)}`);
  return `tag: { ${written.join(", ")} }${unsure.length === 0 ? "" : change(`the rule does not say ${unsure.join(", ")}`)}`;
};

const sites = ({ sites: known }: Conventions): string => {
  const online = Object.entries(known).filter(([, { state }]) => state === "online");
  return `sites: [${online[0]?.[0] ?? Object.keys(known)[0] ?? ""}]`;
};

const stepLines = (
  context: RuleContext,
  from: (...path: readonly string[]) => readonly string[],
): readonly WrittenLine[] => {
  const { rule, pilot } = context;
  const nevents = pilot.find((entry) => entry.nevents > 0)?.nevents ?? 0;
  return [
    { text: `  ${rule.type.step}:` },
    ...inputLines(rule).map((line) => ({ ...line, from: from("input") })),
    { text: `    out: [${outputs(context).join(", ")}]`, from: from("job", "script") },
    {
      text: `    resources: [${context.resources.map((glob) => JSON.stringify(glob)).join(", ")}]`,
      from: from("job", "payload"),
    },
    ...(rule.cpus > 1 ? [{ text: `    cores: ${rule.cpus}`, from: from("job", "request_cpus") }] : []),
    { text: `    ${memoryText(context)}`, from: from("job", "request_memory") },
    { text: "    run: |", from: from("job", "script") },
    ...[...context.faults.map((fault) => `# CHANGE: ${fault}`), ...rulePayload(rule, nevents)].map((line) => ({
      text: `      ${line}`,
      from: from("job", "script"),
    })),
  ];
};

const inputLines = ({ type: { reads }, atLeast, physicsmode, dsttype }: OldRule): readonly WrittenLine[] => {
  if (reads.kind === "raw") return [{ text: "    in: [{ from: raw, by: [run, stream] }, { from: gl1, by: run }]" }];
  if (reads.types.length === 1) return [{ text: "    in: [{ from: dst, by: [run, segment] }]" }];
  const fewest = physicsmode === "cosmics" || atLeast === undefined ? "" : `, atLeast: ${atLeast}`;
  return [
    ...(dsttype === "DST_TRKR_CLUSTER" && fewest !== ""
      ? commentLines(
          "    ",
          "The rule wants all 48 streams of the TPC and, of other hosts, those that the run has; this wants all. Lower atLeast where a run lacks another host.",
        )
      : []),
    { text: `    in: [{ from: dst, by: [run, segment], complete: { each: host, of: run${fewest} } }]` },
  ];
};

const outputs = ({ rule }: RuleContext): readonly string[] => {
  const histograms = '{ name: HIST.tar, packs: "HIST_*" }';
  if (rule.type.reads.kind === "raw")
    return ['{ name: DST.tar, packs: "DST_*.root" }', histograms, '{ name: CALIB.tar, packs: "CALIB_*" }'];
  if (/rollover/.test(rule.script)) return ['{ name: DST.tar, packs: "DST_*.root" }', histograms];
  const own = `${rule.dsttype}.root`;
  return [own, ...(rule.type.also ?? []).map((other) => `${other}.root`), histograms];
};

/** A rule says what a job has, and a request what a core of it has. */
const memoryText = ({ rule: { memory, cpus }, pilot }: RuleContext): string => {
  const ofJob = pilot.find((entry) => entry.memory !== undefined)?.memory ?? memory;
  const ofCore = ofJob.map((amount) => Math.ceil(amount / cpus));
  const note = cpus > 1 ? ` # a core: ${ofJob.join(", ")} a job` : "";
  return `memory: ${ofCore.length === 1 ? ofCore[0] : `[${ofCore.join(", ")}]`}${note}`;
};
