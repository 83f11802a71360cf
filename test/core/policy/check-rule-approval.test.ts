import { expect, test } from "vitest";
import { checkRuleApproval } from "../../../action/core/policy/check-approval.ts";
import type { Needs } from "../../../action/core/policy/needs.ts";
import type { Vote } from "../../../action/core/policy/pull-request.ts";

const owned: Needs = { kind: "known", needs: [{ who: ["ada"], count: 1, because: [{ why: "owners of", of: ["x"] }] }] };
const team: Needs = { kind: "unknown", why: "CODEOWNERS gives x to @org/team alone", wayOut: "name logins" };
const written = { logins: ["fred"], unknown: undefined };
const said = (login: string, permission: Vote["permission"], says: Vote["says"] = "approved"): Vote => ({
  login,
  permission,
  says,
});

test("An owner may approve a change of rules, and an administrator who did not write the change may too", () => {
  expect(checkRuleApproval(owned, [said("ada", "write")], written).kind).toBe("approved");
  expect(checkRuleApproval(owned, [said("root", "admin")], written).kind).toBe("approved");
  expect(checkRuleApproval(owned, [said("ben", "write")], written).kind).toBe("lacking");
  expect(checkRuleApproval(owned, [said("fred", "admin")], written).kind).toBe("lacking");
});

test("A change of rules whose owners cannot be found out may be approved by an administrator", () => {
  expect(checkRuleApproval(team, [said("root", "admin")], written).kind).toBe("approved");
  expect(checkRuleApproval(team, [said("ben", "write")], written)).toMatchObject({ kind: "lacking", why: team.why });
  expect(checkRuleApproval(team, [said("fred", "admin")], written)).toMatchObject({ kind: "lacking", why: team.why });
});

test("A request for changes by an owner or administrator holds back a change of rules", () => {
  const against = said("ada", "write", "changes-requested");

  expect(checkRuleApproval(owned, [against, said("root", "admin")], written)).toMatchObject({
    kind: "lacking",
    why: "@ada requests changes",
  });
});

test("An administrator cannot approve a change of rules whose authors are unknown", () => {
  const unknown = { logins: ["fred"], unknown: "it has 250 commits or more" };

  expect(checkRuleApproval(owned, [said("root", "admin")], unknown).kind).toBe("lacking");
});

test("Rules without owners may be approved by any person with write permission, and an administrator who is an owner is named once", () => {
  const free: Needs = { kind: "known", needs: [{ who: "anybody", count: 1, because: [] }] };
  expect(checkRuleApproval(free, [said("zoe", "write")], written)).toEqual({ kind: "approved", by: ["zoe"] });

  const root = said("Ada", "admin");
  const checked = checkRuleApproval(owned, [root], { logins: ["ada"], unknown: undefined });
  expect(checked).toMatchObject({ why: expect.stringContaining("the approval of @ada (owners of x)") as string });
});

test("A change of rules without known owners and without an administrator's review names the way out for owners", () => {
  expect(checkRuleApproval(team, [said("ben", "write")], written)).toEqual({
    kind: "lacking",
    whose: [],
    why: team.why,
    wayOut: "name logins",
  });
  expect(checkRuleApproval(team, [said("root", "admin")], written)).toEqual({ kind: "approved", by: ["root"] });
});
