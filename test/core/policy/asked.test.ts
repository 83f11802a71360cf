import { describe, expect, test } from "vitest";
import { askedOf, askedOfRule, changedBy, pathsOf } from "../../../action/core/policy/asked.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { accepted, aRequest, aStep, type Draft } from "../a-production.ts";

const folder = "productions/p";
const request = `${folder}/production.yaml`;
const made = (changes: Draft = {}, files: Readonly<Record<string, string>> = {}): Production =>
  accepted(aRequest(changes), { files: Object.entries(files).map(([path, text]) => textFile(path, text)) }).production;
const using = (step: Draft): Production => {
  const shared = [textFile("a.sh", "true\n"), textFile("rows.csv", "n\n1\n2\n")];
  return accepted(aRequest({ steps: { simulate: aStep(step) } }), { shared }).production;
};
const script = "productions/_shared/a.sh";

describe("the paths of a change that count for a production", () => {
  const changed = changedBy([request, `${folder}/files/b.sh`, "productions/q/production.yaml", script, "README.md"]);

  test("are those below its folder", () => {
    expect(pathsOf(made(), changed)).toEqual([request, `${folder}/files/b.sh`]);
    expect(pathsOf(made(), changedBy(["productions/q/production.yaml", "productions/pp/a"]))).toEqual([]);
  });

  test("and files that are shared above it, where it names some: as a file of a step, or as its table", () => {
    expect(pathsOf(using({ resources: ["shared:a.sh"] }), changed)).toContain(script);
    expect(pathsOf(using({ jobs: undefined, table: "shared:rows.csv" }), changed)).toContain(script);
    expect(pathsOf(made({}, { "a.sh": "true\n" }), changed)).not.toContain(script);
    const sent = made({ steps: { simulate: aStep({ resources: ["a.sh"] }) } }, { "a.sh": "true\n" });
    expect(pathsOf(sent, changed)).not.toContain(script);
  });

  test("also where one step of several names it", () => {
    const shared = [textFile("a.sh", "true\n"), textFile("rows.csv", "n\n1\n2\n")];
    const two = (step: Draft): Production =>
      accepted(aRequest({ steps: { one: aStep({ out: ["one.tar"] }), two: aStep(step) } }), { shared }).production;
    expect(pathsOf(two({ resources: ["shared:a.sh"] }), changed)).toContain(script);
    expect(pathsOf(two({ jobs: undefined, table: "shared:rows.csv" }), changed)).toContain(script);
    const { request: plain, ...rest } = made();
    const git = { git: "https://git.example.org/m.git", commit: "0".repeat(40), path: "shared:a" };
    const foreign = { ...rest, request: { ...plain, steps: { one: { out: [], resources: [git] } } } };
    expect(pathsOf(foreign as unknown as Production, changed)).not.toContain(script);
  });

  test("but none that are shared elsewhere", () => {
    const elsewhere = changedBy(["productions/other/_shared/a.sh", "_shared/b.sh"]);
    expect(pathsOf(using({ resources: ["shared:a.sh"] }), elsewhere)).toEqual(["_shared/b.sh"]);
  });

  test("once each, of a production at the top of the repository too", () => {
    const production = { ...using({ resources: ["shared:a.sh"] }), folder: "." };
    expect(changedBy(["a", "b/c"]).below.get(".")).toEqual(["a", "b/c"]);
    expect(pathsOf({ ...production, folder: "_shared" }, changedBy(["_shared/a.sh"]))).toEqual(["_shared/a.sh"]);
  });
});

describe("what an approval would allow", () => {
  test("is the whole of the request by its own words, and its file where nothing of it changed", () => {
    const production = made({
      build: "ana.418",
      steps: {
        one: aStep({ walltime: 2, cores: 8, maxAttempt: 3 }),
        two: aStep({ walltime: 1, maxAttempt: 1, build: "ana.419" }),
      },
    });

    expect(askedOf(production, changedBy(["productions/q/a"]))).toEqual({
      folder,
      paths: [request],
      trial: false,
      builds: ["ana.418", "ana.419"],
      coreHours: 10 * 2 * 8 * 3 + 10,
      storageGB: null,
    });
  });

  test("of a trial says so, and one without walltime costs what nobody can say", () => {
    expect(askedOf(made({ version: "1.0.0-test.1" }), changedBy([request, `${folder}/a`]))).toMatchObject({
      trial: true,
      paths: [request, `${folder}/a`],
      coreHours: null,
    });
  });

  test("names the build of the request too, where no step uses it", () => {
    const production = made({ steps: { one: aStep({ build: "ana.419" }) } });
    expect(askedOf(production, changedBy([])).builds).toEqual(["ana.418", "ana.419"]);
  });

  test("of appended runs counts all that the lists hold", () => {
    const growing = made(
      { runs: { list: "runs.txt" }, steps: { fit: aStep({ jobs: 1, walltime: 1, maxAttempt: 2 }) } },
      { "runs.txt": "66001\n66002\n66003\n" },
    );

    expect(askedOf(growing, changedBy([`${folder}/runs.txt`]))).toMatchObject({
      paths: [`${folder}/runs.txt`],
      coreHours: 6,
    });
  });

  test("of a change of rules is its file, and no cost", () => {
    expect(askedOfRule("CODEOWNERS")).toEqual({
      folder: "CODEOWNERS",
      paths: ["CODEOWNERS"],
      trial: false,
      builds: [],
      coreHours: 0,
      storageGB: 0,
    });
  });
});
