import { expect, test } from "vitest";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import type { SubmissionState } from "../../../action/core/submission/state.ts";
import type { OpenCatalogue } from "../../../action/flows/validation/look-at-data.ts";
import { type ARucio, aRucio } from "../../adapters/rucio/a-rucio.ts";
import { aStep } from "../../core/a-production.ts";
import { aWorld, conventions, file, key, written } from "./a-world.ts";
import { spreadOver, troublesAt, troublesOf } from "./rucio-troubles.ts";

const reading = (dataset: string, files: number): string =>
  written({
    inputs: { raw: { dataset, files } },
    steps: { read: aStep({ jobs: undefined, in: [{ from: "raw", filesPerJob: 1 }], walltime: 1 }) },
  });

/** A world whose conventions name a sandbox Rucio, with a request that reads five files of `raw:run.1`. */
const aReadingWorld = async ({ dataset = "raw:run.1", files = 5, login = true } = {}) => {
  const place = await aRucio();
  const { rucio, settings } = place;
  const trouble = troublesOf(rucio);
  const rules = `${conventions}\nrucio: { server: "${rucio.url}", account: keeper, login: userpass, scopes: [raw] }\ndatasets: { pattern: "." }\n`;
  const world = aWorld({ "productions/conventions.yaml": rules, [file]: reading(dataset, files) });
  /** What happens right before the look of this number. */
  const before = new Map<number, () => Promise<unknown>>();
  let looks = 0;
  const open: OpenCatalogue = () => {
    const catalogue = rucioRest(settings, trouble.limits);
    return {
      ...catalogue,
      collections: async (dids) => {
        looks += 1;
        await before.get(looks)?.();
        return catalogue.collections(dids);
      },
    };
  };
  const pass = () => world.run(login ? { catalogue: open } : {});
  const from = () => looks;
  return { ...place, trouble, world, before, pass, from };
};

const notSent = async ({ world }: Awaited<ReturnType<typeof aReadingWorld>>): Promise<void> => {
  expect(world.panda.calls.submit).toEqual([]);
};

test("A dataset that Rucio does not know is waited for by name, and submitted when it is there", async () => {
  const place = await aReadingWorld();
  const { world, filler, pass } = place;
  await pass();
  expect(await world.state()).toMatchObject({ kind: "waiting", inputs: ["raw:run.1, which Rucio does not know"] });
  await notSent(place);
  const written = world.branch.commits.size;
  await pass();
  expect(world.branch.commits.size).toBe(written);

  await filler.dataset("raw:run.1", 5);
  await pass();
  expect(await world.kind()).toBe("submitted");
});

const faulty: readonly (readonly [what: string, make: (place: ARucio) => Promise<unknown>, state: object])[] = [
  [
    "is empty and open",
    ({ filler }) => filler.dataset("raw:run.1", 0, { open: true }),
    { kind: "waiting", inputs: ["raw:run.1, which is empty"] },
  ],
  [
    "is empty and closed",
    ({ filler }) => filler.dataset("raw:run.1", 0),
    { kind: "blocked", reason: "raw:run.1 is empty, and closed" },
  ],
  [
    "grows, with fewer files than the request says",
    ({ filler }) => filler.dataset("raw:run.1", 3, { open: true }),
    { kind: "waiting", inputs: ["raw:run.1, which has 3 of 5 files"] },
  ],
  [
    "is closed with fewer files than the request says",
    ({ filler }) => filler.dataset("raw:run.1", 3),
    { kind: "blocked", reason: "raw:run.1 is closed and has 3 files, and the request says 5" },
  ],
  [
    "lost a file",
    async (place) => {
      await place.filler.dataset("raw:run.1", 5);
      await loseFile(place);
    },
    {
      kind: "blocked",
      reason: "1 of 5 files of raw:run.1 are lost: no storage element has a good copy of them",
    },
  ],
];

const loseFile = ({ filler }: ARucio): Promise<unknown> =>
  filler.call("POST", "/replicas/bad/dids", {
    dids: [{ scope: "raw", name: "run.1.000002.root" }],
    rse: "NEAR_DISK",
    reason: "lost",
  });

test.each(faulty)("A production whose dataset %s is not submitted, and says why", async (_, make, state) => {
  const place = await aReadingWorld();
  await make(place);
  await place.pass();
  expect(await place.world.state()).toMatchObject(state);
  await notSent(place);
});

const shrink = ({ filler }: ARucio): Promise<unknown> =>
  filler.call("DELETE", "/dids/raw/run.1/dids", { dids: [{ scope: "raw", name: "run.1.000004.root" }] });

const worse: readonly (readonly [what: string, make: (place: ARucio) => Promise<unknown>, state: RegExp])[] = [
  ["shrinks", shrink, /^blocked raw:run.1 is closed and has 4 files/],
  ["loses a file", loseFile, /^blocked 1 of 5 files of raw:run.1 are lost/],
  [
    "is gone",
    async ({ rucio }) => void rucio.state.dids.delete("raw:run.1"),
    /^waiting raw:run.1, which Rucio does not know/,
  ],
];
/** A pass looks before the tag, with the claim of the check, and before the call. */
const moments = [1, 2, 3] as const;

test.each(spreadOver(worse, moments).map(([one, moment]) => [one[0], moment, one] as const))(
  "A dataset that %s right before look %i of a submission is not submitted, and says why",
  async (_, moment, [, make, state]) => {
    const place = await aReadingWorld();
    await place.filler.dataset("raw:run.1", 5);
    place.before.set(moment, () => make(place));
    await place.pass();
    expect(sayOf(await place.world.state())).toMatch(state);
    await notSent(place);
    const written = place.world.branch.commits.size;
    await place.pass();
    expect(place.world.branch.commits.size).toBe(written);
    expect(place.from()).toBeGreaterThanOrEqual(moment);
  },
);

test.each(troublesAt(moments))(
  "A submission that reads data is neither sent nor decided about where Rucio %s right before look %i, and goes on when Rucio is back",
  async (_, moment, trouble) => {
    const place = await aReadingWorld();
    await place.filler.dataset("raw:run.1", 5);
    place.before.set(moment, async () => place.trouble.begin(trouble));
    const { troubles } = await place.pass();
    expect(troubles.get(key)).toMatch(trouble.said);
    expect(["intended", "checked", "checking"]).toContain(await place.world.kind());
    await notSent(place);
    place.trouble.end();
    place.before.clear();
    await place.pass();
    expect(await place.world.kind()).toBe("submitted");
    expect(place.world.panda.calls.submit).toHaveLength(1);
  },
);

test("A Rucio that is slow holds nothing up", async () => {
  const place = await aReadingWorld();
  await place.filler.dataset("raw:run.1", 5);
  place.before.set(1, async () => place.trouble.slow());
  const { troubles } = await place.pass();
  expect([...troubles]).toEqual([]);
  expect(await place.world.kind()).toBe("submitted");
});

const sayOf = (state: SubmissionState): string =>
  state.kind === "waiting"
    ? `waiting ${state.inputs.join()}`
    : "reason" in state
      ? `${state.kind} ${state.reason}`
      : state.kind;

test("A reader of data of the experiment's Rucio is not submitted without a login", async () => {
  const place = await aReadingWorld({ login: false });
  await place.filler.dataset("raw:run.1", 5);
  const { troubles } = await place.pass();
  expect(await place.world.kind()).toBe("intended");
  expect(JSON.stringify([...troubles])).toContain("no login to it");
  await notSent(place);
});

test("Data of another scope are not looked up: PanDA has a Rucio of its own", async () => {
  const place = await aReadingWorld({ dataset: "user.x.own.v1", login: false });
  await place.pass();
  expect(await place.world.kind()).toBe("submitted");
});
