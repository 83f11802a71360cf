import { expect, test } from "vitest";
import { type GivenCommand, type Intent, submissionKey } from "../../../../action/core/ledger/event.ts";
import { withoutApp } from "../../../../action/core/pass/approval/clearance.ts";
import type { OpenIntent } from "../../../../action/core/pass/authorization/authorization.ts";
import { authorizeAt, authorizeNow } from "../../../../action/core/pass/authorization/authorize.ts";
import type { FoundOnMain } from "../../../../action/core/pass/authorization/productions-on-main.ts";
import { forcePushed } from "../../../../action/core/pass/main-text.ts";
import { type Moment, momentOf } from "../../../../action/core/pass/reads.ts";
import { beginReads } from "../../../../action/flows/reconcile/reads.ts";
import type { People } from "../../../../action/ports/people.ts";
import { aMergedPull, fakePeople } from "../../../fakes/fake-people.ts";
import { aTrial, trialKey } from "../../../flows/reconcile/a-trial.ts";
import { aWorld, key } from "../../../flows/reconcile/a-world.ts";
import { aRequest, type Draft, valid } from "../../a-production.ts";
import { anIntent, foldOf, lineOf, pastOf } from "../../submission/a-submission.ts";
import { type Answers, given, notInGit, readsOf } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

/** The same people, and how often GitHub was asked about them. */
const counted = (people: People) => {
  const asked: string[] = [];
  const counting = new Proxy(people, {
    get: (target, name: keyof People) => {
      asked.push(name);
      return target[name];
    },
  });
  return { asked, counting };
};

test("GitHub is asked about an approval once for a head of main, and again for another head", async () => {
  const world = aWorld();
  await world.run();
  const state = await world.state(key);
  if (state.kind !== "submitted") throw new Error(state.kind);
  const people = fakePeople();
  people.pulls.set(world.merged, aMergedPull(world.merged, world.main.branch(world.merged)));
  const { asked, counting } = counted(people);
  const reads = beginReads({ ...world.ports, people: counting });
  const authorize = (head: string) =>
    authorizeAt(momentOf({ ...aMoment(head), ...reads }, head), [state.intent])(state);
  const first = await authorize(world.merged);
  const calls = asked.length;

  expect(await authorize(world.merged)).toEqual(first);
  expect([first.kind, asked.length]).toEqual(["not-allowed", calls]);
  people.permissions.set("bob", "write");
  people.approved = [{ login: "bob", commit: people.pulls.get(world.merged)?.head ?? "" }];
  expect(await authorize(world.merged)).toEqual(first);
  expect((await authorize(world.main.commit({ "notes.md": "1" }))).kind).toBe("may-call");
});

test("GitHub is asked about a trial again before each call, whatever head main has", async () => {
  const trial = await aTrial();
  await trial.order();
  await trial.run();
  const state = await trial.state(trialKey(1));
  if (state.kind !== "submitted") throw new Error(state.kind);
  const { intent } = state;
  const reads = beginReads({ ...trial.ports, people: trial.people });
  const moment = aMoment(trial.merged, await trial.ledger.head());
  const kindOf = async (now: typeof reads) =>
    (await authorizeAt(momentOf({ ...moment, ...now }, trial.merged), [intent])(state)).kind;
  expect(await kindOf(reads)).toBe("may-call");
  trial.people.comments.clear();

  expect(await kindOf(reads)).toBe("may-call");
  expect(await kindOf(reads.again())).toBe("not-allowed");
});

const mainHead = "d".repeat(40);
const made = valid(aRequest());
const { production } = made;
const { tag, version, folder } = production;
const other = valid(aRequest({ version: "1.1.0" }));

type World = {
  readonly request?: Draft;
  readonly intent?: Partial<Intent>;
  readonly found?: FoundOnMain;
  readonly past?: Partial<OpenIntent["past"]>;
  readonly moment?: Partial<Moment>;
  readonly answers?: Answers;
};
/** What is decided about a promise of what main holds, where people are taken to approve. */
const decided = async ({ request, intent = {}, found, past = {}, moment = {}, answers = {} }: World = {}) => {
  const held = request === undefined ? made : valid(aRequest(request));
  const promised = anIntent({ tag, version, folder, contentDigest: held.production.contentDigest, ...intent });
  const state = foldOf(pastOf("checked", { intent: promised, attempt: 2 })) as OpenIntent;
  const at: Moment = { ...aMoment(mainHead), approvals: "assumed", ...moment };
  const facts: Answers = {
    since: (cursor, head) => (cursor === promised.commit && head === mainHead ? [] : "rewritten"),
    ...answers,
  };
  const find = async (): Promise<FoundOnMain> => found ?? { kind: "held", all: [held] };
  return await given(facts, (reads) =>
    authorizeAt({ ...at, ...reads }, [promised], find)({ ...state, past: { ...state.past, ...past } } as OpenIntent),
  );
};
const order = (id: string): GivenCommand => ({ verb: "submit", by: "bob", id, reason: "" });
const mayCall = { kind: "may-call", head: mainHead, commit: "c".repeat(40), pullRequest: null, approval: "assumed" };

test("A version that main holds as intended, and that people approved, may be called at PanDA", async () => {
  expect(await decided()).toEqual({ ...made, ...mayCall });
});

test("A call is authorized for the intended version, run and content among all that main holds of a tag", async () => {
  const ofRun = { ...made, production: { ...production, run: 1 } };
  const ofContent = { ...made, production: { ...production, contentDigest: "0".repeat(64) } };
  const found = { kind: "held", all: [other, ofRun, ofContent, made] } as const;

  expect(await decided({ found })).toEqual({ ...made, ...mayCall });
  expect(await decided({ found, intent: { run: 1 } })).toEqual({ ...ofRun, ...mayCall });
});

test.each<readonly [string, FoundOnMain, object]>([
  ["is gone", { kind: "gone" }, { kind: "left-main", reason: `main does not hold ${tag} any more` }],
  ["is replaced", { kind: "held", all: [other] }, { kind: "replaced", by: `${tag} 1.1.0` }],
])("What %s on main is not called", async (_, found, seen) => {
  expect(await decided({ found })).toEqual(seen);
});

test("A refusal says whether the request is new, or was accepted before and is refused today", async () => {
  const found = { kind: "refused", unreadable: "productions/q" } as const;
  const answers: Answers = { treeIds: () => notInGit };

  expect(await decided({ found, intent: { validatedAt: mainHead } })).toEqual({ ...found, isNew: true });
  expect(await decided({ found, answers })).toEqual({ ...found, isNew: false });
});

test.each<readonly [string, World, string]>([
  ["as the promise names it", {}, "c".repeat(40)],
  ["that moved its folder", { intent: { folder: "productions/old" } }, "moved"],
  ["that brought it to a main which the promised commit is not on", { answers: { since: () => "rewritten" } }, "moved"],
])("It is asked of the commit %s who approved it", async (_, world, commit) => {
  const answers: Answers = {
    lastChange: (commitOf, paths) =>
      commitOf === mainHead && paths.includes(folder) ? { commit: "moved", author: "Ada" } : undefined,
    ...world.answers,
  };

  expect(await decided({ ...world, answers })).toEqual({ ...made, ...mayCall, commit });
  if (commit === "moved")
    expect(await decided({ ...world, answers: { ...answers, lastChange: () => undefined } })).toMatchObject({
      commit: mainHead,
    });
});

test.each<readonly [string, World, object]>([
  ["hold", { request: { submit: "hold" } }, { reason: "the request says submit: hold; `/shrek submit` releases it" }],
  ["hold, with a word", { request: { submit: "hold" }, past: { releases: [order("1")] } }, { kind: "may-call" }],
  ["never", { request: { submit: "never" } }, { reason: "the request says submit: never" }],
  [
    "never, with a word",
    { request: { submit: "never" }, past: { releases: [order("1")] } },
    { reason: "the request says submit: never" },
  ],
])("A request that says %s is submitted only if a person released it", async (_, world, seen) => {
  expect(await decided(world)).toMatchObject(seen);
});

test("A version without its approval is not called at PanDA, with or without a command of a person", async () => {
  const moment = { soleWriter: false, ledgerHead: { ...aMoment(mainHead).ledgerHead, releases: "held" as const } };
  const answers: Answers = { files: () => [] };

  expect(await decided({ moment, answers })).toEqual({ kind: "not-allowed", reason: withoutApp });
  expect(await decided({ moment, answers, past: { releases: [order("1")] } })).toEqual({
    kind: "not-allowed",
    reason: withoutApp,
  });
});

test("A version that reads data which were declared bad is not called at PanDA", async () => {
  const upstream = submissionKey("sP26a-toy", "1.0.0", undefined);
  const request = {
    inputs: { in: { production: "sP26a-toy", version: "1.0.0", step: "simulate" } },
    steps: { read: { in: [{ from: "in", filesPerJob: 1 }], out: ["r.tar"], run: "make\n" } },
  };
  const declared = {
    event: "person",
    verb: "declare",
    by: "bob",
    id: "5",
    reason: "beam spot",
    quality: "bad",
  } as const;
  const lines = [...pastOf("done"), declared, { event: "declared", id: "5", saidOn: "2026-03-01T10:00:00Z" } as const];
  const answers: Answers = {
    events: (_, keys) => new Map(keys.map((key) => [key, lines.map((one) => lineOf(one, undefined, upstream))])),
  };

  expect(await decided({ request, answers })).toMatchObject({
    kind: "not-allowed",
    reason: expect.stringContaining("bad"),
  });
});

test("Reads that may know what was so before are an error of types right before a call", () => {
  const { mainHead: _, github: __, ...situation } = aMoment("read");
  const { fresh: ___, ...before } = readsOf({});
  // @ts-expect-error: a claim asks git and GitHub again.
  expect(authorizeNow({ ...situation, ...before }, [])).toBeDefined();
});

test("The approval is asked of main as it is right before a call, once for all that are called", async () => {
  const now = "e".repeat(40);
  let heads = 0;
  const answers = (since: "rewritten" | readonly string[]): Answers => ({
    mainHead: () => {
      heads += 1;
      return now;
    },
    since: (cursor, head) => (cursor === "read" && head === now ? since : []),
    holdsRequest: (at) => {
      expect(at).toBe(now);
      return false;
    },
    neighbours: () => new Map(),
  });
  const intent = anIntent();
  const state = foldOf(pastOf("checked", { intent })) as OpenIntent;
  const { mainHead: _, github: __, ...standing } = aMoment("read");
  const authorize = authorizeNow({ ...standing, ...readsOf(answers([])) }, [intent]);
  const gone = { kind: "left-main", reason: `main does not hold ${intent.tag} any more` };

  expect([await authorize(state), await authorize(state)]).toEqual([gone, gone]);
  expect(heads).toBe(1);
  await expect(
    given(answers("rewritten"), (reads) => authorizeNow({ ...standing, ...reads }, [intent])(state)),
  ).rejects.toThrow(`${forcePushed("read")}.`);
  const first = { ...standing, ledgerHead: { ...standing.ledgerHead, cursor: undefined } };
  expect(
    await given({ ...answers("rewritten"), since: () => "rewritten" }, (reads) =>
      authorizeNow({ ...first, ...reads }, [intent])(state),
    ),
  ).toEqual(gone);
});
