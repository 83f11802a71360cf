import { describe, expect, test } from "vitest";
import { judgeApproval, type Voice, type Writers } from "../../../action/core/policy/judge-approval.ts";
import { type Needs, needsOf } from "../../../action/core/policy/needs.ts";
import { spokenOf, voicesOf } from "../../../action/core/policy/voices.ts";
import { asked, rulesOf, withPolicy } from "./some-rules.ts";

const owned = needsOf(rulesOf({ CODEOWNERS: "* @ada @ben" }), asked());
const costly = needsOf(
  rulesOf({
    CODEOWNERS: "* @ada @ben",
    "productions/conventions.yaml": withPolicy(
      '{ approvals: [{ above: { coreHours: 50 }, by: ["@Cleo", "@dan", "@eve"], count: 2 }] }',
    ),
  }),
  asked(),
);
const free = needsOf(rulesOf({}), asked());

const approves = (login: string, permission: Voice["permission"] = "write"): Voice => ({
  login,
  permission,
  says: "approved",
});
const objects = (login: string, permission: Voice["permission"] = "write"): Voice => ({
  ...approves(login, permission),
  says: "changes-requested",
});
const by = (...logins: readonly string[]): Writers => ({ logins, unknown: undefined });
const fred = by("fred");

describe("approved", () => {
  test.each<[string, Needs, readonly Voice[], readonly string[]]>([
    ["by one of the owners", owned, [approves("ben")], ["ben"]],
    ["with a login in other letters", owned, [approves("ADA")], ["ADA"]],
    ["by anybody who may write, where nobody owns it", free, [approves("zoe", "admin")], ["zoe"]],
    [
      "by an owner and two of the policy's",
      costly,
      [approves("ada"), approves("cleo"), approves("eve"), approves("zoe")],
      ["ada", "cleo", "eve"],
    ],
    ["although a stranger asks for changes", owned, [approves("ada"), objects("mallory", "read")], ["ada"]],
    ["although somebody else asks for changes", owned, [approves("ada"), objects("zoe")], ["ada"]],
  ])("%s", (_, needs, voices, approvers) => {
    expect(judgeApproval(needs, voices, fred)).toEqual({ kind: "approved", by: approvers });
  });
});

describe("lacking", () => {
  test.each<[string, Needs, readonly Voice[], Writers, readonly string[], string, string]>([
    [
      "when nobody spoke",
      owned,
      [],
      fred,
      ["ada", "ben"],
      "the final commit lacks the approval of @ada or @ben (owners of productions/x)",
      "raise the version in a pull request that is approved by @ada or @ben before it is merged",
    ],
    [
      "when somebody else approved",
      owned,
      [approves("zoe", "admin")],
      fred,
      ["ada", "ben"],
      "the final commit lacks the approval of @ada or @ben (owners of productions/x)",
      "raise the version in a pull request that is approved by @ada or @ben before it is merged",
    ],
    [
      "when an owner wrote it",
      owned,
      [approves("ada")],
      by("Ada"),
      ["ben"],
      "the final commit lacks the approval of @ada or @ben (owners of productions/x)",
      "raise the version in a pull request that is approved by @ben before it is merged",
    ],
    [
      "when an owner may not write any more",
      owned,
      [approves("ada", "read")],
      fred,
      ["ada", "ben"],
      "the final commit lacks the approval of @ada or @ben (owners of productions/x)",
      "raise the version in a pull request that is approved by @ada or @ben before it is merged",
    ],
    [
      "when the same person approved twice",
      costly,
      [approves("ada"), approves("cleo"), approves("CLEO")],
      fred,
      ["dan", "eve"],
      "the final commit lacks the approval of 2 of @Cleo, @dan or @eve (over 50 core-hours: productions/x); only @CLEO gave one",
      "raise the version in a pull request that is approved by 2 of @Cleo, @dan or @eve before it is merged",
    ],
    [
      "when all owners wrote it",
      owned,
      [],
      by("ada", "ben"),
      [],
      "the final commit lacks the approval of @ada or @ben (owners of productions/x)",
      "those who may approve it wrote a part of it: name somebody else in CODEOWNERS or in the policy, in a pull request of its own",
    ],
    [
      "when an owner asks for changes, whoever approved",
      owned,
      [approves("ada"), objects("ben")],
      fred,
      ["ben"],
      "@ben asks for changes",
      "raise the version in a pull request that is approved by @ben before it is merged",
    ],
    [
      "when anybody with write asks for changes, where nobody owns it",
      free,
      [approves("ada"), objects("zoe")],
      fred,
      ["zoe"],
      "@zoe asks for changes",
      "raise the version in a pull request that is approved by @zoe before it is merged",
    ],
    [
      "when nobody owns it and nobody approved",
      free,
      [approves("mallory", "read"), approves("fred")],
      fred,
      [],
      "the final commit lacks the approval of somebody with write permission who wrote no part of it",
      "raise the version in a pull request that is approved by somebody with write permission who wrote no part of it before it is merged",
    ],
    [
      "when nobody knows who wrote it",
      owned,
      [approves("ada")],
      { logins: ["fred"], unknown: "the commit 0123456789ab names no login" },
      [],
      "nobody can say who wrote it: the commit 0123456789ab names no login",
      "raise the version in a pull request that is approved by @ada or @ben before it is merged",
    ],
  ])("%s", (_, needs, voices, writers, whose, why, wayOut) => {
    expect(judgeApproval(needs, voices, writers)).toEqual({ kind: "lacking", whose, why, wayOut });
  });

  test("when the owners cannot be found out, whoever approved", () => {
    const teams = needsOf(rulesOf({ CODEOWNERS: "* @org/physics" }), asked());

    expect(judgeApproval(teams, [approves("ada")], fred)).toMatchObject({
      kind: "lacking",
      whose: [],
      wayOut: "name logins beside them in CODEOWNERS, in a pull request of its own",
    });
  });
});

describe("what counts as somebody's word", () => {
  const content = { head: "h2", contentDigest: "d2" };

  test("an approval of the head that was merged, a request for changes of any", () => {
    const reviews = [
      { login: "ada", commit: "h1", says: "approved" },
      { login: "ben", commit: "h2", says: "approved" },
      { login: "zoe", commit: "h1", says: "changes-requested" },
    ] as const;

    expect(spokenOf({ reviews, submits: [] }, content)).toEqual([
      { login: "ben", says: "approved" },
      { login: "zoe", says: "changes-requested" },
    ]);
  });

  test("`/shrek submit` for exactly this content", () => {
    const submits = [
      { login: "ada", contentDigest: "d1" },
      { login: "ben", contentDigest: "d2" },
    ];

    const spoken = spokenOf({ reviews: [], submits }, content);

    const voices = voicesOf(spoken, new Map([["ben", "write"]]));
    expect(judgeApproval(owned, voices, fred)).toEqual({ kind: "approved", by: ["ben"] });
    expect(judgeApproval(owned, voices, by("ben"))).toMatchObject({ kind: "lacking" });
    expect(judgeApproval(owned, voicesOf(spoken, new Map()), fred)).toMatchObject({ kind: "lacking" });
  });
});
