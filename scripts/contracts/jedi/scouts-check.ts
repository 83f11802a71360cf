import assert from "node:assert/strict";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { type AskedCase, askJedi, type MadeStep, type Scouted } from "./ask-jedi.ts";
import { examinedCase } from "./case-production.ts";
import { make, many, numbered, read } from "./cases.ts";

/** A step of so many jobs, how many of its first ones end well or badly, and what JEDI then does. Memory in MB per core. */
type Story = {
  readonly jobs: number;
  /** It reads so many files a job; without, none. */
  readonly reads?: number;
  readonly good: number;
  readonly bad: number;
  /** Tenths of the scouts that must succeed. JEDI takes it from the parameters that all steps begin with. */
  readonly rate?: number;
  readonly memory?: number;
  /** What each good job used, in kB. */
  readonly used?: number;
  readonly becomes: Partial<Scouted>;
};

const authorized = { status: "scouted", dialog: null };
const none = { status: "tobroken", dialog: "no scout jobs succeeded", later: 0 };
const notEnough = { status: "tobroken", dialog: "not enough scout jobs succeeded", later: 0 };

const stories: Readonly<Record<string, Story>> = {
  "ten jobs go first, and when all fail the task is broken": {
    ...{ jobs: 40, good: 0, bad: 10 },
    becomes: { first: 10, scouts: true, ...none },
  },
  "one good job of ten releases all others, which are no scouts": {
    ...{ jobs: 40, good: 1, bad: 9 },
    becomes: { first: 10, scouts: true, ...authorized, later: 30, again: false },
  },
  "less than the rate: broken": { jobs: 40, good: 7, bad: 3, rate: 8, becomes: notEnough },
  "the rate is reached": { jobs: 40, good: 8, bad: 2, rate: 8, becomes: { ...authorized, later: 30 } },
  "when half are good and none is lost, JEDI does not wait for the others": {
    ...{ jobs: 40, good: 5, bad: 0, rate: 10 },
    becomes: { ...authorized, later: 30 },
  },
  "when half are good and one is lost, the rate is judged before the others end": {
    ...{ jobs: 40, good: 5, bad: 1, rate: 9 },
    becomes: notEnough,
  },
  "before half are good it waits": { jobs: 40, good: 4, bad: 5, becomes: { status: "scouting", later: 0 } },
  "a step that reads begins with ten jobs too": {
    ...{ jobs: 14, reads: 3, good: 1, bad: 9 },
    becomes: { first: 10, scouts: true, ...authorized, later: 4, again: false },
  },
  "a step of ten jobs has no scouts": {
    ...{ jobs: 10, good: 0, bad: 10, rate: 8 },
    becomes: { first: 10, scouts: false, status: "prepared", dialog: null },
  },
  "more than 4000 MB where less was asked: exhausted, and a retry goes on with what was measured": {
    ...{ jobs: 40, good: 10, bad: 0, memory: 2000, used: 5_000_000 },
    becomes: {
      status: "exhausted",
      dialog: tooMuchMemory(5371, 2000),
      asked: 2000,
      memory: 5371,
      retried: "running",
      later: 30,
    },
  },
  "the same with no more than 20 jobs to come: goes on with it": {
    ...{ jobs: 30, good: 10, bad: 0, memory: 2000, used: 5_000_000 },
    becomes: { ...authorized, memory: 5371, later: 20 },
  },
  "what was asked is lowered too": {
    ...{ jobs: 40, good: 10, bad: 0, memory: 4000, used: 1_000_000 },
    becomes: { ...authorized, asked: 4000, memory: 1074, later: 30, asks: 966 },
  },
};

function tooMuchMemory(measured: number, asked: number): string {
  return `#KV #ATM action=set_exhausted reason=scout_ramCount scout ramCount ${measured} MB is larger than 4000 MB while requested task_ramCount ${asked} MB is less than 4000 MB`;
}

export const scoutsCheck = (venv: Venv): Check => ({
  name: `JEDI begins a task with scouts, and by them goes on, breaks it or waits: ${Object.keys(stories).length} stories`,
  run: async () => {
    const made = await askJedi(venv, Object.values(stories).map(asked));
    for (const [index, [name, { becomes }]] of Object.entries(stories).entries()) {
      const answer = made[index];
      const seen = answer === undefined || "error" in answer ? assert.fail(name) : scoutedOf(answer.steps);
      assert.deepEqual({ ...seen, ...becomes }, seen, name);
    }
  },
});

const scoutedOf = ([step]: readonly MadeStep[]): Scouted =>
  step === undefined || "error" in step || step.scouts === undefined
    ? assert.fail(step !== undefined && "error" in step ? step.error : "no answer")
    : step.scouts;

/** One attempt a job: who fails is lost at once. */
const asked = ({ jobs, reads, good, bad, rate, memory = 2000, used }: Story): AskedCase => {
  const more = { maxAttempt: 1, memory };
  const { production, datasets } = examinedCase({
    name: "scouts",
    ...(reads === undefined
      ? { steps: { a: make(jobs, more) } }
      : { outside: { hits: numbered("hits", jobs * reads) }, steps: { a: read([many("hits", reads)], more) } }),
  });
  const measured = used === undefined ? {} : { measured: { maxPSS: used } };
  const base = rate === undefined ? {} : { base: { scoutSuccessRate: rate } };
  return { production, datasets, fails: {}, retried: [], scouts: { good, bad, ...measured }, ...base };
};
