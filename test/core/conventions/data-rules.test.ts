import { expect, test } from "vitest";
import { readConventions, readGoverning } from "../../../action/core/conventions/read-conventions.ts";
import { prunOptions } from "../../../action/core/plan/prun-options.ts";
import { validateProduction } from "../../../action/core/validate/validate-production.ts";
import { aRequest, aStep, conventionsBytes, type Draft } from "../a-production.ts";

const text = new TextDecoder().decode(conventionsBytes);
const rulesWith = (more: string): Uint8Array => new TextEncoder().encode(`${text}\n${more}\n`);
const saidOf = (more: string): readonly string[] => {
  const read = readGoverning({ file: "conventions.yaml", bytes: rulesWith(more), above: undefined });
  return read.kind === "read" ? [] : read.problems.map(({ message }) => message);
};
const rucio = (container: string): string =>
  `rucio: { server: "https://rucio.example.org", account: keeper, login: userpass, scopes: [raw], container: "${container}" }`;

test("The name of a container for runs tells tags, versions, steps and outputs apart", () => {
  expect(saidOf(rucio("{scope}.{tag}.v{version}.{step}.{output}"))).toEqual([]);
  expect(saidOf(rucio("{tag}.{version}.{step}"))).toEqual([
    "The template lacks {output}: data that differ by it would be one container.",
  ]);
  expect(saidOf(rucio("{tag}.{version}.{step}.{output}.{run}"))).toEqual([
    "{run} is unknown; known are {scope}, {tag}, {version}, {step}, {output}.",
  ]);
  expect(saidOf(rucio("{tag}/{version}.{step}.{output}"))[0]).toContain("may hold letters");
});

test("A destination of the conventions stands in their list of destinations, if there is one", () => {
  const list = "lists: [{ of: [destination], names: [BNL_DISK, BNL_TAPE] }]";
  expect(saidOf("destination: { release: BNL_DSIK }")).toEqual([]);
  expect(saidOf(`destination: { release: BNL_TAPE, trial: BNL_DISK }\n${list}`)).toEqual([]);
  expect(saidOf(`destination: { release: BNL_DSIK }\n${list}`)).toEqual([
    "BNL_DSIK is not in the list of `destination` in conventions.yaml.",
  ]);
  expect(saidOf("destination: { release: 'BNL DISK' }")[0]).toContain("the name of a storage element");
});

test("Outputs go where the step says, then the defaults, then the conventions: apart for trials and releases", () => {
  const rules = readConventions("c.yaml", rulesWith("destination: { trial: SCRATCH_DISK, release: BNL_DISK }"));
  const sentTo = (destination: Draft, version = "1.0.0") => {
    const request = aRequest({ version, steps: { simulate: aStep(destination) } });
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    const place = { folder: "productions/p", file: "productions/p/production.yaml", bytes, conventions: undefined };
    const [judged] = validateProduction({ ...place, entries: [], shared: [], foreign: [] }, rules);
    const { steps = [], outDS = "" } = judged?.valid?.production ?? {};
    const options = steps.flatMap((step) => prunOptions(outDS, step));
    return options[options.indexOf("--destSE") + 1];
  };
  expect(sentTo({})).toBe("BNL_DISK");
  expect(sentTo({}, "1.0.0-test.1")).toBe("SCRATCH_DISK");
  expect(sentTo({ destination: "FAR_TAPE" })).toBe("FAR_TAPE");
});
