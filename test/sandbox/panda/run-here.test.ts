import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openLocalJobs } from "../../../action/adapters/jobs/local-jobs.ts";
import { oneProduction } from "../../../action/cli/run/one-production.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { inFileOrder } from "../../../action/core/render/cwl.ts";
import { bindRendering, provisionalBindings, renderProduction } from "../../../action/core/render/rendering.ts";
import { runHere } from "../../../action/flows/run/run-here.ts";
import { aRequest, type Draft, valid } from "../../core/a-production.ts";
import { aSandbox } from "./sandboxes.ts";
import { sendWorkflow } from "./wire.ts";

type Files = Readonly<Record<string, string>>;

/** Which id a task gets is PanDA's affair: it is left out of the names. */
const withoutTask = (name: string): string => name.replaceAll(/\d+(?=\._\d{6}\.)/g, "TASK");

const contents = async (label: string, paths: readonly string[]): Promise<readonly (readonly [string, string])[]> =>
  Promise.all(
    paths.map(async (path) => [`${label} ${withoutTask(basename(path))}`, await readFile(path, "utf8")] as const),
  );

const byShrekRun = async (production: Production): Promise<Files> => {
  const out = await mkdtemp(join(tmpdir(), "run-here-"));
  onTestFinished(() => rm(out, { recursive: true, force: true }));
  const bindings = provisionalBindings(production);
  const jobs = await openLocalJobs({
    out,
    from: undefined,
    outDS: production.outDS,
    sent: bindRendering(renderProduction(production).sent, bindings),
    bindings,
    limited: true,
    cores: 2,
    signal: new AbortController().signal,
  });
  const steps = await runHere(
    jobs,
    { production, bindings },
    { steps: undefined, jobs: undefined, row: undefined },
    () => undefined,
  );
  await jobs.close();
  const files = steps.flatMap(({ step, state }) =>
    state.kind !== "ran"
      ? []
      : state.reports.flatMap(({ outputs }) =>
          outputs.map(({ output, path }) => ({ label: `${step}/${output}`, path })),
        ),
  );
  return Object.fromEntries((await Promise.all(files.map(({ label, path }) => contents(label, [path])))).flat());
};

const bySandboxPanda = async (production: Production): Promise<Files> => {
  const sent = bindRendering(renderProduction(production).sent, provisionalBindings(production));
  const { panda, client } = await aSandbox({ executes: ["SANDBOX", "LAPTOP"], cores: 2 });
  const files = Object.fromEntries(sent.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  await sendWorkflow(client, panda.url, production.outDS, files);
  await panda.tick(120);
  const made = inFileOrder(production.steps).flatMap((step, index) =>
    step.outputs.map(({ name }) =>
      contents(
        `${step.name}/${name}`,
        panda.dataset(`${production.outDS}_${String(index).padStart(3, "0")}_${step.name}_${name}/`),
      ),
    ),
  );
  return Object.fromEntries((await Promise.all(made)).flat());
};

test("A local run of toy-pileup makes the same bytes as PanDA: seeds, order of files, names", async () => {
  const { valid: toy } = await oneProduction("productions/toy-pileup", undefined);
  if (toy === undefined) throw new Error("toy-pileup is not good");
  const { production } = toy;

  const here = await byShrekRun(production);

  expect(Object.keys(here)).toHaveLength(17);
  expect(here).toEqual(await bySandboxPanda(production));
});

/** Every job says its number, and which files it got in which order. */
const tells = (output: string, read: readonly string[] = []): string =>
  `{ echo "$uniqueId"; for file in ${["", ...read].map((name) => (name === "" ? '""' : `"\${${name}[@]}"`)).join(" ")}; do [ -z "$file" ] || sed "s/^/  /" "$file"; done; } >${output}`;

test("A local run has the same reused pools, selected files, lost jobs, lineage and joins as PanDA", async () => {
  const step = (output: string, more: Draft): Draft => ({
    ...{ out: [output], maxAttempt: 1, ...more },
    run:
      more["run"] ??
      tells(
        output,
        (more["in"] as readonly { from: string }[] | undefined)?.map(({ from }) => from),
      ),
  });
  const steps: Readonly<Record<string, Draft>> = {
    make: step("make.txt", { jobs: 13, run: `[ "$uniqueId" -ne 5 ] || exit 1\n${tells("make.txt")}` }),
    pool: step("pool.txt", { jobs: 7 }),
    mixed: step("mixed.txt", {
      in: [
        { from: "make", filesPerJob: 1, skip: 1 },
        { from: "pool", filesPerJob: 3, reuse: true },
      ],
    }),
    some: step("some.txt", { in: [{ from: "make", filesPerJob: 2, match: "_00001", maxFiles: 3 }] }),
    calo: step("calo.txt", { in: [{ from: "make", filesPerJob: 1 }] }),
    track: step("track.txt", { in: [{ from: "make", filesPerJob: 1 }] }),
    joined: step("joined.txt", {
      in: [
        { from: "calo", filesPerJob: 1 },
        { from: "track", filesPerJob: 1 },
      ],
    }),
  };
  const { production } = valid(aRequest({ defaults: { sites: ["LAPTOP"] }, steps }));

  const here = await byShrekRun(production);

  expect(Object.keys(here).filter((name) => name.startsWith("joined/"))).toHaveLength(12);
  expect(here).toEqual(await bySandboxPanda(production));
});
