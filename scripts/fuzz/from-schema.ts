import { requestSchema } from "../../action/core/request/schema.ts";
import type { Chance } from "./chance.ts";
import { hostileTexts } from "./hostile.ts";
import { payload } from "./payloads.ts";

type Schema = {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
};

/** Words that the patterns of the language take, and that refer to each other often enough to make a request. */
const words = [
  "simulate",
  "signal",
  "merge",
  "hepmc",
  "background",
  "hits.tar",
  "dst.tar",
  "a",
  "A1",
  "done",
  "95%",
  "IN1",
  "!IN1",
  "IN1 || IN2",
  "1.0.0",
  "1.2.0-test.3",
  "^1.0.0",
  "@test-user",
  "ana.418",
  "BNL",
  "LAPTOP",
  "SDCC",
  "user.tester.a/",
  "sP26a-hfcharm-signal",
  "macros/**",
  "shared:**",
  "docker://registry/image:1",
  "/cvmfs/a.sif",
  "make\n",
  "https://git.example.org/macros.git",
  "0123456789012345678901234567890123456789",
];

const right = {
  schema: 1,
  tag: { campaign: "sP26a", physics: "hfcharm", stage: "signal" },
  contact: ["@test-user"],
  build: "ana.418",
  defaults: { sites: ["BNL"] },
};

/** A request that the schema takes, or nearly: each key of its own comes or stays away. */
export const requestFromSchema = (by: Chance): unknown => {
  const made = fromSchema(by, requestSchema as unknown as Schema, 0) as Made;
  // Without these hardly any would come past the tag and the sites.
  for (const [key, value] of Object.entries(right)) if (!by.oneIn(12)) made[key] = structuredClone(value);
  if (!by.oneIn(8)) made["version"] = by.of(["1.0.0", "1.2.0-test.3", "2.1.0"]);
  if (!by.oneIn(6)) wire(by, made);
  return made;
};

type Made = Record<string, unknown>;

/** Lets steps read each other and data that are there: chance alone never would. */
const wire = (by: Chance, request: Made): void => {
  request["inputs"] = Object.fromEntries(["minbias", "background"].map((name) => [name, structuredClone(by.of(data))]));
  const sources = ["minbias", "background"];
  for (const key of ["variants", "extends", "acknowledge"]) if (!by.oneIn(20)) delete request[key];
  request["defaults"] = { ...(request["defaults"] as Made), sites: ["BNL"] };
  if (!by.oneIn(10)) delete (request["defaults"] as Made)["container"];
  for (const [name, value] of Object.entries(request["steps"] as Record<string, Made>)) {
    const inputs = (value["in"] ?? []) as Made[];
    for (const [index, input] of inputs.entries()) {
      input["from"] = by.of(sources);
      if (!by.oneIn(9)) delete input["output"];
      for (const key of index === 0 ? ["reuse"] : ["exclude", "repeat"]) if (!by.oneIn(9)) delete input[key];
    }
    for (const key of ["resources", "container", "when", "sites", "excludeSites", "seed"])
      if (!by.oneIn(5)) delete value[key];
    if (by.oneIn(2)) value["run"] = payload(by);
    value["out"] = by.of([["hits.tar"], ["dst.tar", "qa.root"], [{ name: "a", optional: true }, "b"]]);
    if (inputs.length === 0) value["jobs"] = 1 + by.below(1000);
    for (const key of inputs.length === 0 ? ["in", "maxFiles", "copyInputs", "gbPerJob", "maxFilesPerJob"] : ["jobs"])
      delete value[key];
    if (!("gbPerJob" in value)) delete value["maxFilesPerJob"];
    sources.push(name);
  }
};

const data: readonly Made[] = [
  { dataset: "user.tester.a/", expect: { files: 10_000_000 } },
  { dataset: "user.tester.b/", expect: { files: 200 } },
  { task: "user.tester.task.v1", output: "hits.tar", require: { finished: "95%" } },
  { production: "sP26a-hfcharm-signal", version: "1.0.0", step: "simulate", expect: { files: 77 } },
  { production: "sP26a-hfcharm-signal", version: "^1.0.0", bound: "1.0.4", step: "simulate", output: "hits.tar" },
];

const fromSchema = (by: Chance, schema: Schema, depth: number): unknown => {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return by.of(schema.enum);
  const kind = typeof schema.type === "string" ? schema.type : by.of(schema.type ?? ["string"]);
  switch (kind) {
    case "object":
      return objectFrom(by, schema, depth);
    case "array": {
      const length = (schema.minItems ?? 0) + by.below(3);
      return Array.from({ length }, () => fromSchema(by, schema.items ?? {}, depth + 1));
    }
    case "integer":
      return numberFrom(by, schema);
    case "number":
      return numberFrom(by, schema) + (by.oneIn(3) ? 0.5 : 0);
    case "boolean":
      return by.oneIn(2);
    default:
      return textFrom(by, schema);
  }
};

const objectFrom = (
  by: Chance,
  { properties = {}, required = [], additionalProperties }: Schema,
  depth: number,
): unknown => {
  const known = Object.entries(properties).filter(([key]) => required.includes(key) || by.oneIn(depth < 2 ? 3 : 4));
  const made = Object.fromEntries(known.map(([key, schema]) => [key, fromSchema(by, schema, depth + 1)]));
  if (typeof additionalProperties !== "object") return made;
  const names = Array.from({ length: 1 + by.below(3) }, () =>
    by.of(["simulate", "signal", "merge", "hepmc", "a", "B"]),
  );
  return {
    ...made,
    ...Object.fromEntries(names.map((name) => [name, fromSchema(by, additionalProperties, depth + 1)])),
  };
};

const numberFrom = (by: Chance, { minimum = -5, maximum = 1000 }: Schema): number =>
  by.of([
    minimum,
    maximum,
    minimum + 1,
    minimum + by.below(Math.min(100, maximum - minimum) + 1),
    ...(by.oneIn(60) ? [minimum - 1, maximum + 1] : []),
  ]);

const textFrom = (by: Chance, { pattern }: Schema): string => {
  if (by.oneIn(60)) return by.of(hostileTexts);
  const fitting = pattern === undefined ? words : words.filter((word) => new RegExp(pattern, "u").test(word));
  return by.of(fitting.length === 0 || by.oneIn(200) ? words : fitting);
};
