import { expect, test } from "vitest";
import { submissionKey } from "../../../action/core/ledger/event.ts";
import { RepositoryOutage } from "../../../action/core/problems/failure.ts";
import { reconcile } from "../../../action/flows/reconcile/reconcile.ts";
import { report } from "../../../action/flows/reconcile/report.ts";
import type { Conversation } from "../../../action/ports/conversation.ts";
import { aStep } from "../../core/a-production.ts";
import { anyWay } from "../../fakes/any-way.ts";
import { fakeChanges } from "../../fakes/fake-changes.ts";
import { fakeConversation } from "../../fakes/fake-conversation.ts";
import { fakeOverview } from "../../fakes/fake-overview.ts";
import { aMergedPull, fakePeople } from "../../fakes/fake-people.ts";
import { askedTasks, aWorld, key, tag, written } from "./a-world.ts";

/** So many merges that no pass has read, each of a production and a pull request of its own, and a GitHub that counts. */
const unreadMerges = async (count: number) => {
  const world = aWorld();
  await world.run();
  await world.run();
  const [people, conversation, overview] = [fakePeople(), fakeConversation(), fakeOverview()];
  people.permissions.set("grace", "write").set("ada", "write");
  const names = Array.from({ length: count }, (_, n) => n + 1);
  const heads = names.map((n) => {
    const request = {
      [`productions/p${n}/production.yaml`]: written({
        tag: { campaign: `sP${30 + n}a`, physics: "hfcharm", stage: "signal" },
        steps: { simulate: aStep({ run: `make ${n}\n` }) },
      }),
    };
    const commit = world.main.commit(request);
    const head = world.main.branch(commit);
    people.pulls.set(commit, aMergedPull(commit, head, { number: 100 + n }));
    return head;
  });
  people.approved = heads.map((commit) => ({ login: "grace", commit }));
  const hour = { left: 0, refused: 0 };
  const spend = (): void => {
    if (hour.left === 0) {
      hour.refused += 1;
      throw new RepositoryOutage("GitHub allows no more calls for now.", anyWay);
    }
    hour.left -= 1;
  };
  const counting =
    <A extends readonly unknown[], R>(calls: number, call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      for (let n = 0; n < calls; n++) spend();
      return call(...args);
    };
  const counted = {
    ...people,
    pullRequestOf: counting(1, people.pullRequestOf),
    reviews: counting(1, people.reviews),
    writers: counting(2, people.writers),
    permission: counting(1, people.permission),
  };
  const said: number[] = [];
  const talking: Pick<Conversation, "say" | "call" | "merged"> = {
    ...conversation,
    say: counting(2, async (number, ...rest) => {
      said.push(number);
      return conversation.say(number, ...rest);
    }),
  };
  const allowance = {
    now: async () => ({ calls: hour.left, callsFrom: "2026-03-01T14:20:00Z", writes: 80, writesFrom: undefined }),
  };
  const asked = askedTasks(world.panda);
  const ports = { ...world.ports, people: counted, allowance, panda: asked.panda };
  const places = { ...ports, conversation: talking, overview, changes: fakeChanges(world.branch) };
  const page = "https://github.com/sphenix/productions";
  const pass = async (calls: number, as = {}, change = {}) => {
    hour.left = calls;
    asked.asked.splice(0);
    said.splice(0);
    const setting = { ...world.setting, ...as };
    const done = await reconcile({ ...ports, ...change }, setting, (soFar) => report(places, page, soFar));
    const told = await report(places, page, done);
    return { done, told, said: [...said], followed: asked.asked.length > 0 };
  };
  const entered = async () => (await world.ledger.submissions(await world.ledger.head())).length - 1;
  return { world, pass, hour, entered, overview };
};

test("With 60 calls a pass 24 unread merges are entered within three passes, what runs is followed in each, and GitHub refuses nothing", async () => {
  const { pass, entered, hour, overview } = await unreadMerges(24);

  const first = await pass(60);
  const shown = await overview.current();
  const [second, third] = [await pass(60), await pass(60)];

  expect([first, second, third].map(({ followed }) => followed)).toEqual([true, true, true]);
  expect(first.done.postponed[0]).toMatch(/^\d+ merges wait: GitHub allows no more calls until 14:20 UTC$/);
  expect(shown).toContain("merges wait: GitHub allows no more calls until 14:20 UTC");
  expect([await entered(), hour.refused]).toEqual([24, 0]);
});

test("A pass without any call left to GitHub enters nothing, follows what runs, and moves no cursor past a merge", async () => {
  const { world, pass, entered, hour } = await unreadMerges(2);
  const { cursor } = await world.ledger.head();

  const { done, followed } = await pass(0);

  expect(done.postponed).toEqual(["2 merges wait: GitHub allows no more calls until 14:20 UTC"]);
  expect([followed, await entered(), (await world.ledger.head()).cursor, hour.refused]).toEqual([true, 0, cursor, 0]);
  for (let n = 0; n < 3; n++) await pass(100);
  expect(await entered()).toBe(2);
});
test("A pull request that a pass could not tell comes first in the next one", async () => {
  const { pass } = await unreadMerges(12);

  const [first, second] = [await pass(60), await pass(60)];

  expect(first.said).toEqual([101, 102, 103, 104, 105, 106]);
  expect(first.told.postponed).toContain("4 pull requests wait: GitHub allows no more calls until 14:20 UTC");
  expect(new Set(second.said.slice(0, 4))).toEqual(new Set([107, 108, 109, 110]));
});

test("A pass that has reached its end submits nothing more, says so, and leaves nothing in doubt", async () => {
  const { world, pass } = await unreadMerges(24);
  const hold: typeof world.panda.hold = async (archive) => {
    world.clock.at += 20_000;
    return world.panda.hold(archive);
  };

  const { done } = await pass(1000, { seconds: 300 }, { cache: { hold } });

  const kinds = done.submissions.map(({ state }) => state.kind);
  expect([
    kinds.filter((kind) => kind === "submitted").length,
    kinds.filter((kind) => kind === "intended").length,
  ]).toEqual([16, 8]);
  expect(done.postponed).toEqual(["8 submissions wait: the pass ends"]);
});
