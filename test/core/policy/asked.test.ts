import { describe, expect, test } from "vitest";
import { askedOf, askedOfRule, changedBy, pathsOf } from "../../../action/core/policy/asked.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { lockOf } from "../../../action/core/validate/cutting/lock-of.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { cutting, listed, rawFile } from "../validate/cutting/a-cut.ts";

const folder = "productions/p";
const request = `${folder}/production.yaml`;
const made = (changes: Draft = {}, files: Readonly<Record<string, string>> = {}): Production =>
  valid(aRequest(changes), { files: Object.entries(files).map(([path, text]) => textFile(path, text)) }).production;
const using = (step: Draft): Production => {
  const shared = [textFile("a.sh", "true\n"), textFile("rows.csv", "n\n1\n2\n")];
  return valid(aRequest({ steps: { simulate: aStep(step) } }), { shared }).production;
};
const script = "productions/_shared/a.sh";

describe("relevant paths", () => {
  const changed = changedBy([request, `${folder}/files/b.sh`, "productions/q/production.yaml", script, "README.md"]);

  test("Approval of a production is needed for the paths below its folder", () => {
    expect(pathsOf(made(), changed)).toEqual([request, `${folder}/files/b.sh`]);
    expect(pathsOf(made(), changedBy(["productions/q/production.yaml", "productions/pp/a"]))).toEqual([]);
  });

  test("Approval is needed for shared files above a production that are named as a step's file or as its table", () => {
    expect(pathsOf(using({ resources: ["shared:a.sh"] }), changed)).toContain(script);
    expect(pathsOf(using({ jobs: undefined, table: "shared:rows.csv" }), changed)).toContain(script);
    expect(pathsOf(made({}, { "a.sh": "true\n" }), changed)).not.toContain(script);
    const sent = made({ steps: { simulate: aStep({ resources: ["a.sh"] }) } }, { "a.sh": "true\n" });
    expect(pathsOf(sent, changed)).not.toContain(script);
  });

  test("Approval is needed for a shared list of files that an input names", () => {
    const asked = cutting(
      { inputs: { raw: { list: "shared:raw.txt", names: "RAW_{host}-{run:8}-{part:4}.evt" } } },
      {
        in: [{ from: "raw", by: "host" }],
        run: 'Combine "$host" "${raw[@]}" out.root\n',
      },
    );
    const [list] = listed(cutting(), [rawFile(1, "a", 0)]);
    const shared = list === undefined ? [] : [list];
    const lock = lockOf({
      ...{ folder, file: request, conventions: undefined, foreign: [], entries: [] },
      bytes: new TextEncoder().encode(JSON.stringify(asked)),
      shared: shared.map((file) => ({ kind: "file", ...file })),
    });
    const { production } = valid(asked, { files: [textFile("inputs.lock", lock ?? "")], shared });

    expect(pathsOf(production, changedBy(["productions/_shared/raw.txt"]))).toEqual(["productions/_shared/raw.txt"]);
    expect(pathsOf(made(), changedBy(["productions/_shared/raw.txt"]))).toEqual([]);
  });

  test("Approval is needed for a shared list of runs, which is no file of the folder", () => {
    const { production } = valid(aRequest({ runs: { list: "shared:runs.txt" }, steps: { make: aStep() } }), {
      shared: [textFile("runs.txt", "66001\n")],
    });

    expect(pathsOf(production, changedBy(["productions/_shared/runs.txt"]))).toEqual(["productions/_shared/runs.txt"]);
    expect(pathsOf(made(), changedBy(["productions/_shared/runs.txt"]))).toEqual([]);
  });

  test("Approval is needed for a shared file that one of several steps names", () => {
    const shared = [textFile("a.sh", "true\n"), textFile("rows.csv", "n\n1\n2\n")];
    const two = (step: Draft): Production =>
      valid(aRequest({ steps: { one: aStep({ out: ["one.tar"] }), two: aStep(step) } }), { shared }).production;
    expect(pathsOf(two({ resources: ["shared:a.sh"] }), changed)).toContain(script);
    expect(pathsOf(two({ jobs: undefined, table: "shared:rows.csv" }), changed)).toContain(script);
    const { request: plain, ...rest } = made();
    const git = { git: "https://git.example.org/m.git", commit: "0".repeat(40), path: "shared:a" };
    const foreign = { ...rest, request: { ...plain, steps: { one: { out: [], resources: [git] } } } };
    expect(pathsOf(foreign as unknown as Production, changed)).not.toContain(script);
  });

  test("Approval of a production is not needed for shared files elsewhere", () => {
    const elsewhere = changedBy(["productions/other/_shared/a.sh", "_shared/b.sh"]);
    expect(pathsOf(using({ resources: ["shared:a.sh"] }), elsewhere)).toEqual(["_shared/b.sh"]);
  });

  test("Each path that needs approval is listed once, also for a production at the top of the repository", () => {
    const production = { ...using({ resources: ["shared:a.sh"] }), folder: "." };
    expect(changedBy(["a", "b/c"]).below.get(".")).toEqual(["a", "b/c"]);
    expect(pathsOf({ ...production, folder: "_shared" }, changedBy(["_shared/a.sh"]))).toEqual(["_shared/a.sh"]);
  });
});

describe("scope of an approval", () => {
  test("An approval allows the whole request in its own words, and names its file where no line changed", () => {
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

  test("The text of an approval names a trial as such, and says that a request without walltime has an unknown cost", () => {
    expect(askedOf(made({ version: "1.0.0-test.1" }), changedBy([request, `${folder}/a`]))).toMatchObject({
      trial: true,
      paths: [request, `${folder}/a`],
      coreHours: null,
    });
  });

  test("The text of an approval names the build of the request, even if no step uses that build", () => {
    const production = made({ steps: { one: aStep({ build: "ana.419" }) } });
    expect(askedOf(production, changedBy([])).builds).toEqual(["ana.418", "ana.419"]);
  });

  test("An approval of appended runs shows the sum over all runs in the lists", () => {
    const growing = made(
      { runs: { list: "runs.txt" }, steps: { fit: aStep({ jobs: 1, walltime: 1, maxAttempt: 2 }) } },
      { "runs.txt": "66001\n66002\n66003\n" },
    );

    expect(askedOf(growing, changedBy([`${folder}/runs.txt`]))).toMatchObject({
      paths: [`${folder}/runs.txt`],
      coreHours: 6,
    });
  });

  test("An approval of changed rules names the file, and no cost", () => {
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
