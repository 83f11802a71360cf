import { expect, test } from "vitest";
import { campaignsOnMain } from "../../../../action/core/pass/turns/campaigns-on-main.ts";
import type { PullRequest } from "../../../../action/core/policy/pull-request.ts";
import { Failure } from "../../../../action/core/problems/failure.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { aMergedPull, fakePeople } from "../../../fakes/fake-people.ts";
import { conventions } from "../../../flows/reconcile/a-world.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

const place = "campaigns/c.yaml";
const campaign = (...productions: readonly string[]) => ({ campaign: 1, productions });
const written = (...productions: readonly string[]) => ({ [place]: JSON.stringify(campaign(...productions)) });
const broken = { [place]: "campaign: 1\nproductions: [x]\nend: a.b\n" };
const unread =
  'campaigns/c.yaml is wrong: `end` is "a.b", and must be a day or a minute in UTC, such as 2027-03-01 or 2027-03-01T08:00Z';

/** Main with conventions, and pull requests that were merged one after the other; what is not approved came without a vote. */
const aMain = () => {
  const main = fakeMain();
  const people = fakePeople();
  main.commit({ "productions/conventions.yaml": conventions });
  people.permissions.set("ada", "write");
  /** Gives the time of the merge. */
  const merge = async (changes: Readonly<Record<string, string | undefined>>, by = ["ada"]): Promise<string> => {
    const base = await main.head();
    const head = main.branch(base, changes);
    const at = `2026-02-01T10:${String(people.pulls.size).padStart(2, "0")}:00.000Z`;
    const commit = main.commit(changes, "Ada", at);
    const number = people.pulls.size + 1;
    const pull: PullRequest = aMergedPull(commit, head, { number, opener: { login: "fred", isPerson: true }, base });
    people.pulls.set(commit, pull);
    people.approved = [...people.approved, ...by.map((login) => ({ login, commit: head }))];
    return at;
  };
  const found = async (approvals: "asked" | "assumed" = "asked", asked = people) =>
    askFakes({ main, people: asked }, async (reads) =>
      campaignsOnMain({ ...aMoment(await main.head()), approvals, ...reads }),
    );
  return { main, merge, found, people };
};

test("A main without campaigns has none, and nobody is asked about approvals", async () => {
  const { found, people } = aMain();
  expect(await found("asked", { ...people, pullRequestOf: () => Promise.reject(new Error("asked")) })).toEqual([]);
});

test("An approved campaign has its name, what it names in its order, and the time when it first came", async () => {
  const { merge, found } = aMain();
  const since = await merge(written("a"));
  await merge(written("b", "a*"));
  await merge({ "campaigns/d.yaml": JSON.stringify(campaign("z")) });
  const [c, d, ...others] = await found();
  expect([d?.name, d?.names, others]).toEqual(["d", ["z"], []]);
  expect(c).toEqual({ name: "c", names: ["b", "a*"], since, campaign: campaign("b", "a*"), ends: "never" });
});

test("A campaign that nobody approved lets nothing go of what it names, and of what it named when it was approved", async () => {
  const { merge, found } = aMain();
  const since = await merge(written("a"));
  await merge(written("b"));
  await merge(written("c"), []);
  await merge(written("d"), []);
  const [one, ...others] = await found();
  expect([one, others]).toEqual([
    {
      ...{ name: "c", names: ["d", "c", "b"], since },
      why: "campaigns/c.yaml, which governs it, came to main by pull request #4, but its final commit lacks the approval of someone with write access who authored none of it",
    },
    [],
  ]);
  expect(await found("assumed")).toEqual([{ name: "c", names: ["d"], since, campaign: campaign("d"), ends: "never" }]);
});

test("A campaign that was removed by an approved pull request is none, and one removed by nobody holds back what it named", async () => {
  const { merge, found, main } = aMain();
  await merge(written("a"));
  main.commit({ [place]: undefined });
  expect(await found()).toMatchObject([
    { names: ["a"], why: "campaigns/c.yaml, which governs it, came to main without a merged pull request" },
  ]);
  await merge(written("b"));
  await merge({ [place]: undefined });
  expect(await found()).toEqual([]);
});

test("A campaign that cannot be read holds back what it names and what it named before, and one that was never right holds back what it names", async () => {
  const { merge, found } = aMain();
  const since = await merge(written("a"));
  await merge(broken);
  expect(await found()).toEqual([{ name: "c", names: ["x", "a"], since, why: unread }]);
  const never = aMain();
  const begun = await never.merge(broken);
  expect(await never.found()).toEqual([{ name: "c", names: ["x"], since: begun, why: unread }]);
});

test("A campaign whose approval GitHub cannot be asked for says so, and what it names", async () => {
  const { merge, found, people } = aMain();
  const since = await merge(written("a"));
  const away = new Failure("GitHub is away", { wayOut: "Wait." });
  const [one] = await found("asked", { ...people, pullRequestOf: () => Promise.reject(away) });
  expect([one, one !== undefined && "why" in one && one.why === away]).toEqual([
    { name: "c", names: ["a"], since, why: away },
    true,
  ]);
});

test("A campaign that a merge gave another name began where the first of its names came, and one that came later begins there", async () => {
  const { merge, found } = aMain();
  const named = (name: string, ...productions: readonly string[]) => ({
    [`campaigns/${name}.yaml`]: JSON.stringify(campaign(...productions)),
  });
  const since = await merge(named("c", "a"));
  await merge(named("z", "a"));
  await merge({ [place]: undefined, ...named("b", "a*", "x"), "campaigns/z.yaml": undefined });
  expect(await found()).toMatchObject([{ name: "b", since }]);
  const last = await merge({ "campaigns/b.yaml": undefined, ...named("d", "a"), ...named("e", "other") });
  const [d, e] = await found();
  expect([d?.since, e?.since]).toEqual([since, last]);
  await merge({ "campaigns/d.yaml": undefined });
  const anew = await merge(named("f", "a"));
  const beside = await merge(named("g", "a"));
  expect((await found()).map((one) => [one.name, one.since])).toMatchObject([
    ["e", e?.since],
    ["f", anew],
    ["g", beside],
  ]);
});

test("Campaigns that merges renamed together again and again are counted from the first, and found in no time", async () => {
  const { main, found } = aMain();
  let since: string | undefined;
  for (let n = 0; n < 25; n++) {
    const files = ["a", "b", "c"].flatMap((name) => [
      [`campaigns/${name}${n}.yaml`, JSON.stringify(campaign("sP*"))],
      ...(n === 0 ? [] : [[`campaigns/${name}${n - 1}.yaml`, undefined]]),
    ]);
    const at = `2026-02-01T10:${String(n).padStart(2, "0")}:00.000Z`;
    main.commit(Object.fromEntries(files) as Record<string, string | undefined>, "Ada", at);
    since ??= at;
  }
  expect((await found("assumed")).map((one) => [one.name, one.since])).toEqual([
    ["a24", since],
    ["b24", since],
    ["c24", since],
  ]);
});

test("A campaign whose commit says that it comes in the future is counted from the beginning", async () => {
  const { main, found } = aMain();
  main.commit(written("a"), "Ada", "2026-03-01T10:00:01.000Z");
  expect((await found("assumed")).map(({ since }) => since)).toEqual([""]);
});

test.each(["coreHours: 0.5", "coreHours: -1", "coreHours: .inf", "end: yesterday", "more: 1", "order: x"])(
  "A campaign that was wrong from its first day, with %s, holds back what it names",
  async (line) => {
    const { merge, found } = aMain();
    await merge({ [place]: `campaign: 1\nproductions: [a, 7, b]\n${line}\n` });
    expect(await found()).toMatchObject([
      { names: ["a", "b"], why: expect.stringContaining("campaigns/c.yaml is wrong") },
    ]);
  },
);
