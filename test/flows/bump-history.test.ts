import { load } from "js-yaml";
import { describe, expect, test } from "vitest";
import { validateOne } from "../../action/core/cross-checks/check-sources.ts";
import { type SubmissionEvent, submissionKey } from "../../action/core/ledger/event.ts";
import { formatProblem } from "../../action/core/problems/problem.ts";
import type { ProductionSource } from "../../action/core/text/source-file.ts";
import type { VersionChoice } from "../../action/core/versioning/move-versions.ts";
import { bump } from "../../action/flows/bump.ts";
import type { Ledger } from "../../action/ports/ledger.ts";
import { conventionsBytes } from "../core/a-production.ts";
import { anIntent, aTask, at } from "../core/submission/a-submission.ts";
import { beginFakeLedger, fakeBranch, fakeLedger } from "../fakes/fake-ledger.ts";

const sourceOf = (text: string): ProductionSource => ({
  folder: "productions/p",
  file: "productions/p/production.yaml",
  bytes: new TextEncoder().encode(text),
  entries: [],
  conventions: { file: "conventions.yaml", bytes: conventionsBytes, above: undefined },
  shared: [],
  foreign: [],
});

/** A ledger on which all of these requests were submitted. */
const submitted = async (...texts: readonly string[]): Promise<Ledger> => {
  const branch = fakeBranch();
  beginFakeLedger(branch);
  const ledger = fakeLedger(branch);
  for (const validated of texts.flatMap((text) => validateOne(sourceOf(text)))) {
    if (validated.valid === undefined) throw new Error(validated.problems.map(formatProblem).join("\n"));
    const { production, content } = validated.valid;
    const { tag, version, contentDigest } = production;
    const of = { key: submissionKey(tag, version, undefined), at: at("10:00") };
    const intent = anIntent({ tag, version, content, contentDigest });
    const events = [
      { ...of, event: "intended", intent, attempt: 1 },
      { ...of, event: "checking", owner: { run: "r", nonce: "n" } },
    ] as const;
    await ledger.append(await ledger.head(), events, [], "a test");
  }
  return ledger;
};

const least = { size: "least", trial: false } as const;
const bumped = async (ledger: Ledger, text: string, version: VersionChoice = least, major = false) => {
  const { moves, problems, bytes } = await bump(
    {
      ledger,
      remote: { newest: async () => ({ kind: "missing", message: "nobody asks" }) },
      withBytes: async (source, changed) => ({ ...source, bytes: changed }),
    },
    sourceOf(text),
    { version, resources: false, major },
  );
  const told = moves.map(({ what, from, to }) => `${what}: ${from} -> ${to}`);
  return { told, problems, text: new TextDecoder().decode(bytes) };
};

const request = (variants: string, version = "version: 1.0.0"): string => `schema: 1
${version}
tag: { campaign: sP26a, physics: hfcharm }
description: Charm and what is beside it
contact: ["@test-user"]
build: ana.418
conditions: MDC2_ana.418
defaults: { sites: [BNL] }
${variants}
steps:
  simulate:
    out: [hits.tar]
    jobs: 10
    parameters: { flavor: none }
    run: make
`;

const flow = request(`variants:
  - { tag: { stage: signal }, parameters: { flavor: charm } } # the signal
  - { tag: { stage: background }, parameters: { flavor: bottom } } # the rest`);
const block = request(`variants:
  - tag:
      stage: signal
    parameters: { flavor: charm }
  # the rest
  - tag:
      stage: background
    parameters: { flavor: bottom }`);
const other = (text: string): string => text.replace("flavor: bottom", "flavor: up");

describe("variants with one version", () => {
  test.each([
    [flow, "stage: background }, ", "stage: background }, version: 2.0.0, "],
    [block, "  - tag:\n      stage: background", "  - version: 2.0.0\n    tag:\n      stage: background"],
    [
      flow
        .replace("- { tag: { stage: background }, parameters: { flavor: bottom } }", "- tag: { stage: background }")
        .replace("# the rest", "# the rest\n    parameters: { flavor: bottom }"),
      "# the rest\n",
      "# the rest\n    version: 2.0.0\n",
    ],
  ])("Only the changed variant gets a new version of its own from shrek bump (%#)", async (before, from, to) => {
    const ledger = await submitted(before);

    const result = await bumped(ledger, other(before));

    expect(result).toEqual({
      told: ["variants.1.version (sP26a-hfcharm-background): 1.0.0 -> 2.0.0"],
      problems: [],
      text: other(before).replace(from, to),
    });
    expect(load(result.text)).toMatchObject({ version: "1.0.0", variants: [{}, { version: "2.0.0" }] });
    expect(await bumped(ledger, result.text)).toMatchObject({ told: [], problems: [] });
  });

  test("shrek bump gives all changed variants the one version that is enough for all", async () => {
    const ledger = await submitted(flow);

    const result = await bumped(ledger, flow.replace("jobs: 10", "jobs: 20"));

    expect(result).toMatchObject({ told: ["version: 1.0.0 -> 1.1.0"], problems: [] });
    expect(result.text).toBe(flow.replace("jobs: 10", "jobs: 20").replace("version: 1.0.0", "version: 1.1.0"));
  });

  test("A variant that was raised by hand without a change goes back, in a version of its own", async () => {
    const raised = other(flow).replace("version: 1.0.0", "version: 2.0.0");

    expect(await bumped(await submitted(flow), raised)).toMatchObject({
      told: ["variants.0.version (sP26a-hfcharm-signal): 2.0.0 -> 1.0.0"],
      problems: [],
      text: raised.replace("signal }, ", "signal }, version: 1.0.0, "),
    });
  });

  test("shrek bump gives a new variant no version of its own", async () => {
    const more = flow.replace("# the rest", "# the rest\n  - { tag: { stage: pileup } }");

    expect(await bumped(await submitted(flow), more)).toMatchObject({ told: [], problems: [], text: more });
  });

  test("Variants of a matrix share the version of the request: it moves with all of them, and a new value needs none", async () => {
    const matrix = flow.replace(/variants:[^]*?\n(?=steps)/, "variants: { matrix: { stage: [signal, background] } }\n");
    const [ledger, more] = [await submitted(matrix), matrix.replace("background]", "background, pileup]")];

    expect(await bumped(ledger, more)).toMatchObject({ told: [], problems: [], text: more });
    expect(await bumped(ledger, more.replace("jobs: 10", "jobs: 20"))).toMatchObject({
      told: ["version: 1.0.0 -> 1.1.0"],
      problems: [],
    });
  });

  test("shrek bump with a given size changes the version of the changed variants", async () => {
    const ledger = await submitted(flow);

    expect((await bumped(ledger, other(flow), { size: "major", trial: false })).told).toEqual([
      "variants.1.version (sP26a-hfcharm-background): 1.0.0 -> 2.0.0",
    ]);
  });

  test("shrek bump reports a refused bump of a variant with its tag, at the variant", async () => {
    const [small, none] = [
      await bumped(await submitted(flow), other(flow), { size: "patch", trial: false }),
      await bumped(await submitted(flow), other(flow), { exactly: "2.0.0" }),
    ];

    expect(small).toMatchObject({ told: [], text: other(flow) });
    expect(small.problems).toMatchObject([
      { code: "version-too-small", line: 11, message: expect.stringContaining("sP26a-hfcharm-background") as string },
    ]);
    expect(none.problems).toMatchObject([
      { code: "version-without-change", line: 10, message: "Nothing changed in sP26a-hfcharm-signal since 1.0.0." },
    ]);
  });
});

test.each(["version: >-\n  1.0.0", "version: |-\n  1.0.0"])(
  "shrek bump refuses to raise a version written as %j, and does not damage the file",
  async (version) => {
    const text = request("variants: [{ tag: { stage: signal } }]", version);
    const ledger = await submitted(text);

    await expect(bumped(ledger, text.replace("jobs: 10", "jobs: 20"))).rejects.toThrow(
      "`version` is not a plain value",
    );
  },
);

test("shrek bump reports the problems of a release before a trial becomes a release, and writes no file", async () => {
  const trial = request("variants: [{ tag: { stage: signal } }]", "version: 1.0.0-test.1").replace("ana.418", "new");

  const result = await bumped(await submitted(), trial, { size: "minor", trial: false });

  expect(result).toMatchObject({ told: [], text: trial });
  expect(result.problems).toMatchObject([{ code: "trials-only", line: 6 }]);
});

describe("versions read by variants", () => {
  const signal = (version: string): string =>
    request(
      `variants:
  - { tag: { stage: signal } }`,
      `version: ${version}`,
    );
  const reading = (own: string): string => `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: hfcharm }
description: Hits of two versions
contact: ["@test-user"]
build: ana.418
conditions: MDC2_ana.418
defaults: { sites: [BNL] }
inputs:
  signal: { production: sP26a-hfcharm-signal, version: 1.0.0, step: simulate, output: hits.tar }
variants:
  - { tag: { stage: pileup } }
  - { tag: { stage: merge }, inputs: { signal: ${own} } }
steps:
  track:
    in: [{ from: signal, filesPerJob: 1 }]
    out: [tracks.tar]
    run: make
`;
  const ledger = () => submitted(signal("1.0.0"), signal("1.1.0"), signal("2.0.0"));

  test("The data that a variant reads move within its own major, and those of the others in the request too", async () => {
    const { told, problems, text } = await bumped(await ledger(), reading("{ version: 2.0.0 }"));

    expect(problems).toEqual([]);
    expect(told).toEqual(["inputs.signal.version (sP26a-hfcharm-signal): 1.0.0 -> 1.1.0"]);
    expect(text).toContain("inputs: { signal: { version: 2.0.0 } }");
  });

  test("With --major all variants read the newest version", async () => {
    const { told } = await bumped(await ledger(), reading("{ version: 1.1.0 }"), least, true);

    expect(told).toEqual([
      "inputs.signal.version (sP26a-hfcharm-signal): 1.0.0 -> 2.0.0",
      "variants.1.inputs.signal.version (sP26a-hfcharm-signal): 1.1.0 -> 2.0.0",
    ]);
  });

  test("A variant that reads another production keeps the version which that one has", async () => {
    const own = reading("{ production: sP26a-hfcharm-background }");
    const { text } = await bumped(await ledger(), own);

    expect(text).toContain("signal, version: 1.1.0, step");
    expect(text).toContain("{ signal: { production: sP26a-hfcharm-background, version: 1.0.0 } }");
  });
});

describe("figures that a release measured", () => {
  const counted = (more = "", run = "make"): string =>
    request("")
      .replace("physics: hfcharm }", "physics: hfcharm, stage: signal }")
      .replace("jobs: 10", `jobs: 10\n    eventsPerJob: 100${more}`)
      .replace("run: make", `run: ${run}`);
  const measured = async (): Promise<Ledger> => {
    const ledger = await submitted(counted());
    const [key] = await ledger.submissions(await ledger.head());
    if (key === undefined) throw new Error("nothing was submitted");
    const used = { jobs: 10, seconds: 3000, cpuSeconds: 30_000, megabytes: 2900 };
    const record = {
      step: "simulate",
      task: 1,
      kind: "all",
      count: 10,
      first: 1,
      last: 10,
      sites: {},
      failures: {},
    } as const;
    const outputs = { d: { files: 10, bytes: 30_000_000 } };
    const events: readonly SubmissionEvent[] = [
      { event: "checked", names: { simulate: ["a"] }, sandbox: "s" },
      { event: "submitting", owner: { run: "r", nonce: "n" }, attempt: 1 },
      { event: "submitted", request: 7, evidence: "answer" },
      { event: "seen", verdict: "done", tasks: [aTask("simulate", "done")] },
      { event: "recorded", steps: [{ ...record, used, outputs }] },
    ];
    await ledger.append(
      await ledger.head(),
      events.map((event) => ({ ...event, key, at: at("11:00") })),
      [],
      "a test",
    );
    return ledger;
  };
  const bumpedBy = async (text: string, isMeasured: boolean) =>
    bump(
      {
        ledger: await measured(),
        remote: { newest: async () => ({ kind: "missing", message: "nobody asks" }) },
        withBytes: async (source, changed) => ({ ...source, bytes: changed }),
      },
      sourceOf(text),
      { version: { size: "least", trial: false }, resources: false, major: false, measured: isMeasured },
    );

  test("shrek bump offers the cost that the last release measured as the estimate of the next, and writes it when asked", async () => {
    const offered = await bumpedBy(counted("\n    memory: 4000"), false);
    const written = await bumpedBy(counted("\n    memory: 4000"), true);

    expect(offered.offered.map(({ what }) => what)).toContain("steps.simulate.estimate (measured by release 1.0.0)");
    expect(load(new TextDecoder().decode(offered.bytes))).not.toHaveProperty("steps.simulate.estimate");
    expect(load(new TextDecoder().decode(written.bytes))).toHaveProperty("steps.simulate.estimate.seconds", 30);
    expect([written.problems, written.offered]).toEqual([[], []]);
  });

  test("The figures of a release are not offered for a step that does other work", async () => {
    expect((await bumpedBy(counted("", "make-other"), false)).offered).toEqual([]);
  });
});
