import type { Problem } from "../problems/problem.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import type { Conventions } from "./conventions.ts";

export type Policy = NonNullable<Conventions["policy"]>;
export type ApprovalRule = NonNullable<Policy["approvals"]>[number];

/** Rejects rules that ask for nothing, that nobody can meet, or that never hold. */
export const validatePolicy = (where: Located, conventions: Conventions): readonly Problem[] => {
  const { approvals = [], commands = {}, form } = conventions.policy ?? {};
  return [
    ...(["runs", "form", "upkeep"] as const).flatMap((rule) =>
      conventions.policy?.[rule]?.app === anyonesProgram ? [anyonesApp(where, rule)] : [],
    ),
    ...checkLogins(where, ["policy", "form", "by"], form?.by ?? []),
    ...approvals.flatMap((rule, index) => checkApprovalRule(where, ["policy", "approvals", index], rule, conventions)),
    ...checkCommanders(where, conventions, conventions),
    ...Object.entries(commands).flatMap(([verb, logins]) => checkLogins(where, ["policy", "commands", verb], logins)),
  ];
};

/** Names of people who may command hold nobody back where everybody writes the ledger, which `top` may say. */
export const checkCommanders = (
  where: Located,
  { policy }: Conventions,
  { ledger }: Conventions,
): readonly Problem[] =>
  ledger === undefined || policy?.commands === undefined
    ? []
    : [
        problemAt(where, ["policy", "commands"], "commands-without-app", {
          message: "Every collaborator may write the ledger, and so give each command: this policy holds nobody back.",
          key: true,
        }),
      ];

const checkApprovalRule = (
  where: Located,
  path: Path,
  { by, count, build, scope }: ApprovalRule,
  { releases }: Conventions,
): readonly Problem[] => {
  const bad = (key: string | undefined, message: string, hint?: string): Problem =>
    problemAt(where, key === undefined ? path : [...path, key], "bad-conventions", { message, hint });
  return [
    ...(by === undefined && count === undefined
      ? [bad(undefined, "This rule asks for no approval.", "say who approves with `by`, or how many with `count`")]
      : []),
    ...(by !== undefined && count !== undefined && count > by.length
      ? [bad("count", `${by.length === 1 ? "One person" : `${by.length} people`} cannot give ${count} approvals.`)]
      : []),
    ...(build === undefined
      ? []
      : scope === "release"
        ? [bad("build", "This rule never holds: no release may have a build that moves.")]
        : releases?.build === undefined
          ? [bad("build", "Nothing says which builds move: `releases.build` is missing.")]
          : []),
    ...checkLogins(where, [...path, "by"], by ?? []),
  ];
};

/** GitHub does not distinguish capital letters from small ones in logins. */
const checkLogins = (where: Located, path: Path, logins: readonly string[]): readonly Problem[] => {
  const seen = new Set<string>();
  return logins.flatMap((login, index) => {
    const twice = seen.has(login.toLowerCase());
    seen.add(login.toLowerCase());
    return twice
      ? problemAt(where, [...path, index], "bad-conventions", {
          message: `${login} stands here twice: capital letters do not count.`,
        })
      : [];
  });
};

/** Whoever may push can start a workflow that acts as this one. */
const anyonesProgram = "github-actions";
const anyonesApp = (where: Located, rule: "runs" | "form" | "upkeep"): Problem =>
  problemAt(where, ["policy", rule, "app"], "bad-conventions", {
    message: `Everybody who may push can act as ${anyonesProgram}: a workflow of a branch does.`,
    hint: "name a GitHub App whose key is in an environment that only main may use",
  });
