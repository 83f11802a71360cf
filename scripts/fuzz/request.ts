import fc from "fast-check";
import { requestSchema } from "../../action/core/request/schema.ts";
import { type Chance, chance } from "./chance.ts";
import { hostileTexts } from "./hostile.ts";
import { aPayload } from "./payloads.ts";

/** Words that the patterns of the language take, and that refer to each other often enough to make a request. */
const words: readonly string[] = [
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
  "!signal",
  "signal || merge",
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
type Made = Record<string, unknown>;

const fromSchema = (schema: Schema): fc.Arbitrary<unknown> => {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const kinds = typeof schema.type === "string" ? [schema.type] : (schema.type ?? ["string"]);
  return fc.oneof(...kinds.map((kind) => ofKind(kind, schema)));
};

const ofKind = (kind: string, schema: Schema): fc.Arbitrary<unknown> => {
  const { items = {}, minItems = 0 } = schema;
  switch (kind) {
    case "object":
      return anObject(schema);
    case "array":
      return fc.array(fromSchema(items), { minLength: minItems, maxLength: minItems + 2 });
    case "integer":
      return aNumber(schema);
    case "number":
      return fc.tuple(aNumber(schema), fc.constantFrom(0, 0, 0.5)).map(([whole, part]) => whole + part);
    case "boolean":
      return fc.boolean();
    default:
      return aText(schema);
  }
};

/** Each key of its own comes or stays away; of names that are free there are up to three. */
const anObject = ({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<Made> => {
  const known = Object.entries(properties).map(([key, schema]) => {
    const value = fromSchema(schema);
    return [key, required.includes(key) ? value : rarely(value)] as const;
  });
  const named =
    typeof additionalProperties === "object"
      ? fc.dictionary(
          fc.constantFrom("simulate", "signal", "merge", "hepmc", "a", "B"),
          fromSchema(additionalProperties),
          { minKeys: 1, maxKeys: 3 },
        )
      : fc.constant({});
  return fc
    .tuple(fc.record(Object.fromEntries(known)), named)
    .map(([made, more]) =>
      Object.fromEntries(Object.entries({ ...made, ...more }).filter(([, value]) => value !== undefined)),
    );
};

const rarely = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: value },
  );

const aNumber = ({ minimum = -5, maximum = 1000 }: Schema): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 40, arbitrary: fc.nat(Math.min(100, Math.floor(maximum - minimum))).map((more) => minimum + more) },
    { weight: 20, arbitrary: fc.constant(maximum) },
    { weight: 1, arbitrary: fc.constantFrom(minimum - 1, maximum + 1) },
  );

const aText = ({ pattern }: Schema): fc.Arbitrary<string> => {
  const fitting = pattern === undefined ? words : words.filter((word) => new RegExp(pattern, "u").test(word));
  return fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom(...(fitting.length === 0 ? words : fitting)) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileTexts) },
  );
};

/** Without these hardly any request would come past the tag and the sites. */
const right = {
  schema: 1,
  tag: { campaign: "sP26a", physics: "hfcharm", stage: "signal" },
  contact: ["@test-user"],
  build: "ana.418",
  defaults: { sites: ["BNL"] },
};

const data: readonly Made[] = [
  { dataset: "user.tester.a/", files: 10_000_000 },
  { dataset: "user.tester.b/", files: 200 },
  { task: "user.tester.task.v1", output: "hits.tar", require: "95%" },
  { production: "sP26a-hfcharm-signal", version: "1.0.0", step: "simulate", files: 77 },
  { production: "sP26a-hfcharm-signal", version: "1.0.4", step: "simulate", output: "hits.tar" },
];

/** Lets steps read each other and data that are there, which chance alone never would. Changes the request. */
const wire = (by: Chance, request: Made, payload: string): Made => {
  for (const [key, value] of Object.entries(right)) if (!by.oneIn(12)) request[key] = structuredClone(value);
  if (!by.oneIn(8)) request["version"] = by.of(["1.0.0", "1.2.0-test.3", "2.1.0"]);
  if (by.oneIn(6)) return request;
  request["inputs"] = Object.fromEntries(["minbias", "background"].map((name) => [name, structuredClone(by.of(data))]));
  const sources = ["minbias", "background"];
  for (const key of ["variants", "extends", "acknowledge"]) if (!by.oneIn(20)) delete request[key];
  request["defaults"] = { ...(request["defaults"] as Made), sites: ["BNL"] };
  if (!by.oneIn(10)) delete (request["defaults"] as Made)["container"];
  for (const [name, step] of Object.entries((request["steps"] ?? {}) as Record<string, Made>)) {
    wireStep(by, step, sources);
    if (by.oneIn(2)) step["run"] = payload;
    sources.push(name);
  }
  return request;
};

const wireStep = (by: Chance, step: Made, sources: readonly string[]): void => {
  const inputs = (step["in"] ?? []) as Made[];
  for (const [index, input] of inputs.entries()) {
    input["from"] = by.of(sources);
    if (!by.oneIn(9)) delete input["output"];
    for (const key of index === 0 ? ["reuse"] : ["gbPerJob", "maxFiles", "exclude", "repeat"])
      if (!by.oneIn(9)) delete input[key];
    if (!("gbPerJob" in input)) delete input["maxFilesPerJob"];
  }
  for (const key of ["resources", "container", "when", "sites", "excludeSites", "seed"])
    if (!by.oneIn(5)) delete step[key];
  step["out"] = by.of([["hits.tar"], ["dst.tar", "qa.root"], [{ name: "a", optional: true }, "b"]]);
  if (inputs.length === 0) step["jobs"] = 1 + by.below(1000);
  for (const key of inputs.length === 0 ? ["in", "copyInputs"] : ["jobs"]) delete step[key];
};

/** A request that the schema takes, or nearly. */
export const aRequest: fc.Arbitrary<unknown> = fc
  .tuple(anObject(requestSchema as unknown as Schema), fc.nat(), aPayload)
  .map(([made, seed, payload]) => wire(chance(seed), structuredClone(made), payload));
