import { expect, test } from "vitest";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { lintPayloads } from "../../../action/flows/validation/lint-payloads.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { aRequest, aStep, conventionsBytes, type Draft } from "../../core/a-production.ts";
import { inFull } from "../../core/validate/fixtures.ts";

type Mistake = { readonly top?: Draft; readonly step?: Draft };

/** Mistakes of form: of most, the request cannot be made a production. */
const ofForm: Readonly<Record<string, Mistake>> = {
  "memory out of range": { step: { memory: 3 } },
  "memory as text": { step: { memory: "3 GB" } },
  "unknown key in the step": { step: { wallTimes: 3 } },
  "unknown key at the top": { top: { licence: "MIT" } },
  "unknown site": { step: { sites: ["NOWHERE"] } },
  "site that is no list": { top: { defaults: { sites: "BNL" } } },
  "no site": { top: { defaults: {} } },
  "walltime as text": { step: { walltime: "long" } },
  "share that is no share": { step: { accept: "most" } },
  "tag without a field": { top: { tag: { campaign: "sP26a" } } },
  "tag as one word": { top: { tag: "sP26a-hfcharm" } },
  "version of two numbers": { top: { version: "1.0" } },
  "version as a number": { top: { version: 1 } },
  "no description": { top: { description: undefined } },
  "contact without @": { top: { contact: ["test-user"] } },
  "build with a blank": { top: { build: "ana 418" } },
  "acknowledged what does not exist": { top: { acknowledge: [{ code: "nothing", reason: "because" }] } },
  "another step without run": { top: { steps: { other: { out: ["x"], jobs: 1 } } } },
  "another step as a list": { top: { steps: { other: [] } } },
  "two steps in a circle": {
    top: {
      steps: {
        one: { ...aStep({ in: [{ from: "two" }] }), jobs: undefined },
        two: { ...aStep({ in: [{ from: "one" }] }), jobs: undefined },
      },
    },
  },
  "input that nobody reads and has no kind": { top: { inputs: { data: { expect: 3 } } } },
};

const end = "touch hits.tar\n";
/** Mistakes of payloads, each with the code that says it. */
const ofPayload: readonly (readonly [code: string, run: string, step?: Draft])[] = [
  ["unset-variable", `gen --seed "$uniqeId"\n${end}`],
  ["spaces-around-equals", `name = hits\n${end}`],
  ["broken-continuation", `gen \\ \n  --now\n${end}`],
  ["seed-by-chance", `gen --seed $RANDOM\n${end}`],
  ["exit-status-ignored", `root -b x || true\n${end}`],
  ["good-job-fails", `${end}[ -s core ] && rm core\n`],
  ["home-path", `cp /sphenix/u/ada/cal.root .\n${end}`],
  ["mkdir-without-p", `mkdir out\n${end}`],
  ["macro-not-found", `root -b missing.C\n${end}`],
  ["script-not-found", `bash missing.sh\n${end}`],
  ["unused-parameter", end, { parameters: { macro: "x" } }],
  ["output-not-produced", "echo hello\n"],
  ["result-in-folder", "mkdir -p d\ngen4 >d/hits.tar\n"],
  ["identical-jobs", `gen4 500\nmv a "a_$uniqueId"\n${end}`, { jobs: 10 }],
  ["variable-not-expanded", "gen4 --in {input} >hits.tar\n"],
  ["wrong-expansion", `n=3\nfor i in {1..$n}; do echo "$i"; done\n${end}`],
  ["wrong-test", `n=3\nif [ "$n" > 5 ]; then echo; fi\n${end}`],
  ["doubtful-test", `n=$(cat x)\nif [ -n $n ]; then echo; fi\n${end}`],
  ["file-emptied", `sort list >list\n${end}`],
  ["redirect-misread", `ls 2>&1 >log\n${end}`],
  ["never-reached", `${end}exit 0\nls\n`],
  ["value-lost", `n=0\nls | while read -r _; do n=1; done\necho $n\n${end}`],
  ["not-a-program", `local n=3\n${end}`],
  ["bash-syntax", `if true; then\n${end}`],
];

const judge = async (mistake: Mistake, payload: Draft): Promise<readonly Problem[]> => {
  const { steps = {}, ...top } = mistake.top ?? {};
  const request = aRequest({
    ...top,
    steps: { here: aStep({ jobs: 1, ...payload, ...mistake.step }), ...(steps as Draft) },
  });
  const { path, ...conventions } = textFile("conventions.yaml", new TextDecoder().decode(conventionsBytes), "100644");
  const source = {
    folder: "productions/p",
    file: "productions/p/production.yaml",
    bytes: new TextEncoder().encode(JSON.stringify(request, null, 1)),
    entries: [],
    conventions: { file: path, bytes: conventions.bytes, above: undefined },
    shared: [],
    foreign: [],
  };
  const validated = await validateSources({ ...inFull, lint: lintPayloads }, [source]);
  return validated.flatMap(({ problems }) => problems);
};

test.each(Object.entries(ofForm))(
  "Beside the mistake of form %s every mistake of a payload is reported",
  async (name, mistake) => {
    const known = new Set((await judge(mistake, { run: `gen4 --out hits.tar\n` })).map(({ code }) => code).toSorted());
    expect(known.size, name).toBeGreaterThan(0);
    const missed: string[] = [];
    for (const [code, run, step] of ofPayload) {
      const told = new Set((await judge(mistake, { run, ...step })).map((problem) => problem.code as string));
      if (!told.has(code)) missed.push(code);
      for (const one of known) if (!told.has(one)) missed.push(`${one} beside ${code}`);
    }

    expect(missed).toEqual([]);
  },
);

test("A problem of the payload that rests on a wrong key is not reported", async () => {
  const reads = { run: 'gen4 --seed "$uniqueId" --ptmin "$ptmin" --out hits.tar\n' };
  const wrong: readonly Draft[] = [
    { seed: { digits: "five" }, parameters: { ptmin: 3 } },
    { sede: {}, parameters: { ptmin: 3 } },
    { parameters: { ptmin: [3] } },
    { variables: { ptmin: 3 } },
    { parameters: { ptmin: 3 }, out: "hits.tar" },
    { parameters: { ptmin: 3 }, out: ["hits/hits.root"] },
    { parameters: { ptmin: 3 }, jobs: "ten" },
    { jobs: undefined, table: "jobs.csv" },
  ];
  const shape = new Set(["unknown-key", "wrong-type", "bad-output-name", "missing-resource"]);
  for (const step of wrong) {
    const told = await judge({ step }, reads);
    expect(told.length, JSON.stringify(step)).toBeGreaterThan(0);
    expect(
      told.filter(({ code }) => !shape.has(code)),
      JSON.stringify(step),
    ).toEqual([]);
  }
});
