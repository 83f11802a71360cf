import { describe, expect, test } from "vitest";
import type { InputNeed, Intent } from "../../../action/core/ledger/event.ts";
import { describeNeed, inputNeeds, isUnbound, upstreamKeys } from "../../../action/core/ledger/input-needs.ts";
import {
  allotSeeds,
  type IntentParts,
  identityFault,
  makeIntent,
  type Origin,
  streamsOf,
  trialSeeds,
} from "../../../action/core/ledger/make-intent.ts";
import type { Production } from "../../../action/core/production/production.ts";
import { renderProduction } from "../../../action/core/render/rendering.ts";
import { sha256 } from "../../../action/core/text/canonical-json.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { splitByRun } from "../../../action/core/validate/split-runs.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";
import { anIntent } from "../submission/a-submission.ts";

const promise: IntentParts = { renderingDigest: "d".repeat(64), archive: "a".repeat(64), seeds: [], needs: [] };

const production = (changes: Draft) => valid(aRequest(changes)).production;

describe("seed ranges", () => {
  const two = production({
    steps: {
      one: aStep({ jobs: 10, seed: { stream: "shared" } }),
      bare: aStep({ jobs: 4 }),
      two: aStep({ jobs: 5, seed: { stream: "shared" }, out: ["b.tar"] }),
      alone: aStep({ jobs: 2, seed: { stream: "own" }, out: ["c.tar"] }),
    },
  });
  const seeds = (streams: readonly (readonly [string, number])[] = []) => allotSeeds(two, new Map(streams));

  test("Seed ranges of steps that share a stream follow each other without overlap, and a new stream begins at 1", () => {
    expect(seeds()).toEqual([
      { step: "one", stream: "shared", first: 1, count: 10 },
      { step: "bare", stream: "sP26a-hfcharm-signal.bare", first: 1, count: 4 },
      { step: "two", stream: "shared", first: 11, count: 5 },
      { step: "alone", stream: "own", first: 1, count: 2 },
    ]);
  });

  test("The streams of a production are those that its steps take seeds from, and the steps of its runs", () => {
    expect(streamsOf(two)).toEqual(["shared", "sP26a-hfcharm-signal.bare", "shared", "own"]);
    expect(streamsOf({ ...two, steps: [], stepsOfRuns: [two.steps.slice(2), two.steps.slice(0, 2)] })).toEqual([
      "shared",
      "own",
      "shared",
      "sP26a-hfcharm-signal.bare",
    ]);
  });

  test("A new seed range begins where the last range of its stream ended", () => {
    expect(seeds([["shared", 101]]).map(({ first }) => first)).toEqual([102, 1, 112, 1]);
  });

  test("Seeds of a trial come from own streams, and begin again when the generator takes no larger one", () => {
    const trial = production({
      steps: {
        one: aStep({ jobs: 10, seed: { stream: "shared", max: 99 } }),
        two: aStep({ jobs: 5, seed: { stream: "shared" }, out: ["b.tar"] }),
      },
    });
    const first = (at?: number) =>
      trialSeeds(trial, new Map([["shared", 500], ...(at === undefined ? [] : [["trial/shared", at] as const])]));

    expect(first()).toEqual([
      { step: "one", stream: "trial/shared", first: 1, count: 10 },
      { step: "two", stream: "trial/shared", first: 11, count: 5 },
    ]);
    expect(first(20).map((range) => range.first)).toEqual([21, 31]);
    expect(first(88).map((range) => range.first)).toEqual([89, 99]);
    expect(first(89).map((range) => range.first)).toEqual([90, 100]);
    expect(first(90).map((range) => range.first)).toEqual([1, 11]);
    expect(first(95).map((range) => range.first)).toEqual([1, 11]);
  });

  test("A step that has no numbers of its own takes none from a stream, in a trial neither", () => {
    const bare = {
      ...two,
      steps: two.steps.map((step) => (step.name === "bare" ? { ...step, seed: undefined } : step)),
    };

    expect(streamsOf(bare)).toEqual(["shared", "shared", "own"]);
    expect(allotSeeds(bare, new Map()).map(({ step }) => step)).toEqual(["one", "two", "alone"]);
    expect(trialSeeds(bare, new Map()).map(({ step }) => step)).toEqual(["one", "two", "alone"]);
  });

  test("Seeds for an unknown number of jobs are a bug of SHREK", () => {
    const unknown = { ...two, steps: two.steps.map((step) => ({ ...step, maxJobs: undefined })) };

    expect(() => allotSeeds(unknown, new Map())).toThrow("one has seeds for an unknown number of jobs");
  });
});

describe("intents", () => {
  const panda = { url: "https://panda", vo: "sphenix", role: "production", userName: "Ada", token: "secret" };
  const madeFrom: Origin = {
    repository: "0a1b2c3d",
    commit: "c1",
    validatedAt: "j1",
    requester: "Ada",
    panda,
    monitor: undefined,
    pullRequest: 7,
    approval: "bob",
  };
  const made = (changes: Draft = {}, origin: Partial<Origin> = {}): Intent => {
    const { production: one, content } = valid(aRequest(changes));
    return makeIntent(one, content, promise, { ...madeFrom, ...origin });
  };

  test("An intent keeps where the list of its run and the lists of files came from, and what is long by its digest", () => {
    const query = `SELECT run FROM runs WHERE ${"x".repeat(200)}`;
    const head = `# source: run database\n# query: ${query}\n# date: 2026-11-29\n`;
    const grown = (text: string) => {
      const request = aRequest({
        runs: { list: ["old.txt", "new.txt"] },
        steps: { simulate: aStep({ run: "make $run" }) },
      });
      const files = [textFile("old.txt", "66001\n"), textFile("new.txt", `${text}66002\n`)];
      return splitByRun(valid(request, { files })).map(({ production: one, content }) => {
        return { rendering: renderProduction(one), intent: makeIntent(one, content, promise, madeFrom) };
      });
    };

    const [old, fresh] = grown(head);

    expect(old?.intent.lists).toBeUndefined();
    expect(fresh?.intent.lists).toEqual([
      { list: "new.txt", source: "run database", query: `sha256:${sha256(query)}`, date: "2026-11-29" },
    ]);
    const [, without] = grown("");
    expect(fresh?.intent.contentDigest).toBe(without?.intent.contentDigest);
    expect(fresh?.rendering.digest).toBe(without?.rendering.digest);
  });

  test("An intent names the submission, its origin, and what PanDA must get unchanged", () => {
    const { production: one, content } = valid(aRequest());

    expect(made()).toMatchObject({
      repository: "0a1b2c3d",
      tag: "sP26a-hfcharm-signal",
      version: "1.0.0",
      folder: "productions/p",
      commit: "c1",
      validatedAt: "j1",
      requester: "Ada",
      content,
      contentDigest: one.contentDigest,
      renderingDigest: promise.renderingDigest,
      outDS: one.outDS,
      steps: ["simulate"],
      jobs: 10,
      stepJobs: { simulate: 10 },
      accept: {},
      pullRequest: 7,
      approval: "bob",
      archive: "a".repeat(64),
      monitor: one.conventions.monitor,
    });
    expect(made().label).toMatch(/^[0-9a-f]{12}$/);
    expect("run" in made()).toBe(false);
  });

  test("An intent names the superseded version, its trial, and the memory values for retries of its steps", () => {
    const steps = {
      simulate: aStep({ memory: [2000, 3000] }),
      merge: { in: [{ from: "simulate", filesPerJob: 1 }], out: ["m.tar"], run: "x\n" },
    };
    const trial = { pullRequest: 7, head: "a".repeat(40), by: "ada", id: "1", confirms: "1-a", of: "1.0.0" };

    expect(made()).toMatchObject({ supersedes: [] });
    expect(made()).not.toHaveProperty("trial");
    expect(made()).not.toHaveProperty("retryMemory");
    expect(made({ supersedes: ["0.9.0"] }).supersedes).toEqual(["0.9.0"]);
    expect(made({ supersedes: ["0.9.0"] }, { supersedes: ["0.8.0"] }).supersedes).toEqual(["0.8.0"]);
    expect(made({ steps }).retryMemory).toEqual({ simulate: [3000] });
    expect(made({}, { trial }).trial).toEqual(trial);
  });

  test("An intent says that its production is one of several variants, and nothing of one alone", () => {
    const { production: one, content } = valid(aRequest());
    const ofVariant = makeIntent({ ...one, variant: true }, content, promise, madeFrom);

    expect(ofVariant.variant).toBe(true);
    expect(made()).not.toHaveProperty("variant");
  });

  test("An intent keeps where people see its repository, and nothing where nobody knew", () => {
    const address = "https://github.example/lab/productions";

    expect(made({}, { address }).address).toBe(address);
    expect(made()).not.toHaveProperty("address");
  });

  test("An intent names the cores of all tasks only where prun takes no such number of a step", () => {
    expect(made({ defaults: { sites: ["BNL"], cores: 4 } }).cores).toBe(4);
    for (const cores of [1, 8]) expect(made({ defaults: { sites: ["BNL"], cores } })).not.toHaveProperty("cores");
  });

  test("An intent keeps the hours after which a person is asked about a task without a site, if the conventions set them", () => {
    const { production: one, content } = valid(aRequest());
    const patient = { ...one, conventions: { ...one.conventions, noSiteAfter: 24 } };
    const origin = { repository: "r", commit: "c", validatedAt: "j", requester: "Ada", monitor: undefined };
    const intent = makeIntent(patient, content, promise, {
      ...origin,
      panda: anIntent().panda,
      pullRequest: 7,
      approval: "bob",
    });

    expect(intent.noSiteAfter).toBe(24);
    expect(made()).not.toHaveProperty("noSiteAfter");
  });

  test("An intent names the data that its request reads from the experiment's Rucio, and where that is, but not the scopes", () => {
    const place = { server: "https://rucio.example.org", account: "reader", login: "userpass" } as const;
    const reading = (rules: Partial<Production["conventions"]>) => {
      const { production: one, content } = valid(
        aRequest({
          inputs: { data: { dataset: "user.x.data", files: 4 } },
          steps: { simulate: { in: [{ from: "data", filesPerJob: 1 }], out: ["a.tar"], run: "x\n" } },
        }),
      );
      return makeIntent({ ...one, conventions: { ...one.conventions, ...rules } }, content, promise, madeFrom);
    };

    expect(reading({ rucio: { ...place, scopes: ["user.x"] } }).reads).toEqual({
      place,
      data: [{ dataset: "user.x.data", files: 4, sites: ["BNL"] }],
    });
    expect(reading({ rucio: { ...place, scopes: ["user.y"] } })).not.toHaveProperty("reads");
    expect(reading({})).not.toHaveProperty("reads");
  });

  test("An intent names where its outputs are wanted, if the experiment's Rucio has their scope", () => {
    const place = { server: "https://rucio.example.org", account: "keeper", login: "userpass" } as const;
    const made = (scopes: [string], destination?: string, more: object = {}) => {
      const { production: one, content } = valid(
        aRequest({ steps: { simulate: { jobs: 2, out: ["a.tar"], run: "x\n", ...(destination && { destination }) } } }),
      );
      const conventions = { ...one.conventions, rucio: { ...place, ...more, scopes } };
      return makeIntent({ ...one, conventions }, content, promise, madeFrom);
    };
    const scope = /^\w+\.[^.]+/.exec(made(["x"]).outDS)?.[0] ?? "";

    expect(made([scope]).arrives).toStrictEqual({ place, at: {}, experiment: "sPHENIX" });
    expect(made([scope])).not.toHaveProperty("kept");
    const [container, keep] = ["all.{tag}", { at: "TAPE", for: "1y", owner: "@grace" }];
    expect(made([scope], undefined, { container }).arrives).toStrictEqual({
      ...{ place, at: {}, experiment: "sPHENIX" },
      container,
    });
    expect(made([scope], undefined, { keep }).kept).toStrictEqual({
      ...{ at: "TAPE", copies: 1, keep: "1y" },
      owner: "@grace",
    });
    expect(made([scope], "FAR_DISK").arrives).toMatchObject({ place, at: { simulate: "FAR_DISK" } });
    expect(made(["x"])).not.toHaveProperty("arrives");
  });

  test("An intent keeps how many events are wanted, and nothing where nobody says it", () => {
    const wanting = (events?: number) => {
      const { production, content } = valid(aRequest(events === undefined ? {} : { events }));
      return makeIntent(production, content, promise, madeFrom);
    };

    expect(wanting(5000).events).toBe(5000);
    expect(wanting()).not.toHaveProperty("events");
  });

  test("An intent holds no token, although a login was given", () => {
    expect(JSON.stringify(made())).not.toContain("secret");
    expect(made().panda).toEqual({
      url: "https://panda",
      vo: "sphenix",
      role: "production",
      userName: "Ada",
      prodSourceLabel: expect.any(String),
      workingGroup: expect.any(String),
    });
  });

  test("An intent gives no job number for a step whose jobs cannot be counted", () => {
    const { production: one, content } = valid(aRequest());
    const steps = one.steps.map((step) => ({ ...step, jobs: undefined }));
    const origin = { repository: "r", commit: "c", validatedAt: "j", requester: "Ada", monitor: undefined };
    const intent = makeIntent({ ...one, steps }, content, promise, {
      ...origin,
      panda: anIntent().panda,
      pullRequest: 7,
      approval: "bob",
    });

    expect(intent.stepJobs).toStrictEqual({});
    expect(intent.jobs).toBe(null);
  });

  test("An intent of a production with a run list is for one run, never for all runs", () => {
    const { production: one, content } = valid(aRequest());
    const runs = [{ run: 82372, columns: {} }] as unknown as NonNullable<typeof one.runs>;
    const origin = { repository: "r", commit: "c", validatedAt: "j", requester: "Ada", monitor: undefined };
    const of = (run: number | undefined) =>
      makeIntent({ ...one, runs, run }, content, promise, {
        ...origin,
        panda: anIntent().panda,
        pullRequest: 7,
        approval: "bob",
      });

    expect(of(82372).run).toBe(82372);
    expect(() => of(undefined)).toThrow("was to be intended without a run");
  });

  test("An intent names the accepted share of each step, and the monitor of the conventions", () => {
    const steps = { one: aStep({ accept: "90%" }), two: aStep({ out: ["b.tar"] }) };

    expect(made({ steps }).accept).toEqual({ one: 0.9 });
    expect(made({}, { monitor: "http://here" }).monitor).toBe("http://here");
  });
});

describe("submission identity", () => {
  const panda = anIntent().panda;
  const need: InputNeed = { kind: "task", input: "old", task: "t", output: "o", require: 1, dataset: "user.a.1" };

  test("A submission with the same identity has no fault, whatever else changed", () => {
    expect(identityFault(anIntent(), anIntent())).toBeUndefined();
    expect(identityFault(anIntent(), anIntent({ commit: "other", requester: "Eve", monitor: "x" }))).toBeUndefined();
  });

  test.each([
    [
      "content",
      { contentDigest: "x" },
      `its content was ${anIntent().contentDigest} when the submission was recorded and is x now`,
    ],
    ["input data", { needs: [need] }, "its input data was  when the submission was recorded and is old=user.a.1 now"],
    ["archive", { archive: "x" }, `its archive was ${"f".repeat(64)} when the submission was recorded and is x now`],
    ["outDS", { outDS: "x" }, "its outDS was user.ada.sP26a-toy-1.0.0-0 when the submission was recorded and is x now"],
    [
      "address",
      { panda: { ...panda, url: "x" } },
      `its PanDA was ${panda.url} when the submission was recorded and is x now`,
    ],
    [
      "workflow name",
      { label: "x" },
      `its workflow name was ${anIntent().label} when the submission was recorded and is x now`,
    ],
    ["VO", { panda: { ...panda, vo: "x" } }, "its VO was wlcg when the submission was recorded and is x now"],
    [
      "role",
      { panda: { ...panda, role: "x" } },
      "its role was production when the submission was recorded and is x now",
    ],
    [
      "user",
      { panda: { ...panda, userName: "x" } },
      "its user was Ada Lovelace when the submission was recorded and is x now",
    ],
    [
      "label",
      { panda: { ...panda, prodSourceLabel: "x" } },
      "its label was managed when the submission was recorded and is x now",
    ],
  ])("A recorded submission whose %s changed has a fault with both values", (_, change, words) => {
    expect(identityFault(anIntent(), anIntent(change))).toBe(words);
  });

  test("A fault of a submission names each of several changed inputs", () => {
    const other = { ...need, input: "new", dataset: "user.a.2" };

    expect(identityFault(anIntent({ needs: [need, other] }), anIntent({ needs: [need] }))).toBe(
      "its input data was old=user.a.1 new=user.a.2 when the submission was recorded and is old=user.a.1 now",
    );
  });
});

describe("awaited inputs", () => {
  const reading = production({
    inputs: {
      signal: { production: "sP26a-hfcharm-signal", version: "1.0.0", step: "make", output: "hits.tar" },
      other: { production: "sP26a-hfcharm-pileup", version: "2.0.0", step: "make", require: "95%" },
      old: { task: "user.x.old_000_make", output: "o.txt", require: "12.5%", files: 4 },
      data: { dataset: "user.x.data", files: 4 },
    },
    steps: {
      first: {
        in: [
          { from: "signal", filesPerJob: 1 },
          { from: "other", filesPerJob: 1, reuse: true },
        ],
        out: ["a.tar"],
        run: "x\n",
      },
      second: { in: [{ from: "first", filesPerJob: 1 }], out: ["b.tar"], run: "x\n" },
      third: { in: [{ from: "old", filesPerJob: 1 }], out: ["c.tar"], run: "x\n" },
      fourth: {
        in: [
          { from: "data", filesPerJob: 1 },
          { from: "signal", filesPerJob: 1, reuse: true },
        ],
        out: ["d.tar"],
        run: "x\n",
      },
    },
  });

  test("An intent waits for each production and task that its request reads, once, and for no step or dataset", () => {
    expect(inputNeeds(reading)).toMatchObject([
      { kind: "production", input: "signal", version: "1.0.0", output: "hits.tar", require: 1, dataset: null },
      { kind: "production", input: "other", version: "2.0.0", output: null, require: 0.95, dataset: null },
      { kind: "task", input: "old", task: "user.x.old_000_make", output: "o.txt", require: 0.125, dataset: null },
    ]);
  });

  test("Each input of an intent keeps its own dataset", () => {
    const bound = inputNeeds(reading).map((need) => ({ ...need, dataset: `user.${need.input}` }));
    const [signal, other, old] = bound;

    expect(inputNeeds(reading, bound)).toEqual(bound);
    expect(inputNeeds(reading, bound.toReversed())).toEqual(bound);
    expect(inputNeeds(reading, other === undefined ? [] : [other]).map(({ dataset }) => dataset)).toEqual([
      null,
      "user.other",
      null,
    ]);
    expect([signal, old].map((need) => need !== undefined && isUnbound(need))).toEqual([false, false]);
    expect(inputNeeds(reading).every(isUnbound)).toBe(true);
  });

  test("The inputs that an intent waits for are shown in words that can be searched", () => {
    expect(inputNeeds(reading).map(describeNeed)).toEqual([
      "sP26a-hfcharm-signal 1.0.0/make",
      "sP26a-hfcharm-pileup 2.0.0/make, 95% of it",
      "task user.x.old_000_make, 12.5% of it",
    ]);
  });
});

describe("matching submissions", () => {
  const need = {
    kind: "production",
    input: "old",
    tag: "toy",
    version: "1.0.0",
    step: "one",
    output: null,
    require: 1,
    dataset: null,
  } as const;

  test("A run waits for the submission of the same run in the production whose data are read, or for the only submission", () => {
    expect(upstreamKeys(need, 82372)).toEqual(["toy/1.0.0/82372", "toy/1.0.0/0"]);
    expect(upstreamKeys(need, undefined)).toEqual(["toy/1.0.0/0"]);
  });

  test("An input that names a PanDA task matches no submission of the ledger", () => {
    const task: InputNeed = { kind: "task", input: "old", task: "t", output: "o", require: 1, dataset: null };

    expect(upstreamKeys(task, 0)).toEqual([]);
  });
});
