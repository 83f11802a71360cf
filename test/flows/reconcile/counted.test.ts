import { expect, test } from "vitest";
import { systemBash } from "../../../action/adapters/system/system-bash.ts";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { intentIn } from "../../../action/core/ledger/intent-in.ts";
import { countOnMain } from "../../../action/core/pass/counting.ts";
import { planProduction } from "../../../action/core/plan/plan.ts";
import { beginReads } from "../../../action/flows/reconcile/reads.ts";
import { statusesAround } from "../../../action/flows/validation/on-tree.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import { aStep, type Draft } from "../../core/a-production.ts";
import { aWorld, file, tag, written } from "./a-world.ts";

const reading = "productions/q/production.yaml";
const reader = (version = "1.0.0"): string =>
  written({
    version,
    tag: { campaign: "sP26a", physics: "hfcharm", stage: "background" },
    inputs: { up: { production: tag, version: "1.0.0", step: "simulate" } },
    steps: { fit: { in: [{ from: "up", filesPerJob: 4 }], out: ["fit.root"], walltime: 10, run: 'fit "${up[@]}"\n' } },
  });
const producer = (version: string, jobs: number): string =>
  written({ version, steps: { simulate: aStep({ jobs }) } satisfies Draft });

type World = ReturnType<typeof aWorld>;

/** What the check and a pass count of the reader as main holds it. */
const totals = async ({ main, ledger, ports }: World) => {
  const mainHead = await main.head();
  const head = await ledger.head();
  const [validated] = await validateSources(
    {
      bash: systemBash(),
      history: Promise.resolve({ ledger, head }),
      onTree: () => statusesAround(main.at(mainHead), "productions", new Set(["productions/q"])),
    },
    await main.at(mainHead).all(["productions/q"]),
  );
  const { valid, counted: checked } = validated ?? {};
  if (valid === undefined || checked === undefined) throw new Error(JSON.stringify(validated?.problems));
  const passed = await countOnMain({ ...beginReads(ports), mainHead, ledgerHead: head }, valid.production);
  return [checked, passed].map((one) => planProduction(one).total).map(({ jobs, coreHours }) => ({ jobs, coreHours }));
};
const promisedJobs = async ({ ledger }: World, version = "1.0.0") => {
  const key = submissionKey("sP26a-hfcharm-background", version, undefined);
  const read = await ledger.read(await ledger.head(), [key]);
  return intentIn(read.get(key) ?? [])?.stepJobs;
};
const known = [{ jobs: 10, coreHours: 100 }];

test("A pass counts what another production makes as the check does, and promises it", async () => {
  const world = aWorld({ [file]: producer("1.0.0", 40), [reading]: reader() });

  expect(await totals(world)).toEqual([...known, ...known]);
  await world.run();
  expect(await promisedJobs(world)).toEqual({ fit: 10 });
});

test("A version that stands on main no more is counted from the commit at which it was promised", async () => {
  const world = aWorld({ [file]: producer("1.0.0", 40), [reading]: reader() });
  await world.run();
  world.main.commit({ [file]: producer("1.1.0", 80) });
  await world.run();

  expect(await totals(world)).toEqual([...known, ...known]);
});

test("A number of jobs that only the ledger says lowers no cost, nor does a commit that main never stood at", async () => {
  const world = aWorld({ [file]: producer("1.0.0", 40), [reading]: reader() });
  await world.run();
  world.main.commit({ [file]: producer("1.1.0", 80) });
  const elsewhere = world.main.branch(world.merged, { [file]: producer("1.0.0", 4) });
  const { read } = world.ledger;
  const forged = (change: object): World => ({
    ...world,
    ports: {
      ...world.ports,
      ledger: {
        ...world.ledger,
        read: async (...about) =>
          new Map(
            [...(await read(...about))].map(([key, lines]) => [
              key,
              lines.map((line) =>
                line.event === "intended" ? { ...line, intent: { ...line.intent, ...change } } : line,
              ),
            ]),
          ),
      },
    },
  });

  expect(await totals(forged({ stepJobs: { simulate: 4 }, jobs: 4 }))).toEqual([...known, ...known]);
  expect(await totals(forged({ validatedAt: elsewhere }))).toEqual([...known, { jobs: null, coreHours: null }]);
});
