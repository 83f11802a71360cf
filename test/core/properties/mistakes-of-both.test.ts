import fc from "fast-check";
import { expect, test } from "vitest";
import type { FolderEntry } from "../../../action/core/text/source-file.ts";
import { lintPayloads } from "../../../action/flows/validation/lint-payloads.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { conventionsBytes } from "../a-production.ts";
import { type Around, wrong } from "../lint/wrong-payloads.ts";
import { someHead } from "./some-head.ts";

/** A request in which a payload of the lint's tests stands among what a form may have wrong. */
const header = `${someHead}submit: auto
steps:
  background:
    jobs: 12
    seed: { max: 900000000 }
    out: [bg.tar]
    cores: 8
    estimate: { seconds: 5 }
    run: echo "$uniqueId" >bg.tar
  overlay:
    in: [{ from: hepmc, filesPerJob: 2 }]
    out: [overlay.tar]
    parameters:
      pt: 5
    run: overlay "\${hepmc[@]}" -p "$pt" -o overlay.tar
`;

/** A line, what a person makes of it, and what must be told. `undefined`: of a file that is no YAML any other word. */
const forms: readonly (readonly [line: string, instead: string, code?: string])[] = [
  ["schema: 1", "schema: 2", "not-allowed"],
  ["version: 1.0.0", "version: v1.0.0", "bad-version"],
  ["version: 1.0.0", "", "missing-key"],
  ["  campaign: sP26a", "  campaign: sp26a", "bad-tag"],
  ["  physics: hfcharm", "", "bad-tag"],
  ["description: Charm signal in pile-up", "description: [a, b]", "wrong-type"],
  ['contact: ["@test-user"]', "contact: [some-user]", "bad-contact"],
  ["build: ana.418", "build: 418.ana", "bad-software"],
  ["build: ana.418", "biuld: ana.418", "unknown-key"],
  ["conditions: MDC2_ana.418", "conditions: MDC2 ana.418", "bad-token"],
  ["    dataset: user.tester.hepmc", "    dataset: user tester hepmc", "bad-dataset-name"],
  ["    files: 200", "    files: 0", "out-of-range"],
  ["  sites: [BNL]", "  sites: [BNLL]", "unknown-site"],
  ["  maxAttempt: 3", "  maxAttempts: 3", "unknown-key"],
  ["submit: auto", "submit: now", "not-allowed"],
  ["    jobs: 12", "    jobs: ten", "wrong-type"],
  ["    seed: { max: 900000000 }", "    seed: { max: 0 }", "out-of-range"],
  ["    out: [bg.tar]", '    out: ["bg*.tar"]', "bad-output-name"],
  ["    cores: 8", "    cores: 65", "out-of-range"],
  ["    estimate: { seconds: 5 }", "    estimate: { hours: 5 }", "unknown-key"],
  ["    in: [{ from: hepmc, filesPerJob: 2 }]", "    in: [{ from: hepmcs, filesPerJob: 2 }]", "unknown-reference"],
  ["      pt: 5", "      2pt: 5", "bad-parameter-name"],
  ["    memory: 2000", "    memory: 2 GB", "wrong-type"],
  ["    walltime: 10", "    waltime: 10", "unknown-key"],
  ["    priority: 900", "    priority: 0.5", "wrong-type"],
  ["    accept: 95%", "    accept: 0.95"],
  ["    maxAttempt: 5", "    maxAttempt: 5\n    maxAttempt: 6"],
  ["description: Charm signal in pile-up", 'description: "Charm signal'],
  ["description: Charm signal in pile-up", "description: Charm: signal"],
  ["    files: 200", "\tfiles: 200"],
  ["  sites: [BNL]", "  sites: [BNL"],
  ["    memory: 2000", "    memory: {2000"],
  ["    walltime: 10", "     walltime: 10"],
  ["build: ana.418", "build ana.418"],
  ["version: 1.0.0", "version: *one"],
];

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A step of its own for the payload, as its row in the tests of the lint says. */
const requestOf = (run: string, { step = {}, files = {}, reads }: NonNullable<Around> = {}): string => {
  const before =
    reads === undefined ? "" : `  before:\n    out: [${reads.output}]\n    jobs: 10\n    run: touch ${reads.output}\n`;
  const keys = {
    out: ["hits.tar"],
    ...(reads === undefined ? { jobs: 1 } : { in: [{ from: "before", filesPerJob: reads.filesPerJob ?? 1 }] }),
    ...(Object.keys(files).length === 0 ? {} : { resources: Object.keys(files) }),
    ...step,
  };
  const written = Object.entries(keys).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}\n`);
  const options = "    memory: 2000\n    walltime: 10\n    priority: 900\n    accept: 95%\n    maxAttempt: 5\n";
  return `${header}${before}  here:\n${written.join("")}${options}    run: |\n${run.replace(/^(?=.)/gm, "      ")}`;
};

const told = async (text: string, around: Around): Promise<readonly string[]> => {
  const entries = Object.entries(around?.files ?? {}).map(
    ([path, content]): FolderEntry => ({
      kind: "file",
      path,
      mode: path.endsWith(".sh") ? "100755" : "100644",
      bytes: bytesOf(content),
    }),
  );
  const rules = { file: "conventions.yaml", bytes: conventionsBytes, above: undefined };
  const validated = await validateSources(
    {
      bash: { complaints: async (scripts) => scripts.map(() => "") },
      history: Promise.resolve(undefined),
      lint: lintPayloads,
    },
    [
      {
        folder: "p",
        file: "p/production.yaml",
        bytes: bytesOf(text),
        entries,
        conventions: rules,
        shared: [],
        foreign: [],
      },
    ],
  );
  return validated.flatMap(({ problems }) => problems.map(({ code }) => code));
};

type Form = (typeof forms)[number];
type Payload = (typeof wrong)[number];

/** What of both mistakes is not told. */
const untold = async ([line, instead, code]: Form, [ofPayload, run, around]: Payload): Promise<readonly string[]> => {
  const text = requestOf(run, around);
  const made = text
    .split("\n")
    .map((one) => (one === line ? instead : one))
    .join("\n");
  if (made === text) return [`${line} stands nowhere`];
  const codes = await told(made, around);
  const ofForm = code === undefined ? codes.some((one) => one !== ofPayload) : codes.includes(code);
  return [...(ofForm ? [] : [code ?? line]), ...(codes.includes(ofPayload) ? [] : [ofPayload])];
};

test("A request with each wrong payload and no mistake of its form is told the payload's", async () => {
  for (const [code, run, around] of wrong) expect(await told(requestOf(run, around), around), run).toContain(code);
});

test("A mistake of the form and a mistake in a payload are both reported, whatever they are", async () => {
  const all = forms.flatMap((form) => wrong.map((payload) => [form, payload] as const));
  const few = fc.sample(fc.constantFrom(...all), { seed: 27, numRuns: 250 });
  const missed: string[] = [];
  for (const [form, payload] of few) {
    const lost = await untold(form, payload);
    if (lost.length > 0) missed.push(`${form[1] || `no ${form[0]}`} x ${payload[1]}: ${lost.join(", ")}`);
  }
  expect(missed).toEqual([]);
});
