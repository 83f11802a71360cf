import { expect, test } from "vitest";
import { type SubmissionKey, submissionKey } from "../../../../action/core/ledger/event.ts";
import { costs, plus } from "../../../../action/core/pass/cost.ts";
import { enterMain, skippedIn } from "../../../../action/core/pass/entering/enter-main.ts";
import { type Planning, plannedEvents } from "../../../../action/core/pass/planned.ts";
import type { GitReads, MachineReads } from "../../../../action/core/pass/reads.ts";
import type { LedgerHead } from "../../../../action/core/pass/view.ts";
import { Failure, RepositoryOutage } from "../../../../action/core/problems/failure.ts";
import type { SubmissionState } from "../../../../action/core/submission/state.ts";
import { aRequest, conventionsBytes, type Draft, valid } from "../../a-production.ts";
import { anIntent, aSubmission } from "../../submission/a-submission.ts";
import { aPlan, aPlanning } from "../a-planning.ts";
import { aTree } from "../a-tree.ts";
import { type Answers, given } from "../answers.ts";

const away = { wayOut: "Wait." };
const problem = { code: "tag-taken", message: "x" } as never;
const key = submissionKey("sP26a-hfcharm-signal", "1.0.0", undefined);

type Validated = Awaited<ReturnType<MachineReads["validated"]>>[number];
/** What the check says of the request in a folder; `more`: of a request that a Rucio serves. */
const good = (
  folder: string,
  request: Draft = {},
  more: Draft = {},
  rucio: object | undefined = undefined,
): Validated => {
  const made = valid(aRequest(request), { folder });
  const { conventions, request: own } = made.production;
  const production = { ...made.production, conventions: { ...conventions, rucio }, request: { ...own, ...more } };
  return { source: { folder }, problems: [], valid: { ...made, production } } as unknown as Validated;
};
const grows = (folder: string): Validated =>
  good(folder, {}, { runs: { from: "raw", files: 4 }, inputs: { raw: { dataset: "raw:a" } } }, { startsPerDay: 9 });
const bad = (folder: string): Validated => ({ source: { folder }, problems: [problem] }) as unknown as Validated;
type World = {
  readonly ledger?: Partial<LedgerHead>;
  readonly planning?: Partial<Planning>;
  readonly since?: Awaited<ReturnType<GitReads["since"]>> | Failure;
  readonly payable?: number;
  readonly changed?: readonly string[];
  readonly validated?: readonly Validated[];
  readonly known?: readonly SubmissionKey[];
  readonly states?: readonly (readonly [SubmissionKey, SubmissionState])[];
  readonly answers?: Answers;
};
/** What a pass enters where main, at its head or at what it can pay, holds these since the cursor. */
const entered = async (world: World = {}) => {
  const { since = ["head"], payable = 9, validated = [], known = [], states = [], answers = {} } = world;
  const { planning: moment, said } = aPlanning("head", { approvals: "assumed", ...world.planning });
  const ledger = { ...moment.ledgerHead, cursor: "c0", releases: "submitted" as const, ...world.ledger };
  const asked: string[] = [];
  const facts: Answers = {
    since: () => since,
    payable: (works, noun, kept) => {
      expect([noun, kept]).toEqual(["merge", plus(costs.report, costs.comment)]);
      expect(works[0]).toEqual({ kind: "enter", cost: costs.readMerge, lastDone: undefined });
      return works.slice(0, payable);
    },
    productions: (at) => {
      asked.push(at);
      return ["productions/kept", ...validated.map(({ source }) => source.folder)];
    },
    ruleChanges: () => [],
    changed: () => world.changed ?? validated.map(({ source }) => source.folder),
    validated: (_, folders) => validated.filter(({ source }) => folders.includes(source.folder)),
    submissions: (_, ...tags) => (tags.length === 0 ? known : []),
    tagNames: () => [],
    seeds: () => new Map(),
    lastChange: () => ({ commit: "brought", author: "Ada" }),
    packed: () => ({ renderingDigest: "1".repeat(64), archive: new Uint8Array([1]) }) as never,
    merged: () => ({ base: "base", paths: [] }),
    ...answers,
  };
  const result = await given(facts, (reads) =>
    enterMain({ ...moment, ledgerHead: ledger, ...reads }, aPlan(...states)),
  );
  return {
    ...result.entered,
    ...{ said, asked, whys: result.planned.parts.map(({ why }) => why), events: plannedEvents(result.planned) },
  };
};
const nothing = { entries: [], main: [], problems: [], refused: [], rewritten: undefined, entersNone: false };
const unwritten = { whys: [], events: [] };
const notRead = {
  ...{ ...nothing, ...unwritten, entersNone: true, growing: ["productions/grown"] },
  refused: [{ folder: "productions/bad", problems: [] }],
};
const stood = { growing: ["productions/grown"], refused: ["productions/bad"] };
const read = { event: "main-read", commit: "head", refused: [], releases: "submitted" };

test.each<readonly [string, Partial<LedgerHead>, string]>([
  ["the last commit that was read", { cursor: "c0", accepted: "a0" }, "c0"],
  ["what a person accepted", { cursor: undefined, accepted: "a0" }, "a0"],
])("Of a main that does not descend from %s nothing is read, and that is named", async (_, ledger, rewritten) => {
  expect(await entered({ since: "rewritten", ledger: { ...stood, ...ledger } })).toEqual({
    ...{ ...nothing, ...unwritten, growing: [], rewritten, said: [], asked: [] },
  });
});

test("A merge waits while git or GitHub is away, and what was known of main stays known", async () => {
  const since = new RepositoryOutage("GitHub is away", away);

  expect(await entered({ since, ledger: stood })).toEqual({
    ...notRead,
    ...{ said: ["merge waits: What was merged waits: GitHub is away"], asked: [] },
  });
  await expect(entered({ since: new Failure("no login", away) })).rejects.toThrow("no login");
});

test("A pass that can pay for no merge reads none, and one that can pay for some moves the cursor to the last of them", async () => {
  const since = ["c1", "c2", "head"];

  expect(await entered({ since, payable: 0, ledger: stood })).toEqual({ ...notRead, said: [], asked: [] });
  const some = await entered({ since, payable: 2 });
  expect([some.main, some.asked]).toEqual([[{ ...read, commit: "c2" }], ["c2"]]);
  expect((await entered({ since })).main).toEqual([read]);
});

test("A main without news asks the ledger nothing, and writes nothing", async () => {
  const answers: Answers = { submissions: () => new Failure("asked", away) };
  const quiet = { ...nothing, ...unwritten, growing: ["productions/kept"], said: [], asked: ["head"] };

  expect(await entered({ since: [], answers, ledger: { growing: ["productions/kept"], cursor: "head" } })).toEqual(
    quiet,
  );
});

test("A main without news is recorded only when whether releases are submitted has changed", async () => {
  const planning = { approvals: "asked" as const, soleWriter: false };

  expect(await entered({ since: [], planning, ledger: { cursor: "head" } })).toMatchObject({
    ...{ main: [{ ...read, releases: "held" }], whys: ["Read main"], events: [] },
  });
});

test("A commit that changed no request moves the cursor, and a pass says that it read main", async () => {
  expect(await entered({ since: ["head"] })).toMatchObject({
    ...nothing,
    main: [read],
    whys: ["Read main"],
    events: [],
  });
});

test("A request that was refused is checked again, and recorded once", async () => {
  const validated = [bad("productions/bad"), bad("productions/new")];
  const of = (refused: readonly string[]) =>
    entered({ since: [], changed: [], validated, ledger: { refused, cursor: "head" } });
  const both = ["productions/bad", "productions/new"];

  expect(await of(["productions/bad"])).toMatchObject({
    ...{ problems: [problem], refused: [{ folder: "productions/bad", problems: [problem] }], main: [] },
  });
  expect(await entered({ validated, ledger: { refused: ["productions/bad"] } })).toMatchObject({
    ...{ problems: [problem, problem], main: [{ ...read, refused: both }] },
  });
  expect(
    (
      await entered({
        since: [],
        changed: [],
        validated: [good("productions/bad")],
        known: [key],
        ledger: { refused: ["productions/bad"], cursor: "head" },
      })
    ).main,
  ).toEqual([read]);
});

test("A version that the ledger does not know is entered, with the commit that brought it", async () => {
  const { entries, main, whys, events } = await entered({ validated: [good("productions/p")] });

  expect(entries).toMatchObject([{ key, commit: "brought", events: [{ event: "intended" }] }]);
  expect([main, whys]).toEqual([[read], [`Enter ${key}`]]);
  expect(events).toMatchObject([[key, { event: "intended", intent: { requester: "Ada", validatedAt: "head" } }]]);
  expect(await entered({ validated: [good("productions/p")], known: [key] })).toMatchObject({
    entries: [],
    main: [read],
  });
});

test("A version is intended as main stood at the last merge that the pass paid for", async () => {
  const { events } = await entered({ since: ["c1", "head"], payable: 1, validated: [good("productions/p")] });

  expect(events).toMatchObject([[key, { intent: { validatedAt: "c1" } }]]);
});

test("A version that main held between two passes is entered as skipped, behind what main holds now", async () => {
  const git: Answers = aTree("c1", {
    "productions/conventions.yaml": new TextDecoder().decode(conventionsBytes),
    "productions/q/production.yaml": JSON.stringify(aRequest({ version: "0.9.0" })),
  });
  const answers: Answers = { ...git, changed: (commit) => [commit === "c1" ? "productions/q" : "productions/p"] };
  const { entries, whys } = await entered({ since: ["c1", "head"], validated: [good("productions/p")], answers });
  const older = submissionKey("sP26a-hfcharm-signal", "0.9.0", undefined);

  expect(entries).toMatchObject([
    { key, events: [{ event: "intended" }] },
    {
      ...{ key: older, commit: "c1" },
      events: [{ event: "skipped", reason: "taken from main before it was submitted" }],
    },
  ]);
  expect(whys).toEqual([`Enter ${key}, ${older}`]);
});

test("A version counts as skipped if it was entered without an intent, or without an event", () => {
  const one = (...events: readonly object[]) => ({ key, commit: "c", events }) as never;
  const [promised, skipped, silent] = [one({ event: "intended" }), one({ event: "skipped" }), one()];

  expect(skippedIn({ entries: [promised, skipped, silent] })).toEqual([skipped, silent]);
});

test("A production that grows is recorded with the cursor, by name, and one that was not read stays as it was", async () => {
  const validated = [grows("productions/new"), good("productions/still")];
  const ledger = { growing: ["productions/still", "productions/kept", "productions/gone"] };
  const { growing, main } = await entered({ validated, known: [key], ledger });

  expect(growing).toEqual(["productions/kept", "productions/new"]);
  expect(main).toEqual([{ ...read, growing }]);
  const same = { cursor: "head", growing: ["productions/kept"], refused: ["productions/bad"] };
  expect((await entered({ since: [], changed: [], validated: [bad("productions/bad")], ledger: same })).main).toEqual(
    [],
  );
});

test("A submission that runs follows main in the same commit, and the cursor stays where it cannot", async () => {
  const intent = anIntent({ tag: "sP26a-hfcharm-signal", folder: "productions/p" });
  const states = [[key, aSubmission("running", { intent })]] as const;
  const answers: Answers = {
    merged: () => ({ base: "base", paths: ["productions/p/card.txt"] }),
    treeIds: () => new Failure("gone", away),
    holdsRequest: () => false,
    neighbours: () => new Map(),
  };
  const left = await entered({ states, answers });

  expect(left).toMatchObject({ main: [read], whys: [`Main has changed: ${key}`] });
  expect(left.events).toMatchObject([[key, { event: "left-main" }]]);
  const unasked = { ...answers, holdsRequest: () => new Failure("git is away", away) };
  expect(await entered({ states, answers: unasked })).toMatchObject({ main: [], whys: [], events: [] });
});

test("A new time to keep data is recorded at the submissions that the ledger knows, in the same commit", async () => {
  const asks = { keep: "90d", owner: "@ben" };
  const validated = [good("productions/p", {}, asks, { keep: { for: "1y", at: "BNL" } })];
  const kept = { kept: { at: "BNL", copies: 1, keep: "1y", owner: "@ada" } };
  const promise = { event: "intended", intent: anIntent(kept), attempt: 1, key, at: "2026-03-01T09:00:00Z" } as const;
  const answers: Answers = { events: () => new Map([[key, [promise]]]) };

  expect(await entered({ validated, known: [key], answers })).toMatchObject({
    ...{ main: [read], whys: [`Main has changed: ${key}`] },
    events: [[key, { event: "keep-asked", ...asks }]],
  });
});

/** Three productions, each of a merge of its own, of which GitHub refuses to say who brought one. */
const merged = async ({ isRefused, ...world }: World & { readonly isRefused: (commit: string) => boolean }) => {
  const folders = ["productions/p1", "productions/p2", "productions/p3"];
  const physics = ["hfcharm", "hfbottom", "minbias"];
  const validated = folders.map((folder, at) =>
    good(folder, { tag: { campaign: "sP26a", physics: physics[at], stage: "signal" } }),
  );
  const limited = new RepositoryOutage("GitHub allows no more calls for now.", away);
  const answers: Answers = {
    lastChange: (_, paths) => ({ commit: `c${Number(paths[0]?.at(-1))}`, author: "Ada" }),
    ruleChanges: () => [],
    pullRequestOf: (commit) => (isRefused(commit) ? limited : undefined),
    files: () => [],
    changed: (commit) => (commit === "head" ? folders : []),
  };
  return await entered({
    ...{ since: ["c1", "c2", "c3", "head"], validated, answers, planning: { approvals: "asked" }, ...world },
  });
};

test("What GitHub said before it refused is kept: merges before the one that could not be read are entered, and the cursor stands at the last of them", async () => {
  const found = await merged({ isRefused: (commit) => commit === "c3" });

  expect(found.entries.map(({ commit }) => commit)).toEqual(["c1", "c2"]);
  expect(found.main).toMatchObject([{ event: "main-read", commit: "c2" }]);
  expect([found.entersNone, found.said]).toEqual([
    false,
    ["merge waits: 2 merges wait: GitHub allows no more calls for now."],
  ]);
});

test("Nothing behind a merge that could not be read is entered, and a pass that enters none of what waits says so", async () => {
  const found = await merged({ isRefused: (commit) => commit === "c1" });

  expect([found.entries, found.main, found.entersNone]).toEqual([[], [], true]);
  expect(found.said).toEqual(["merge waits: 4 merges wait: GitHub allows no more calls for now."]);
});

test("Of a main that is read for the first time what GitHub answered is entered, and the next pass reads it again", async () => {
  const first = await merged({
    isRefused: (commit) => commit === "c3",
    since: ["head"],
    ledger: { cursor: undefined },
  });

  expect(first.entries.map(({ commit }) => commit)).toEqual(["c1", "c2"]);
  expect([first.main, first.entersNone]).toEqual([[], false]);
  const known = first.entries.map(({ key: one }) => one);
  const second = await merged({ isRefused: () => false, since: ["head"], ledger: { cursor: undefined }, known });
  expect(second.entries.map(({ commit }) => commit)).toEqual(["c3"]);
  expect(second.main).toMatchObject([{ commit: "head" }]);
});
