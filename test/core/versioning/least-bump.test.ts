import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bumpOrder } from "../../../action/core/conventions/version-style.ts";
import { type Content, contentOf } from "../../../action/core/production/content.ts";
import type { Request } from "../../../action/core/request/request.ts";
import { textFile } from "../../../action/core/text/source-file.ts";
import { bumpRules } from "../../../action/core/versioning/bump-rules.ts";
import { leastBump } from "../../../action/core/versioning/least-bump.ts";
import { aRequest, aStep, type Draft, valid } from "../a-production.ts";

type Steps = Record<string, Record<string, unknown>>;

/** Two steps that have every option a rule speaks of. */
const before = (): { request: Record<string, unknown>; steps: Steps; pileup: Record<string, unknown> } => {
  const steps: Steps = {
    signal: {
      ...aStep({ eventsPerJob: 100, seed: { stream: "s" }, parameters: { a: 1 }, resources: ["m/*"] }),
      checks: { run: "count\n", events: "99%" },
    },
    background: { ...aStep() },
    pileup: {
      in: [
        { from: "signal", filesPerJob: 2 },
        { from: "background", filesPerJob: 2 },
      ],
      out: [{ name: "dst.tar", minBytes: 10 }],
      run: "make\n",
    },
  };
  const inputs = { hepmc: { dataset: "user.tester.a/", files: 9 } };
  const request = aRequest({ inputs, defaults: { sites: ["BNL"] }, steps });
  return { request: { ...request }, steps, pileup: steps.pileup ?? {} };
};

type Change = (draft: ReturnType<typeof before>) => unknown;
const inSignal =
  (option: Draft): Change =>
  ({ steps }) => {
    steps.signal = { ...steps.signal, ...option };
  };
const inPileup =
  (second: Draft): Change =>
  ({ pileup }) => {
    const [signal, background] = pileup.in as Draft[];
    pileup.in = [signal, { ...background, ...second }];
  };
const inPileupOut =
  (second: Draft): Change =>
  ({ pileup }) => {
    const [dst] = pileup.out as Draft[];
    pileup.out = [{ ...dst, ...second }];
  };

const inParameters =
  (some: Draft): Change =>
  ({ steps }) => {
    steps.signal = { ...steps.signal, parameters: { ...(steps.signal?.parameters as Draft), ...some } };
  };
const inRun =
  (change: (run: string) => string): Change =>
  ({ steps }) => {
    steps.signal = { ...steps.signal, run: change(String(steps.signal?.run)) };
  };
const inDefaults =
  (option: Draft): Change =>
  ({ request }) => {
    request.defaults = { ...(request.defaults as Draft), ...option };
  };
const inHepmc =
  (option: Draft): Change =>
  ({ request }) => {
    request.inputs = { hepmc: { ...(request.inputs as { hepmc: Draft }).hepmc, ...option } };
  };

/** One real change for each row, by the row's own words; none takes back what another did. */
const changes: Readonly<Record<string, Change>> = {
  build: ({ request }) => void (request.build = "ana.500"),
  conditions: ({ request }) => void (request.conditions = "MDC3"),
  "steps.*.build": inSignal({ build: "ana.500" }),
  "steps.*.eventsPerJob": inSignal({ eventsPerJob: 200 }),
  "steps.*.jobs": inSignal({ jobs: 20 }),
  extends: ({ request }) => void (request.extends = "1.0.0"),
  "steps.*.in.*.maxFiles": inPileup({ maxFiles: 5 }),
  "steps.*.in.*.match.**": inPileup({ match: ["a*", "b*"] }),
  "steps.*.in.*.exclude": inPileup({ exclude: "a*" }),
  "steps.*.in.*.skip": inPileup({ skip: 1 }),
  "steps.*.in.*.repeat": inPileup({ repeat: 2 }),
  "steps.*.checks.**": inSignal({ checks: { run: "count-again\n", events: "98%" } }),
  "steps.*.validates": ({ pileup }) => void (pileup.validates = true),
  "steps.*.out.*.minBytes": inPileupOut({ minBytes: 20 }),
  "steps.*.when": inSignal({ when: "generate" }),
  "steps.*.table": inSignal({ table: "jobs.csv" }),
  "steps.*.in.*.maxFilesPerJob": inPileup({ maxFilesPerJob: 5 }),
  "steps.*.copyInputs": inSignal({ copyInputs: true }),
  "steps.*.in.*.gbPerJob": inPileup({ gbPerJob: 5 }),
  "steps.*.priority": inSignal({ priority: 900 }),
  "steps.*.excludeSites.**": inSignal({ excludeSites: ["NERSC"] }),
  "steps.*.destination": inSignal({ destination: "BNL_DISK" }),
  "steps.*.accept": inSignal({ accept: "95%" }),
  "steps.*.estimate.**": inSignal({ estimate: { seconds: 2 } }),
  "steps.*.container": inSignal({ container: "/cvmfs/a.sif" }),
  "defaults.container": inDefaults({ container: "/cvmfs/a.sif" }),
  "inputs.*.require.**": inHepmc({ require: "100%" }),
  "steps.*.in.*.filesPerJob": inPileup({ filesPerJob: 1 }),
  "steps.*.in.*.reuse": inPileup({ reuse: true }),
  "steps.*.in.*.group.**": inPileup({ group: "segment" }),
  "steps.*.in.*.complete.**": inPileup({ complete: { each: "host", of: "run" } }),
  "inputs.*.list": inHepmc({ list: "raw.txt" }),
  "inputs.*.when": inHepmc({ when: "closed" }),
  "inputs.*.names.**": inHepmc({ names: "a-{segment}-{run}.root" }),
  "steps.*.in.**": inPileup({ from: "signal" }),
  "steps.*.out.**": inSignal({ out: ["hits.tgz"] }),
  "steps.*.memory.**": inSignal({ memory: [2000, 4000] }),
  "steps.*.cores": inSignal({ cores: 8 }),
  "steps.*.walltime": inSignal({ walltime: 9 }),
  "steps.*.maxAttempt": inSignal({ maxAttempt: 9 }),
  "steps.*.sites.**": inSignal({ sites: ["SDCC"] }),
  "steps.*.seed.**": inSignal({ seed: { stream: "t" } }),
  "steps.*.parameters.runnumber": inParameters({ runnumber: 2 }),
  "steps.*.parameters.runNumber": inParameters({ runNumber: 2 }),
  "steps.*.parameters.run": inParameters({ run: 2 }),
  "steps.*.parameters.**": inParameters({ a: 2 }),
  "steps.*.resources.**": inSignal({ resources: ["m/*", "n/*"] }),
  "steps.*.run.executed": inRun((run) => `${run}mkdir -p out\n`),
  "steps.*.run.message": inRun((run) => `${run}echo done\n`),
  "steps.*.run.blanks": inRun((run) => ` ${run}`),
  "steps.*": ({ steps }) => void (steps.another = { ...aStep() }),
  "defaults.**": inDefaults({ maxAttempt: 2 }),
  "inputs.**": inHepmc({ files: 10 }),
  "runs.**": ({ request }) => void (request.runs = { list: "runs.txt" }),
};
/** Rows about what is no key of the request. */
const others = [
  "renamed.*",
  "modes.**",
  "moved.**",
  "tables.*.appended",
  "tables.**",
  "files.**",
  "**",
  "steps.*.resources.*.commit",
  "steps.*.resources.*.branch",
];

const contentAfter = (...done: readonly Change[]): Content => {
  const draft = before();
  for (const change of done) change(draft);
  return contentOf({ ...draft.request, steps: draft.steps } as unknown as Request, [textFile("m/a.C", "1")]);
};

describe("bump rules", () => {
  test("Every bump rule has an example of a change", () => {
    expect([...Object.keys(changes), ...others].toSorted()).toEqual(bumpRules.map(({ where }) => where).toSorted());
  });

  test.each(bumpRules.filter(({ where }) => where in changes))(
    "A change of $where in a request needs the bump $bump",
    ({ where, bump, because }) => {
      const change = changes[where];
      const advice = leastBump(contentAfter(), contentAfter(...(change === undefined ? [] : [change])));

      expect(advice.bump).toBe(bump);
      expect(advice.reasons.map((reason) => reason.because)).toEqual(advice.reasons.map(() => because));
      expect(advice.reasons.length).toBeGreaterThan(0);
    },
  );

  test("The requests in the examples of bump rules are valid", () => {
    const { request, steps } = before();
    expect(valid({ ...request, steps }, { files: [textFile("m/a.C", "1")] }).content).toEqual(contentAfter());
  });

  test.each([
    ["by", ["run"], ["run", "segment"]],
    ["eventsPerFile", 100, 200],
    ["complete", { each: "host", of: "run" }, { each: "host", of: ["run", "segment"] }],
    ["group", ["run"], ["segment"]],
  ])("Another value of the input's %s needs the bump of its rule in both directions", (key, one, other) => {
    const [from, to] = [one, other].map((value) => contentAfter(inPileup({ [key]: value })));
    const bump = key === "complete" ? "minor" : "major";

    expect([leastBump(from as Content, to as Content).bump, leastBump(to as Content, from as Content).bump]).toEqual([
      bump,
      bump,
    ]);
  });

  test("Exchanged keys in the names of files give a payload other values, and need a major bump", () => {
    const named = (names: string): Content => contentAfter(inHepmc({ names }));

    expect(leastBump(named("a-{run}-{segment}.root"), named("a-{segment}-{run}.root")).bump).toBe("major");
  });

  test("An input with another name is another array of the payload, and needs a major bump", () => {
    expect(leastBump(contentAfter(), contentAfter(inPileup({ as: "pool" })))).toMatchObject({
      bump: "major",
      reasons: [{ kind: "wiring" }],
    });
  });

  test("A resource with other bytes, mode or name needs a major bump, and is named with its dots", () => {
    const content = contentAfter();
    const changed = leastBump(content, {
      ...content,
      resources: [{ path: "m/a.v2.C", mode: "100644", sha256: "0" }],
    });

    expect(changed.bump).toBe("major");
    expect(changed.reasons.map(({ change }) => change.path)).toEqual(["files.m/a.C", "files.m/a.v2.C"]);
  });

  test("The right to execute a file is no physics, and its text is", () => {
    const mode = (text: string, how: "100644" | "100755"): Content =>
      contentOf(before().request as unknown as Request, [textFile("m/setup.sh", text, how)]);

    expect(leastBump(mode("one", "100644"), mode("one", "100755"))).toMatchObject({
      bump: "patch",
      reasons: [{ change: { path: "modes.m/setup.sh", from: "100644", to: "100755" }, kind: "running" }],
    });
    expect(leastBump(mode("one", "100644"), mode("two", "100755"))).toMatchObject({ bump: "major" });
  });

  test("A renamed step is reported as renamed, including the steps that read its output", () => {
    const named = (one: string, other: string, option: Draft = {}): Content =>
      contentAfter(({ steps }) => {
        for (const name of Object.keys(steps)) delete steps[name];
        Object.assign(steps, {
          [one]: { ...aStep({ jobs: 7 }), ...option },
          [other]: { in: [{ from: one, filesPerJob: 2 }], out: ["dst.tar"], run: "make\n" },
        });
      });
    const told = (from: Content, to: Content) =>
      leastBump(from, to).reasons.map(({ change, bump }) => [change.path, change.from, change.to, bump]);

    expect(told(named("signal", "merge"), named("charm", "merge"))).toEqual([
      ["renamed.charm", "signal", "charm", "major"],
    ]);
    expect(told(named("signal", "merge"), named("charm", "join"))).toEqual([
      ["renamed.charm", "signal", "charm", "major"],
      ["renamed.join", "merge", "join", "major"],
    ]);
    expect(told(named("signal", "merge"), named("charm", "merge", { memory: 99 })).map(([path]) => path)).toEqual([
      "steps.charm",
      "steps.merge.in.0.from",
      "steps.signal",
    ]);
  });

  test("A resource that only moved is reported as moved", () => {
    const content = contentAfter();
    const [file] = content.resources;
    const changed = leastBump(content, {
      ...content,
      resources: [{ ...file, path: "n/a.v2.C" } as typeof file & object],
    });

    expect(changed).toMatchObject({
      bump: "major",
      reasons: [{ change: { path: "moved.n/a.v2.C", from: "m/a.C", to: "n/a.v2.C" } }],
    });
  });

  test("Another commit with equal files changes how a production runs, and one with other files changes its physics", () => {
    const at = (commit: string, sha256: string): Content => ({
      ...contentAfter(),
      request: { steps: { signal: { resources: [{ git: "https://x.example/m.git", commit, path: "m/*" }] } } },
      resources: [{ path: "m/a.C", mode: "100644", sha256 }],
    });

    expect(leastBump(at("a", "1"), at("b", "1")).bump).toBe("patch");
    expect(leastBump(at("a", "1"), at("b", "2")).bump).toBe("major");
  });

  test("A change without a bump rule needs a major bump", () => {
    const content = contentAfter();
    const changed = leastBump(content, { ...content, request: { ...(content.request as object), novelty: 1 } });

    expect(changed).toMatchObject({ bump: "major", reasons: [{ because: "a change that no rule covers" }] });
  });
});

test("A removed step, an added input and a removed option each need the bump of their rule", () => {
  const without: Change = ({ steps }) => {
    delete steps.background;
    steps.pileup = { ...steps.pileup, in: [{ from: "signal", filesPerJob: 2 }] };
  };

  expect(
    leastBump(contentAfter(), contentAfter(without)).reasons.map(({ change, bump }) => [change.path, bump]),
  ).toEqual([
    ["steps.background", "major"],
    ["steps.pileup.in.1", "major"],
  ]);
  expect(leastBump(contentAfter(inSignal({ memory: 1000 })), contentAfter())).toMatchObject({ bump: "patch" });
});

test("A step named like a property of JavaScript objects is an ordinary step", () => {
  const added: Change = ({ steps }) => Object.assign(steps, { constructor: aStep() });

  expect(leastBump(contentAfter(), contentAfter(added)).reasons[0]?.change).toMatchObject({
    path: "steps.constructor",
    from: undefined,
  });
});

test("An unchanged request needs no bump", () => {
  expect(leastBump(contentAfter(), contentAfter())).toEqual({ bump: "none", reasons: [] });
});

test("One more change of a request never needs a smaller bump", () => {
  const names = Object.keys(changes);
  const done = (chosen: readonly string[]): Content =>
    contentAfter(...names.filter((name) => chosen.includes(name)).flatMap((name) => changes[name] ?? []));
  fc.assert(
    fc.property(fc.subarray(names), fc.subarray(names), (some, more) => {
      const [fewer, all] = [done(some), done([...some, ...more])];
      const rank = (to: Content): number => bumpOrder.indexOf(leastBump(contentAfter(), to).bump);
      expect(rank(all)).toBeGreaterThanOrEqual(rank(fewer));
    }),
  );
});

test("A change of a request needs the same bump as its reversal", () => {
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(changes)), (change) => {
      const [from, to] = [contentAfter(), contentAfter(change)];
      expect(leastBump(to, from).bump).toBe(leastBump(from, to).bump);
    }),
  );
});

test("Moved files of a production are found in a time that grows only with their number", () => {
  const filesBelow = (folder: string): Content => ({
    format: 1,
    request: {},
    resources: Array.from({ length: 30_000 }, (_, n) => ({
      path: `${folder}/${n}.txt`,
      mode: "100644",
      sha256: `${n}`,
    })),
  });
  const begin = process.cpuUsage();
  const { reasons } = leastBump(filesBelow("a"), filesBelow("b"));

  expect(reasons).toHaveLength(30_000);
  expect(reasons[7]?.change).toMatchObject({ path: expect.stringMatching(/^moved\.b\//) });
  expect(process.cpuUsage(begin).user / 1e6, "seconds of processor time").toBeLessThan(5);
});
