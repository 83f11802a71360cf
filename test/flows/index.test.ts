import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gitMain } from "../../action/adapters/git/main-branch.ts";
import { localRefs } from "../../action/adapters/git/refs.ts";
import { gitRevisions } from "../../action/adapters/git/revisions.ts";
import { gitSnapshot } from "../../action/adapters/git/snapshot.ts";
import { workTree } from "../../action/adapters/git/work-tree.ts";
import { createLedger, gitLedger } from "../../action/adapters/ledger/git-ledger.ts";
import { systemBash } from "../../action/adapters/system/system-bash.ts";
import { indexPath, readIndex } from "../../action/core/neighbours/index-file.ts";
import { eachLine } from "../../action/core/neighbours/search-lines.ts";
import { Failure } from "../../action/core/problems/failure.ts";
import type { SourceFile } from "../../action/core/text/source-file.ts";
import { baseline } from "../../action/flows/baseline.ts";
import { check } from "../../action/flows/check.ts";
import { checkRevision } from "../../action/flows/check-revision.ts";
import { judgeSources } from "../../action/flows/gather/judge-sources.ts";
import { lintPayloads } from "../../action/flows/gather/lint-payloads.ts";
import { makeIndex } from "../../action/flows/gather/make-index.ts";
import type { Ledger } from "../../action/ports/ledger.ts";
import { commitTexts, emptyRepository, frozenClock, runGit, writeText } from "../contracts/git-place.ts";
import { conventionsBytes } from "../core/a-production.ts";
import { fakeTags } from "../fakes/fake-tags.ts";
import { noForeign } from "../fakes/no-foreign.ts";

const conventions = new TextDecoder()
  .decode(conventionsBytes)
  .replace("[hfcharm, hfbottom, minbias]", "[a, b, c, d, e, f]");

/** Chance that a test can repeat. */
const dice = (seed: number): ((sides: number) => number) => {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};

const pick = <T>(roll: (sides: number) => number, all: readonly T[]): T => {
  const one = all[roll(all.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};

/** Few names and few values, so that productions meet: twins, chains, circles, wrong references, slips. */
const request = (roll: (sides: number) => number): string => {
  const physics = ["a", "b", "c", "d", "e", "f"];
  const needs = roll(2) === 0;
  const upstream = `sP26a-${pick(roll, [...physics, "x"])}-signal`;
  const lines = [
    "schema: 1",
    `version: 1.${roll(2)}.0`,
    `tag: { campaign: sP26a, physics: ${pick(roll, physics)}, stage: signal }`,
    `description: Number ${roll(1000)}`,
    'contact: ["@test-user"]',
    `build: ana.${pick(roll, ["418", "418", "419"])}`,
    "conditions: none",
    ...(roll(5) === 0 ? [`supersedes: [sP26a-${pick(roll, physics)}-signal@1.0.0]`] : []),
    ...(needs
      ? [
          `inputs: { up: { production: ${upstream}, version: 1.${roll(2)}.0, step: ${pick(roll, ["make", "make", "mak"])} } }`,
        ]
      : []),
    "defaults: { sites: [BNL] }",
    "steps:",
    "  make:",
    needs ? "    in: [{ from: up, filesPerJob: 1 }]" : `    jobs: ${1 + roll(3)}`,
    `    out: [${pick(roll, ["hits", "hits", "hits, more"])}]`,
    ...(roll(3) === 0 && !needs ? ["    seed: { stream: s, digits: 1 }"] : []),
    ...(roll(3) === 0 ? [`    eventsPerJob: ${10 + roll(2)}`] : []),
    ...(roll(4) === 0 ? ['    resources: ["shared:macro.C"]'] : []),
    ...(roll(8) === 0 ? ["    nonsense: 1"] : []),
    needs ? '    run: make "${IN1[@]}"' : "    run: ./make",
  ];
  return `${lines.join("\n")}\n`;
};

const folders = ["one", "two", "three", "four", "five", "six", "seven", "two/inner"];
const change = (roll: (sides: number) => number): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (let n = 1 + roll(4); n > 0; n--) texts[`productions/${pick(roll, folders)}/production.yaml`] = request(roll);
  if (roll(4) === 0) texts["productions/_shared/macro.C"] = `${roll(1000)}\n`;
  if (roll(8) === 0) texts["productions/conventions.yaml"] = `${conventions}# ${roll(1000)}\n`;
  return texts;
};

type World = { readonly dir: string; readonly ledger: Ledger; commit(texts: Record<string, string>): Promise<string> };

const begin = async (roll: (sides: number) => number): Promise<World> => {
  const dir = await emptyRepository();
  const texts = Object.fromEntries(folders.map((folder) => [`productions/${folder}/production.yaml`, request(roll)]));
  await commitTexts(dir, {
    "productions/conventions.yaml": conventions,
    "productions/_shared/macro.C": "1\n",
    ...texts,
  });
  const place = { dir, refs: localRefs(dir), clock: frozenClock() };
  await createLedger(place, "0a1b2c3d");
  return { dir, ledger: gitLedger(place), commit: (changed) => commitTexts(dir, changed) };
};

const writeIndexAt = async ({ dir, ledger }: World, commit: string): Promise<void> => {
  const head = await ledger.head();
  const made = await makeIndex(gitSnapshot(dir, commit, noForeign), await ledger.index(head));
  if (made === undefined) throw new Error("no index was made");
  await put(ledger, made);
};

const put = async (ledger: Ledger, file: SourceFile): Promise<void> => {
  expect((await ledger.append(await ledger.head(), [], [file], "index")).kind).toBe("written");
};

const without = (ledger: Ledger): Ledger => ({ ...ledger, index: async () => undefined });

const ofRevision = async ({ dir }: World, ledger: Ledger, base: string, head: string) => {
  const ports = { revisions: gitRevisions(dir, noForeign), ledger, tags: fakeTags(), bash: systemBash() };
  const { judged, problems, removed } = await checkRevision(ports, base, head);
  return {
    told: [...problems, ...judged.flatMap((one) => one.problems)],
    removed,
    judged: judged.map(({ source }) => source.folder),
  };
};

const onDisk = async ({ dir }: World, ledger: Ledger, named: readonly string[]) => {
  const snapshot = workTree(dir, noForeign);
  const meant = await snapshot.holding(named);
  const { judged } = await check({ snapshot, bash: systemBash(), ledger }, meant, { place: "productions" });
  return judged.flatMap((one) => one.problems);
};

test.each(Array.from({ length: 12 }, (_, seed) => seed))(
  "with an index at the base, behind it, ahead of it or none, the same is told (world %i)",
  async (seed) => {
    const roll = dice(seed + 1);
    const world = await begin(roll);
    const older = await runGit(world.dir, "rev-parse", "HEAD");
    const base = await world.commit(change(roll));
    await runGit(world.dir, "checkout", "--quiet", "-b", "pull");
    const head = await world.commit(change(roll));
    if (roll(2) === 0) await runGit(world.dir, "rm", "--quiet", "-r", "productions/five");
    const last = await world.commit(change(roll));

    const slow = await ofRevision(world, without(world.ledger), base, last);
    for (const standing of [older, base, head, last]) {
      await writeIndexAt(world, standing);
      expect(await ofRevision(world, world.ledger, base, last)).toEqual(slow);
    }
  },
);

test.each(Array.from({ length: 8 }, (_, seed) => seed))(
  "what lies on disk is judged alike with and without an index (world %i)",
  async (seed) => {
    const roll = dice(seed + 100);
    const world = await begin(roll);
    await writeIndexAt(world, await runGit(world.dir, "rev-parse", "HEAD"));
    await world.commit(change(roll));
    for (const [path, text] of Object.entries(change(roll))) await writeText(world.dir, path, text);
    await writeText(world.dir, ".gitignore", "ignored/\n");
    await writeText(world.dir, "productions/ignored/deep/production.yaml", request(roll));
    await runGit(world.dir, "rm", "--quiet", "-r", "--force", "productions/six");
    const named = folders.slice(0, 3).map((folder) => `productions/${folder}`);

    const slow = await onDisk(world, without(world.ledger), named);

    expect(await onDisk(world, world.ledger, named)).toEqual(slow);
  },
);

/** What a check tells of all folders, of which those that did not change were judged before. */
const briefly = async ({ dir }: World, ledger: Ledger) => {
  const changed = (await runGit(dir, "status", "--porcelain")).split("\n").map((line) => line.trim().split(" ")[1]);
  const snapshot = workTree(dir, noForeign);
  const all = await snapshot.productions("productions");
  const judgedBefore = new Set(all.filter((folder) => !changed.some((path) => path?.startsWith(`${folder}/`))));
  return check({ snapshot, bash: systemBash(), ledger }, all, {
    place: "productions",
    judgedBefore: Promise.resolve(judgedBefore),
  });
};

test.each(Array.from({ length: 8 }, (_, seed) => seed))(
  "what is passed over has nothing to tell (world %i)",
  async (seed) => {
    const roll = dice(seed + 200);
    const world = await begin(roll);
    await writeIndexAt(world, await runGit(world.dir, "rev-parse", "HEAD"));
    for (const [path, text] of Object.entries(change(roll))) await writeText(world.dir, path, text);

    expect((await briefly(world, world.ledger)).told).toEqual((await briefly(world, without(world.ledger))).told);
  },
);

/** A reader of `up`, and what a test changes in it. */
const reader = (physics: string, up: string, change: (text: string) => string = (text) => text): string =>
  change(
    plain
      .replace("physics: a", `physics: ${physics}`)
      .replace("steps:", `inputs: { up: { production: sP26a-${up}-signal, version: 1.0.0, step: make } }\nsteps:`)
      .replace("    jobs: 1\n", "    in: [{ from: up, filesPerJob: 1 }]\n")
      .replace("run: make", `run: make "\${IN1[@]}"`),
  );

/** Two chains: b reads a, c reads b; d stands alone. With an index, and a ledger that was begun with them. */
const beginChain = async (texts: Readonly<Record<string, string>> = {}): Promise<World> => {
  const dir = await emptyRepository();
  const at = (folder: string): string => `productions/${folder}/production.yaml`;
  const commit = (changed: Readonly<Record<string, string>>): Promise<string> =>
    commitTexts(dir, Object.fromEntries(Object.entries(changed).map(([folder, text]) => [at(folder), text])));
  await commitTexts(dir, { "productions/conventions.yaml": conventions });
  await commit({
    a: plain,
    b: reader("b", "a"),
    c: reader("c", "b"),
    d: plain.replace("physics: a", "physics: d").replace("jobs: 1", "jobs: 2"),
    ...texts,
  });
  const place = { dir, refs: localRefs(dir), clock: frozenClock() };
  await createLedger(place, "0a1b2c3d");
  return { dir, ledger: gitLedger(place), commit };
};

const baselined = async (world: World): Promise<World> => {
  const { dir, ledger } = world;
  await baseline({ ledger, main: gitMain(dir, localRefs(dir), noForeign), clock: frozenClock() });
  return world;
};

test("a reader is passed over while it stands as it was seen beside what it reads", async () => {
  const world = await beginChain();
  await writeIndexAt(world, await runGit(world.dir, "rev-parse", "HEAD"));

  const { passed, told } = await briefly(world, world.ledger);

  expect({ passed, told }).toEqual({ passed: 4, told: [] });
});

test.each<[string, string, (text: string) => string]>([
  ["what it reads has another version", "a", (text) => text.replace("1.0.0", "1.1.0")],
  ["what it reads has another build", "a", (text) => text.replace("ana.418", "ana.419")],
  ["what it reads has another step", "a", (text) => text.replace("make:", "made:")],
  ["what it reads cannot be read", "a", () => "nonsense: ["],
  ["what it reads is gone", "a", () => ""],
  ["what it reads reads something itself", "a", () => reader("a", "c")],
  ["somebody has its tag", "d", () => reader("b", "a")],
  ["somebody has the tag of what it reads", "d", () => plain],
  ["somebody takes the place of what it reads", "d", (text) => `${text}supersedes: [sP26a-a-signal@1.0.0]\n`],
])("a reader is judged again when %s", async (_, folder, change) => {
  const world = await beginChain();
  await writeIndexAt(world, await runGit(world.dir, "rev-parse", "HEAD"));
  const path = `productions/${folder}/production.yaml`;
  const text = change(await readFile(join(world.dir, path), "utf8"));
  if (text === "") await rm(join(world.dir, path));
  else await writeText(world.dir, path, text);

  const [quick, slow] = [await briefly(world, world.ledger), await briefly(world, without(world.ledger))];

  expect(quick.told).toEqual(slow.told);
  expect(slow.told).not.toEqual([]);
});

test("what the ledger says of inputs is told of readers that are passed over, in the words and at the place of the judge", async () => {
  const acknowledged = (text: string): string =>
    `${text.replace("run: make", "run: make e")}acknowledge: [{ code: reads-ended, reason: "the data are elsewhere" }]\n`;
  const bound = (text: string): string => text.replace("version: 1.0.0, step", "version: ^1.0.0, bound: 1.0.0, step");
  const world = await baselined(
    await beginChain({
      e: reader("e", "a", acknowledged),
      f: reader("f", "a", bound).replace("run: make", "run: true"),
    }),
  );

  const [quick, slow] = [await briefly(world, world.ledger), await briefly(world, without(world.ledger))];

  expect(quick.told).toEqual(slow.told);
  expect(quick.told.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    "warning reads-ended",
    "warning reads-ended",
    "note reads-ended",
    "warning reads-ended",
  ]);
  expect({ passed: quick.passed, judged: quick.judged }).toEqual({ passed: 6, judged: [] });
});

test("several inputs are told as they stand in the file, also with other line ends, and variants by the judge", async () => {
  const second = (text: string): string =>
    text
      .replace("inputs: { up:", "inputs: { two: { production: sP26a-d-signal, version: 1.0.0, step: make }, up:")
      .replace("filesPerJob: 1 }]", "filesPerJob: 1 }, { from: two, reuse: true, filesPerJob: 1 }]")
      .replace("IN1[@]}", 'IN1[@]}" "${IN2[@]}');
  const variants = (text: string): string =>
    `${text.replace("physics: b, ", "").replace("run: make", "run: make 1")}variants:\n  - { tag: { physics: f } }\n  - { tag: { physics: e }, inputs: { up: { production: sP26a-d-signal } } }\n`;
  const world = await baselined(
    await beginChain({
      b: reader("b", "d", second),
      c: reader("c", "a").replaceAll("\n", "\r\n"),
      e: variants(reader("b", "a")),
    }),
  );

  const [quick, slow] = [await briefly(world, world.ledger), await briefly(world, without(world.ledger))];

  expect(quick.told).toEqual(slow.told);
  expect(slow.told.map(({ file, col }) => `${file.split("/")[1]} ${col}`)).toEqual([
    "b 55",
    "b 119",
    "c 54",
    "e 54",
    "e 54",
  ]);
  expect(new Set(quick.judged.map(({ source }) => source.folder))).toEqual(new Set(["productions/e"]));
});

test("a reader whose content the ledger has under another tag is judged", async () => {
  const world = await baselined(await beginChain());
  await runGit(world.dir, "mv", "productions/c", "productions/z");
  await world.commit({ z: reader("e", "b") });
  await writeIndexAt(world, await runGit(world.dir, "rev-parse", "HEAD"));

  const [quick, slow] = [await briefly(world, world.ledger), await briefly(world, without(world.ledger))];

  expect(quick.told).toEqual(slow.told);
  expect(slow.told.map(({ code }) => code)).toContain("same-content");
});

test("an index that is carried on has seen each reader beside what stands there now", async () => {
  const world = await beginChain();
  await writeIndexAt(world, await runGit(world.dir, "rev-parse", "HEAD"));
  const texts = [{ a: plain.replace("ana.418", "ana.419") }, { a: plain.replace("jobs: 1", "jobs: 3") }, { d: plain }];
  for (const changed of texts) {
    const commit = await world.commit(changed);
    await writeIndexAt(world, commit);
    const carried = await world.ledger.index(await world.ledger.head());
    const fresh = await makeIndex(gitSnapshot(world.dir, commit, noForeign), undefined);
    expect(new TextDecoder().decode(carried)).toBe(new TextDecoder().decode(fresh?.bytes));
  }
});

const withoutLedger = (ledger: Ledger): Ledger => ({
  ...ledger,
  head: () => Promise.reject(new Failure("There is no ledger.", { wayOut: "None." })),
});

test.each(Array.from({ length: 16 }, (_, seed) => seed))(
  "without a ledger, what is forgotten has nothing to tell (world %i)",
  async (seed) => {
    const roll = dice(seed + 300);
    const world = await begin(roll);
    const snapshot = workTree(world.dir, noForeign);
    const all = (await snapshot.productions("productions")).toSorted();
    const judgedBefore = new Set(all.filter(() => roll(5) > 0));
    const ports = { snapshot, bash: systemBash(), ledger: withoutLedger(world.ledger) };

    const whole = await judgeSources(
      {
        bash: ports.bash,
        history: Promise.resolve(undefined),
        onTree: async () => ({ index: undefined, fresh: [] }),
        lint: lintPayloads,
        judgedBefore,
      },
      await snapshot.all(all),
    );
    const { judged, notes, passed } = await check(ports, all, {
      place: "productions",
      judgedBefore: Promise.resolve(judgedBefore),
    });

    expect(notes).toMatchObject([{ code: "no-history", file: `${all[0]}/production.yaml` }]);
    expect(judged.flatMap((one) => one.problems)).toEqual(whole.flatMap((one) => one.problems));
    expect(judged.length + passed).toBe(whole.length);
  },
);

test("without a ledger a production is forgotten, one whose stream is too small for all is not", async () => {
  const world = await begin(dice(1));
  const seeded = (physics: string, jobs: number, digits: number): string =>
    plain
      .replace("physics: a", `physics: ${physics}`)
      .replace("    jobs: 1\n", `    jobs: ${jobs}\n    seed: { stream: s, digits: ${digits} }\n`);
  await runGit(world.dir, "rm", "--quiet", "-r", ...folders.map((folder) => `productions/${folder}`));
  const checked = async (texts: Readonly<Record<string, string>>) => {
    await world.commit(
      Object.fromEntries(Object.entries(texts).map(([at, text]) => [`productions/${at}/production.yaml`, text])),
    );
    const all = Object.keys(texts).map((at) => `productions/${at}`);
    const ports = { snapshot: workTree(world.dir, noForeign), bash: systemBash(), ledger: withoutLedger(world.ledger) };
    const { passed, judged } = await check(ports, all, {
      place: "productions",
      judgedBefore: Promise.resolve(new Set(all)),
    });
    return { passed, told: judged.flatMap(({ problems }) => problems.map(({ code, file }) => `${code} ${file}`)) };
  };

  expect(await checked({ a: seeded("a", 5, 1), b: seeded("b", 4, 1) })).toEqual({ passed: 2, told: [] });
  expect(await checked({ a: seeded("a", 5, 2), b: seeded("b", 5, 1) })).toEqual({
    passed: 0,
    told: ["seeds-exhausted productions/b/production.yaml"],
  });
});

test("something is passed over", async () => {
  const world = await begin(dice(1));
  const texts = { "productions/a/production.yaml": plain, "productions/b/production.yaml": shared };
  await runGit(world.dir, "rm", "--quiet", "-r", ...folders.map((folder) => `productions/${folder}`));
  await writeIndexAt(world, await world.commit(texts));
  const all = ["productions/a", "productions/b"];

  const { passed, judged } = await check(
    { snapshot: workTree(world.dir, noForeign), bash: systemBash(), ledger: world.ledger },
    all,
    { place: "productions", judgedBefore: Promise.resolve(new Set(all)) },
  );

  expect({ passed, judged }).toEqual({ passed: 2, judged: [] });
});

test("the worlds are not silent: twins, chains, circles and wrong names are all told", async () => {
  const told = new Set<string>();
  for (let seed = 0; seed < 12; seed++) {
    const roll = dice(seed + 1);
    const world = await begin(roll);
    for (const { code } of await onDisk(
      world,
      without(world.ledger),
      folders.map((one) => `productions/${one}`),
    ))
      told.add(code);
  }
  for (const code of [
    "duplicate-tag",
    "unknown-production",
    "unknown-version",
    "unknown-step",
    "mixed-builds",
    "production-cycle",
  ])
    expect(told).toContain(code);
});

test.each([
  ["nothing", ""],
  ["no JSON", "nonsense\n"],
  ["a file that is cut off", undefined],
  ["facts of another SHREK", '{"facts":0,"productions":"","conventions":{},"absent":[],"sha256":""}\n'],
])("an index that holds %s is as good as none", async (_, text) => {
  const roll = dice(7);
  const world = await begin(roll);
  const base = await runGit(world.dir, "rev-parse", "HEAD");
  const head = await world.commit(change(roll));
  const slow = await ofRevision(world, without(world.ledger), base, head);
  await writeIndexAt(world, base);
  const whole = (await world.ledger.index(await world.ledger.head())) ?? new Uint8Array();
  const bytes = text === undefined ? whole.subarray(0, whole.length - 200) : new TextEncoder().encode(text);
  await put(world.ledger, { path: indexPath, mode: "100644", bytes });

  expect(readIndex(bytes)).toBeUndefined();
  expect(await ofRevision(world, world.ledger, base, head)).toEqual(slow);
});

test("an index that is carried on is the one that is made from nothing", async () => {
  const roll = dice(3);
  const world = await begin(roll);
  for (let n = 0; n < 6; n++) {
    const commit = await world.commit(change(roll));
    await writeIndexAt(world, commit);
    const carried = await world.ledger.index(await world.ledger.head());
    const fresh = await makeIndex(gitSnapshot(world.dir, commit, noForeign), undefined);
    expect(new TextDecoder().decode(carried)).toBe(new TextDecoder().decode(fresh?.bytes));
  }
});

test("a line names the tree of its folder, and of the shared files that it depends on", async () => {
  const world = await begin(dice(1));
  const head = await world.commit({
    "productions/one/production.yaml": shared,
    "productions/two/production.yaml": plain,
  });
  await writeIndexAt(world, head);

  const index = readIndex((await world.ledger.index(await world.ledger.head())) ?? new Uint8Array());
  const lines = new Map(eachLine(index?.lines ?? new Uint8Array()).map(({ path, text }) => [path, JSON.parse(text)]));

  expect(index?.productions).toBe(await runGit(world.dir, "rev-parse", "HEAD:productions"));
  expect(lines.get("productions/one")).toMatchObject({
    tree: await runGit(world.dir, "rev-parse", "HEAD:productions/one"),
    shared: await runGit(world.dir, "rev-parse", "HEAD:productions/_shared"),
  });
  expect(lines.get("productions/two")).not.toHaveProperty("shared");
});

const plain = `schema: 1
version: 1.0.0
tag: { campaign: sP26a, physics: a, stage: signal }
description: One
contact: ["@test-user"]
build: ana.418
conditions: none
defaults: { sites: [BNL] }
steps:
  make:
    jobs: 1
    out: [hits]
    run: make
`;
const shared = plain
  .replace("physics: a", "physics: b")
  .replace("    run", '    resources: ["shared:macro.C"]\n    run');

test("`ledger init` writes the index with the cursor", async () => {
  const world = await begin(dice(5));
  const clock = frozenClock();
  await baseline({ ledger: world.ledger, main: gitMain(world.dir, localRefs(world.dir), noForeign), clock });
  const head = await world.ledger.head();

  expect(head.cursor).toBe(await runGit(world.dir, "rev-parse", "main"));
  expect(readIndex((await world.ledger.index(head)) ?? new Uint8Array())?.productions).toBe(
    await runGit(world.dir, "rev-parse", "main:productions"),
  );
});
