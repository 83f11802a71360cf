import { type Problem, refuses } from "../../problems/problem.ts";
import { isMapping, type Mapping } from "../../text/mapping.ts";
import { type Located, problemAt } from "../../text/places.ts";
import { type DstType, dstTypes } from "./dst-types.ts";
import { type FieldReader, fieldReader, tellUnused } from "./field-reader.ts";
import { readMemory } from "./memory.ts";
import { ruleKeys } from "./rule-keys.ts";

export type OldRule = {
  readonly name: string;
  readonly dsttype: string;
  readonly type: DstType;
  readonly period: string;
  readonly dataset: string;
  readonly physicsmode: string;
  readonly build: string;
  readonly dbtag: string;
  readonly version: number;
  /** Of what it reads: `ana530_nocdbtag_v001`. */
  readonly intriplet: string;
  readonly minRunEvents: number;
  readonly minRunTime: number;
  readonly seg0Only: boolean;
  readonly atLeast: number | undefined;
  readonly cutSegment: number;
  readonly constraints: string;
  readonly script: string;
  readonly payload: readonly string[];
  readonly neventsper: number;
  /** MB of a job: each is what a job gets when the one before it was too little. */
  readonly memory: readonly number[];
  readonly cpus: number;
};

/** `rule` is missing where the problems refuse it. */
export type OldRuleRead = { readonly name: string; readonly rule?: OldRule; readonly problems: readonly Problem[] };

/** The rules of a file, each read by itself: one that is wrong does not stop the others. */
export const readOldRules = (where: Located, value: unknown): readonly OldRuleRead[] => {
  if (isMapping(value) && Array.isArray(value["tasks"] ?? value["steps"])) return [noRule(where, [], "", "workflow")];
  if (!isMapping(value)) return [noRule(where, [], "", "no mapping of rules")];
  return Object.entries(value).map(([name, written]) => {
    const kind = kindOf(written);
    return kind === "rule" && isMapping(written) ? readRule(where, name, written) : noRule(where, [name], name, kind);
  });
};

const isIn = (within: unknown, ...keys: readonly string[]): boolean =>
  isMapping(within) && keys.some((key) => within[key] !== undefined);

/** What a part of a file is, in words of a problem. */
const kindOf = (written: unknown): string => {
  if (!isMapping(written)) return "no mapping";
  if (isIn(written, "defaultlocations")) return "pilot";
  if (isIn(written["input"], "query", "lfn2pfn") || isIn(written["params"], "build_name", "outstub", "rulestem"))
    return "slurp";
  return isIn(written, "params", "job", "input") ? "rule" : "no mapping";
};

const whatElse: Readonly<Record<string, { readonly message: string; readonly hint?: string }>> = {
  pilot: {
    message: "is a host of a pilot, which says when rules run",
    hint: "import the rule's own file, with --pilot and this file",
  },
  slurp: {
    message: "is a rule of slurp, which chooses files by SQL and has arguments of its own",
    hint: "write it as a request; docs/request.md has lists of files",
  },
  workflow: { message: "is a workflow of SHREK as it was until 2023" },
};

const noRule = (where: Located, path: readonly string[], name: string, kind: string): OldRuleRead => {
  const { message, hint } = whatElse[kind] ?? { message: `is no rule: it is ${kind} with params, input and job` };
  const subject = name === "" ? "The file" : name;
  return {
    name,
    problems: [problemAt(where, path, "not-a-rule", { message: `${subject} ${message}.`, hint, key: true })],
  };
};

const readRule = (where: Located, name: string, written: Mapping): OldRuleRead => {
  const reader = fieldReader(where, [name], written);
  for (const [section, keys] of Object.entries(ruleKeys)) {
    const of = written[section];
    if (isMapping(of)) tellUnused(reader, section, Object.keys(of), keys);
    else if (section !== "input") reader.tell("", section, "bad-rule", { message: `\`${section}\` is missing.` });
  }
  const others = Object.keys(written).filter((key) => ruleKeys[key] === undefined);
  tellUnused(reader, "", others, {});
  const rule = ruleOf(name, reader);
  return refuses(reader.problems) || rule === undefined
    ? { name, problems: reader.problems }
    : { name, rule, problems: reader.problems };
};

const ruleOf = (name: string, reader: FieldReader): OldRule | undefined => {
  const dsttype = reader.text("params", "dsttype");
  const type = dstTypes[dsttype];
  const period = reader.text("params", "period");
  tellRefused(reader);
  if (type === undefined) {
    if (dsttype !== "")
      reader.tell("params", "dsttype", "bad-rule", { message: `Nobody knows what ${dsttype} is made of.` });
    return undefined;
  }
  tellWithoutEffect(reader, type);
  const isRaw = type.reads.kind === "raw";
  return {
    name,
    dsttype,
    type,
    period,
    dataset: datasetOf(reader, period),
    physicsmode: plainText(reader, "params", "physicsmode", "physics"),
    build: plainText(reader, "params", "build"),
    dbtag: plainText(reader, "params", "dbtag"),
    version: reader.count("params", "version"),
    intriplet: isRaw ? "None" : plainText(reader, "input", "intriplet"),
    minRunEvents: reader.count("input", "min_run_events", 100_000),
    minRunTime: reader.count("input", "min_run_time", 300),
    seg0Only: reader.yes("input", "combine_seg0_only"),
    atLeast: reader.has("input", "min_seb") ? reader.count("input", "min_seb") : type.atLeast,
    cutSegment: isRaw ? 1 : reader.count("input", "cut_segment", 1),
    constraints: isRaw ? "" : reader.text("input", "infile_query_constraints", ""),
    script: plainText(reader, "job", "script"),
    payload: [reader.value("job", "payload") ?? []].flat().map(String),
    neventsper: reader.count("job", "neventsper"),
    memory: memoryOf(reader),
    cpus: reader.count("job", "request_cpus", 1),
  };
};

const withoutEffect = {
  raw: ["intriplet", "infile_query_constraints", "cut_segment", "min_seb"],
  files: ["combine_seg0_only"],
} as const;

const tellWithoutEffect = (reader: FieldReader, { reads }: DstType): void => {
  for (const key of withoutEffect[reads.kind])
    if (reader.has("input", key))
      reader.tell("input", key, "rule-key-unsaid", {
        severity: "note",
        message: `\`${key}\` is not in the request: sphenixprod does nothing with it in a rule that reads ${reads.kind === "raw" ? "raw files" : "files of other rules"}.`,
      });
};

/** What ends the program with an error, or would run another thing than is written. */
const tellRefused = (reader: FieldReader): void => {
  if (reader.has("job", "arguments"))
    reader.tell("job", "arguments", "bad-rule", {
      message: "sphenixprod refuses a rule with `arguments`: the order of arguments is fixed.",
      hint: "remove them, and look whether the script fits",
    });
  if (reader.yes("input", "choose20"))
    reader.tell("input", "choose20", "bad-rule", { message: "sphenixprod refuses `choose20`: it chooses by chance." });
  if (!reader.has("job", "payload")) reader.tell("job", "payload", "bad-rule", { message: "`payload` is missing." });
};

const datasetOf = (reader: FieldReader, period: string): string => {
  if (!reader.has("params", "dataset") && period !== "")
    reader.tell("params", "dataset", "rule-corrected", {
      severity: "warning",
      message: `\`dataset\` is missing: sphenixprod would write None into all names. It was read as ${period}.`,
    });
  return plainText(reader, "params", "dataset", period);
};

/** It becomes part of names and of commands. */
const plainText = (reader: FieldReader, section: string, key: string, usual?: string): string => {
  const text = reader.text(section, key, usual);
  if (text !== "" && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text))
    reader.tell(section, key, "bad-rule", {
      message: `\`${key}\` is ${JSON.stringify(text)}, and must be a name of letters, digits, dots, _ and -.`,
    });
  return text;
};

const memoryOf = (reader: FieldReader): readonly number[] => {
  const [request, old] = ["request_memory", "mem"].map((key) => reader.value("job", key));
  const key = request === undefined ? "mem" : "request_memory";
  const read = readMemory(request ?? old);
  if (request === undefined && old === undefined)
    reader.tell("job", "request_memory", "bad-rule", { message: "`request_memory` is missing." });
  else if (read === undefined)
    reader.tell("job", key, "bad-rule", { message: `${JSON.stringify(request ?? old)} is no amount of memory.` });
  else if (request !== undefined && old !== undefined && request !== old)
    reader.tell("job", "mem", "bad-rule", { message: "`mem` and `request_memory` say different amounts." });
  return read ?? [];
};
