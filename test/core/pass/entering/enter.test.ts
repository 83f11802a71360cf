import { expect, test } from "vitest";
import type { SubmissionEvent, SubmissionKey } from "../../../../action/core/ledger/event.ts";
import { submissionKey } from "../../../../action/core/ledger/event.ts";
import { withoutApp } from "../../../../action/core/pass/approval/clearance.ts";
import { enterAll } from "../../../../action/core/pass/entering/enter.ts";
import { Failure, Outage } from "../../../../action/core/problems/failure.ts";
import type { ValidProduction } from "../../../../action/core/production/valid-production.ts";
import { aRequest, aStep, type Draft, valid } from "../../a-production.ts";
import { anIntent, lineOf, pastOf } from "../../submission/a-submission.ts";
import { aPlanning } from "../a-planning.ts";
import { type Answers, given } from "../answers.ts";
import { aMoment } from "../ask-fakes.ts";

const tag = "sP26a-hfcharm-signal";
const key = submissionKey(tag, "1.0.0", undefined);
const made = (change: Draft = {}, folder = "productions/p"): ValidProduction => valid(aRequest(change), { folder });
const ofStream = (jobs: number): Draft => ({ simulate: aStep({ jobs, seed: { stream: "toy" } }) });

type World = {
  readonly known?: readonly SubmissionKey[];
  readonly planned?: readonly SubmissionEvent[];
  readonly isHeld?: boolean;
  readonly answers?: Answers;
};
/** What is entered where a commit of ada brought it; `isHeld`: everybody may write the ledger. */
const entered = async (
  fresh: readonly ValidProduction[],
  { known = [], planned = [], isHeld = false, answers = {} }: World = {},
) => {
  const ledger = isHeld ? { ...aMoment("head").ledgerHead, releases: "held" as const } : aMoment("head").ledgerHead;
  const { planning } = aPlanning("head", { approvals: "assumed", ledgerHead: ledger });
  const facts: Answers = {
    tagNames: () => ["production/other/1.0.0"],
    seeds: (_, streams) => new Map(streams.map((stream) => [stream, 100])),
    lastChange: (commit, paths) =>
      commit === "head" && paths[0]?.startsWith("productions/") === true ? { commit: "c1", author: "ada" } : undefined,
    packed: () => ({ renderingDigest: "1".repeat(64), archive: new Uint8Array([1]) }) as never,
    files: () => [],
    ...answers,
  };
  return (await given(facts, (reads) => enterAll({ ...planning, ...reads }, fresh, { known: new Set(known), planned })))
    .entries;
};
const intentOf = (found: Awaited<ReturnType<typeof entered>>, at = 0) => {
  const event = found[at]?.events[0];
  if (event?.event !== "intended") throw new Error(event?.event);
  return event.intent;
};
const kinds = (found: Awaited<ReturnType<typeof entered>>) =>
  found.map(({ events }) => events.map(({ event }) => event));

test("A main with nothing new asks nothing when versions are entered", async () => {
  expect(await entered([], { answers: { tagNames: undefined as never } })).toEqual([]);
});

test("A new version is intended with the commit that brought it and the author of that commit", async () => {
  const found = await entered([made({ supersedes: ["0.9.0"] })]);

  expect(found).toMatchObject([{ key, commit: "c1", pullRequest: null }]);
  expect(kinds(found)).toEqual([["intended"]]);
  expect(intentOf(found)).toMatchObject({
    ...{ commit: "c1", validatedAt: "head", requester: "ada", approval: "assumed", supersedes: ["0.9.0"] },
  });
});

test("A version that no commit brought, as far as git says, is of the head of main and of nobody known", async () => {
  const found = await entered([made()], { answers: { lastChange: () => undefined } });

  expect(intentOf(found)).toMatchObject({ commit: "head", requester: "unknown" });
});

test("Each entered version takes the seeds behind those that the ledger, the plan and the version before it gave", async () => {
  const fresh = [
    made({ steps: ofStream(10) }),
    made({ steps: ofStream(5), tag: { campaign: "sP26a", physics: "hfbottom", stage: "signal" } }, "productions/q"),
  ];
  const before: SubmissionEvent = {
    ...{ event: "intended", attempt: 1 },
    intent: anIntent({ seeds: [{ step: "simulate", stream: "toy", first: 101, count: 20 }] }),
  };
  const ranges = async (planned: readonly SubmissionEvent[]) => {
    const found = await entered(fresh, { planned });
    return [0, 1].flatMap((at) => intentOf(found, at).seeds.map(({ first, count }) => [first, count]));
  };

  expect(await ranges([])).toEqual([
    [101, 10],
    [111, 5],
  ]);
  expect(await ranges([before])).toEqual([
    [121, 10],
    [131, 5],
  ]);
});

test("A version whose request is never submitted is skipped, with its content", async () => {
  const { content, production } = made({ submit: "never" });
  const held = { content, contentDigest: production.contentDigest };

  expect((await entered([made({ submit: "never" })]))[0]?.events).toEqual([
    { event: "skipped", reason: "the request says submit: never", held },
  ]);
});

test("A version whose request says hold is held", async () => {
  expect((await entered([made({ submit: "hold" })]))[0]?.events.slice(1)).toEqual([
    { event: "held", reason: "the request says submit: hold; `/shrek submit` releases it" },
  ]);
});

test("A version without its approval is held for that, whatever its request says", async () => {
  const held = { event: "held", reason: withoutApp };

  for (const submit of ["auto", "hold"])
    expect((await entered([made({ submit })], { isHeld: true }))[0]?.events.slice(1)).toEqual([held]);
});

test.each<readonly [string, string | Failure | undefined, string | undefined]>([
  ["says something", "x", `the git tag production/${tag}/1.0.0 exists, but the ledger has no entry for it`],
  ["is gone by now", undefined, undefined],
  ["cannot be read", new Failure("it is no annotated tag", { wayOut: "Wait." }), "it is no annotated tag"],
])("A tag of its name that %s is a conflict, or none", async (_, message, reason) => {
  const answers: Answers = { tagNames: () => [`production/${tag}/1.0.0`], tagMessage: () => message };
  const found = await entered([made()], { answers });

  expect(found[0]?.events.slice(1)).toEqual(reason === undefined ? [] : [{ event: "conflict", reason }]);
});

test("A version is not entered while its tag cannot be asked for", async () => {
  const away = new Outage("GitHub is away", { wayOut: "Wait." });
  const answers: Answers = { tagNames: () => [`production/${tag}/1.0.0`], tagMessage: () => away };

  await expect(entered([made()], { answers })).rejects.toThrow("GitHub is away");
});

test("A trial of just the entered content ends with the success of the version, and no other trial", async () => {
  const { contentDigest } = made().production;
  const trialOf = (version: string, of: string) => {
    const trial = { pullRequest: 7, head: "h", by: "ada", id: "12", confirms: "11-a", of };
    return [submissionKey(tag, version, undefined), anIntent({ tag, version, trial })] as const;
  };
  const trials = new Map([
    trialOf("1.0.0-test.1", contentDigest),
    trialOf("1.0.0-test.2", "0".repeat(64)),
    trialOf("1.0.0-test.3", contentDigest),
    trialOf("1.1.0-test.1", contentDigest),
    // Somebody wrote it into the ledger.
    trialOf("1.0.0", contentDigest),
  ]);
  const asked: (readonly SubmissionKey[])[] = [];
  const answers: Answers = {
    events: (_, keys) => {
      asked.push(keys);
      return new Map(
        keys.map((of) => [
          of,
          pastOf("intended", { intent: trials.get(of) ?? anIntent() }).map((one) => lineOf(one, undefined, of)),
        ]),
      );
    },
  };
  const known = [submissionKey(tag, "0.9.0", undefined), ...trials.keys()];
  const found = await entered([made({ supersedes: ["0.9.0"] })], { known, answers });
  const none = await entered([made({ version: "2.0.0", supersedes: ["0.9.0"] })], {
    known,
    answers: { events: undefined as never },
  });

  expect(intentOf(found).supersedes).toEqual(["0.9.0", "1.0.0-test.1", "1.0.0-test.3"]);
  expect(asked).toEqual([
    ["1.0.0-test.1", "1.0.0-test.2", "1.0.0-test.3"].map((one) => submissionKey(tag, one, undefined)),
  ]);
  expect(intentOf(none).supersedes).toEqual(["0.9.0"]);
});
