import { describe, expect, test } from "vitest";
import { checkApproval, objectorsOf } from "../../../action/core/policy/check-approval.ts";
import { type Needs, needsOf } from "../../../action/core/policy/needs.ts";
import { spokenOf, type Vote } from "../../../action/core/policy/pull-request.ts";
import type { Writers } from "../../../action/core/policy/writers.ts";
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

const approves = (login: string, permission: Vote["permission"] = "write"): Vote => ({
  login,
  permission,
  says: "approved",
});
const objects = (login: string, permission: Vote["permission"] = "write"): Vote => ({
  ...approves(login, permission),
  says: "changes-requested",
});
const by = (...logins: readonly string[]): Writers => ({ logins, unknown: undefined });
const fred = by("fred");

describe("approved", () => {
  test.each<[string, Needs, readonly Vote[], readonly string[]]>([
    ["by one of the owners", owned, [approves("ben")], ["ben"]],
    ["with a login in other letters", owned, [approves("ADA")], ["ADA"]],
    ["by anybody who may write, where nobody owns it", free, [approves("zoe", "admin")], ["zoe"]],
    [
      "by an owner and two of the policy's",
      costly,
      [approves("ada"), approves("cleo"), approves("eve"), approves("zoe")],
      ["ada", "cleo", "eve"],
    ],
    ["although a stranger requests changes", owned, [approves("ada"), objects("mallory", "read")], ["ada"]],
    ["although somebody else requests changes", owned, [approves("ada"), objects("zoe")], ["ada"]],
  ])("A version of a production is approved %s", (_, needs, votes, approvers) => {
    expect(checkApproval(needs, votes, fred)).toEqual({ kind: "approved", by: approvers });
  });
});

describe("lacking", () => {
  test.each<[string, Needs, readonly Vote[], Writers, readonly string[], string, string]>([
    [
      "when nobody spoke",
      owned,
      [],
      fred,
      ["ada", "ben"],
      "its final commit lacks the approval of @ada or @ben (owners of productions/x)",
      "@ada or @ben may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ],
    [
      "when somebody else approved",
      owned,
      [approves("zoe", "admin")],
      fred,
      ["ada", "ben"],
      "its final commit lacks the approval of @ada or @ben (owners of productions/x)",
      "@ada or @ben may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ],
    [
      "when an owner wrote it",
      owned,
      [approves("ada")],
      by("Ada"),
      ["ben"],
      "its final commit lacks the approval of @ada or @ben (owners of productions/x); @ada wrote a part of it and cannot approve it",
      "@ben may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ],
    [
      "when an owner may not write any more",
      owned,
      [approves("ada", "read")],
      fred,
      ["ada", "ben"],
      "its final commit lacks the approval of @ada or @ben (owners of productions/x)",
      "@ada or @ben may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ],
    [
      "when the same person approved twice",
      costly,
      [approves("ada"), approves("cleo"), approves("CLEO")],
      fred,
      ["dan", "eve"],
      "its final commit lacks the approval of 2 of @Cleo, @dan or @eve (over 50 core-hours: productions/x); only @CLEO gave one",
      "2 of @Cleo, @dan or @eve may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ],
    [
      "when all owners wrote it",
      owned,
      [],
      by("ada", "ben"),
      [],
      "its final commit lacks the approval of @ada or @ben (owners of productions/x)",
      "those who may approve it are among its authors: name somebody else in CODEOWNERS or in the policy, in a pull request of its own",
    ],
    [
      "when an owner requests changes, whoever approved",
      owned,
      [approves("ada"), objects("ben")],
      fred,
      ["ben"],
      "@ben requests changes",
      "@ben may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ],
    [
      "when anybody with write requests changes, where nobody owns it",
      free,
      [approves("ada"), objects("zoe")],
      fred,
      ["zoe"],
      "@zoe requests changes",
      "@zoe may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ],
    [
      "when nobody owns it and nobody approved",
      free,
      [approves("mallory", "read"), approves("fred")],
      fred,
      [],
      "its final commit lacks the approval of someone with write access who authored none of it; @fred wrote a part of it and cannot approve it",
      "someone with write access who authored none of it may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ],
    [
      "when nobody knows who wrote it",
      owned,
      [approves("ada")],
      { logins: ["fred"], unknown: "the commit 0123456789ab names no login" },
      [],
      "not all of its authors are known: the commit 0123456789ab names no login",
      "raise the version in a pull request of fewer than 250 commits, which people opened, wrote and pushed under their GitHub accounts, from a branch that exists until it is submitted",
    ],
  ])("A version of a production lacks an approval %s", (_, needs, votes, writers, whose, why, wayOut) => {
    expect(checkApproval(needs, votes, writers)).toEqual({ kind: "lacking", whose, why, wayOut });
  });

  test("A version lacks its approval until an owner who asked for changes approves", () => {
    expect(checkApproval(owned, [objects("ben"), approves("ben")], fred)).toEqual({ kind: "approved", by: ["ben"] });
    expect(checkApproval(owned, [approves("ben"), objects("ben")], fred)).toMatchObject({ kind: "lacking" });
  });

  test("A version whose owners cannot be found out lacks its approval, whoever approved", () => {
    const teams = needsOf(rulesOf({ CODEOWNERS: "* @org/physics" }), asked());

    expect(checkApproval(teams, [approves("ada")], fred)).toMatchObject({
      kind: "lacking",
      whose: [],
      wayOut: "name logins beside them in CODEOWNERS, in a pull request of its own",
    });
  });
});

describe("valid reviews", () => {
  const content = { head: "h2", contentDigest: "d2" };
  const at = (second: number): string => `2026-03-01T10:00:0${second}Z`;

  test("An approval counts only for the head that was merged, and a request for changes on any commit", () => {
    const reviews = [
      { login: "ada", commit: "h1", says: "approved", at: at(1) },
      { login: "ben", commit: "h2", says: "approved", at: at(2) },
      { login: "zoe", commit: "h1", says: "changes-requested", at: at(3) },
    ] as const;

    expect(spokenOf({ reviews, submits: [] }, content)).toEqual([
      { login: "ben", says: "approved" },
      { login: "zoe", says: "changes-requested" },
    ]);
  });

  test.each([
    ["`/shrek submit` takes back an earlier request for changes of the same person", at(1), at(2), "approved"],
    ["a request for changes takes back an earlier `/shrek submit`", at(3), at(2), "lacking"],
    ["in the same second the request for changes counts", at(2), at(2).replace("Z", ".900Z"), "lacking"],
  ])("Of several reviews and words to submit of one person the last counts: %s", (_, reviewed, submitted, kind) => {
    const spoken = spokenOf(
      {
        reviews: [{ login: "ada", commit: "h2", says: "changes-requested", at: reviewed }],
        submits: [{ login: "Ada", contentDigest: "d2", at: submitted }],
      },
      content,
    );

    const votes = spoken.map((one) => ({ ...one, permission: "write" as const }));
    expect(checkApproval(owned, votes, fred).kind).toBe(kind);
  });

  test("`/shrek submit` for exactly the same content counts as an approval", () => {
    const submits = [
      { login: "ada", contentDigest: "d1", at: at(1) },
      { login: "ben", contentDigest: "d2", at: at(1) },
    ];

    const spoken = spokenOf({ reviews: [], submits }, content);

    const votes = spoken.map((one) => ({ ...one, permission: "write" as const }));
    expect(checkApproval(owned, votes, fred)).toEqual({ kind: "approved", by: ["ben"] });
    expect(checkApproval(owned, votes, by("ben"))).toMatchObject({ kind: "lacking" });
    expect(votes.map(({ login }) => login)).toEqual(["ben"]);
  });
});

describe("messages about missing approvals", () => {
  const said = (needs: Needs, votes: readonly Vote[], writers: Writers) => {
    const judged = checkApproval(needs, votes, writers);
    return judged.kind === "approved" ? [] : [judged.why, judged.wayOut];
  };

  test("A request for changes by any needed person counts, and several are named together", () => {
    expect(said(costly, [objects("cleo")], fred)[0]).toBe("@cleo requests changes");
    expect(said(owned, [objects("ada"), objects("ben")], fred)).toEqual([
      "@ada and @ben request changes",
      "@ada and @ben may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ]);
    const unknown: Needs = { kind: "unknown", why: "", wayOut: "" };
    expect(objectorsOf(unknown, [objects("ada")])).toEqual([]);
  });

  test("Authors who approved their own pull request learn that their approval does not count, and objectors are named", () => {
    expect(said(owned, [approves("ada"), approves("ben")], by("ada", "ben"))[0]).toContain(
      "; @ada and @ben wrote a part of it and cannot approve it",
    );
    expect(said(owned, [objects("fred")], fred)[0]).not.toContain("wrote a part");
  });

  test("Each missing approval is named with the persons who may give it, and with given approvals", () => {
    const three = needsOf(
      rulesOf({
        CODEOWNERS: "* @ada",
        "productions/conventions.yaml": withPolicy('{ approvals: [{ by: ["@cleo", "@dan", "@eve"], count: 3 }] }'),
      }),
      asked(),
    );

    expect(said(three, [approves("cleo"), approves("dan")], fred)).toEqual([
      "its final commit lacks the approval of @ada (owners of productions/x); its final commit lacks the approval of @cleo, @dan and @eve (the policy of productions/conventions.yaml: productions/x); only @cleo and @dan gave one",
      "@ada and @cleo, @dan and @eve may approve exactly this with `/shrek submit`, or a new version before it is merged",
    ]);
  });
});
