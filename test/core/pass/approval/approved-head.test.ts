import { expect, test } from "vitest";
import { validAs, validateOne } from "../../../../action/core/cross-checks/check-sources.ts";
import { approvals, type Clearance } from "../../../../action/core/pass/approval/approval.ts";
import { fakeMain } from "../../../fakes/fake-main.ts";
import { aMergedPull, type FakePeople, fakePeople } from "../../../fakes/fake-people.ts";
import { aRequest, conventionsBytes, type Draft } from "../../a-production.ts";
import { aMoment, askFakes } from "../ask-fakes.ts";

type Files = Readonly<Record<string, string | undefined>>;

const tag = "sP26a-hfcharm-signal";
const file = "productions/p/production.yaml";
const rules = "productions/conventions.yaml";
const conventions = new TextDecoder().decode(conventionsBytes);
const written = (changes: Draft = {}): string => JSON.stringify(aRequest(changes));

type Story = {
  /** What the head of ada's pull request 7 holds besides what it brought to main. */
  readonly head?: Files | "gone";
  readonly brought?: Files;
  /** Bob, who may write, approved the head; or what is said here happened. */
  readonly people?: (people: FakePeople, head: string, merged: string) => void;
};
const cleared = async ({
  head: changes = {},
  brought = {},
  people: change = () => undefined,
}: Story): Promise<Clearance> => {
  const main = fakeMain();
  main.commit({ [rules]: conventions });
  const merged = main.commit({ [file]: written(), ...brought });
  const head = changes === "gone" ? "9".repeat(40) : main.branch(merged, changes);
  const people = fakePeople();
  people.pulls.set(merged, aMergedPull(merged, head));
  people.permissions.set("bob", "write").set("ada", "write").set("co", "admin");
  people.approved = [{ login: "bob", commit: head }];
  change(people, head, merged);
  const production = validAs(validateOne(await main.at(merged).production("productions/p")), tag)?.production;
  if (production === undefined) throw new Error("the request is refused");
  return askFakes({ main, people }, (reads) =>
    approvals({ ...aMoment(merged), ...reads }, ["productions/p"])(merged, production, []),
  );
};

test.each<readonly [string, Story["people"]]>([
  ["with write permission", undefined],
  ["with admin permission", (people) => people.permissions.set("bob", "admin")],
  [
    "beside another's that does not count",
    (people, commit) => void (people.approved = [{ login: "ada", commit }, ...people.approved]),
  ],
])("An approval of the merged head counts by a person %s", async (_, people) => {
  const story = people === undefined ? {} : { people };

  expect(await cleared(story)).toMatchObject({ pullRequest: 7, approval: "bob", lacking: undefined });
});

const nobody = "pull request #7 was merged, but its final commit lacks the approval";
const alone = "is on main without a merged pull request";
test.each<readonly [string, string, NonNullable<Story["people"]>]>([
  ["by a person with read permission", nobody, (people) => people.permissions.set("bob", "read")],
  ["by a person without permission", nobody, (people) => people.permissions.set("bob", "none")],
  ["of an older head", nobody, (people) => void (people.approved = [{ login: "bob", commit: "0".repeat(40) }])],
  ["by who opened it", nobody, (people, commit) => void (people.approved = [{ login: "ada", commit }])],
  [
    "by who wrote a part of it",
    nobody,
    (people, commit) => void Object.assign(people, { wrote: ["eve", "co"], approved: [{ login: "co", commit }] }),
  ],
  ["of no pull request", alone, (people) => people.pulls.clear()],
  [
    "of a pull request into another branch",
    alone,
    (people, head, merged) => void people.pulls.set(merged, aMergedPull(merged, head, { into: "side" })),
  ],
])("An approval %s does not count", async (_, reason, people) => {
  expect(await cleared({ people })).toMatchObject({ approval: "none", lacking: expect.stringContaining(reason) });
});

test.each<readonly [string, NonNullable<Story["head"]>, string]>([
  ["other content", { [file]: written({ build: "ana.500" }) }, "main holds other content than the version approved in"],
  [
    "another version",
    { [file]: written({ version: "1.0.1" }) },
    `main holds ${tag} 1.0.0, not the version approved in`,
  ],
  [
    "another tag",
    { [file]: written({ tag: { campaign: "sP26a", physics: "hfbottom", stage: "signal" } }) },
    `main holds ${tag} 1.0.0, not the version approved in`,
  ],
  [
    "a request that is refused",
    { [file]: written({ steps: {} }) },
    "productions/p is invalid in the version approved in",
  ],
  ["nothing of it", { [file]: undefined }, "productions/p is not among the folders approved"],
  [
    "rules that run other jobs",
    { [rules]: conventions.replaceAll("/cvmfs/setup.sh", "/cvmfs/other.sh") },
    "main would run other jobs than the version approved in",
  ],
  ["what nobody can fetch", "gone", "main cannot be compared"],
])("The approval of a head with %s does not count for main", async (_, head, reason) => {
  expect(await cleared({ head })).toMatchObject({ approval: "none", lacking: expect.stringContaining(reason) });
});

test("The approval of a merge that changes a workflow and a production does not count", async () => {
  expect(await cleared({ brought: { ".github/workflows/ci.yml": "on: push\n" } })).toMatchObject({
    approval: "none",
    lacking: expect.stringContaining(".github/workflows/ci.yml"),
  });
});
