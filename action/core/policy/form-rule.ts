import { isOfStrangers } from "../command/form-names.ts";
import type { Conventions } from "../conventions/conventions.ts";
import { type GithubAccount, isAmong } from "./login.ts";
import { mayWrite, type OpenPull, type Permission, type Review } from "./pull-request.ts";
import { type Rules, topConventions } from "./rules.ts";

export type FormRule = NonNullable<NonNullable<Conventions["policy"]>["form"]>;

/**
 * Whether nobody with write permission has looked at a commit of a branch that a program makes of what strangers wrote:
 * it is tried as little as a fork's. `votes`: approvals with the permission of today.
 */
export const isUnlooked = (
  { branch }: Pick<OpenPull, "branch">,
  commit: string,
  votes: readonly (Pick<Review, "says" | "commit"> & { readonly permission: Permission })[],
): boolean =>
  branch !== undefined &&
  isOfStrangers(branch) &&
  !votes.some((vote) => vote.says === "approved" && vote.commit === commit && mayWrite(vote.permission));

export const unlookedText =
  "a program made it of what others wrote, and nobody with write permission has approved this commit yet";

/** The rule of the conventions furthest up. */
export const formRuleOf = (rules: Rules): FormRule | undefined => topConventions(rules)?.policy?.form;

export type MayUse =
  | { readonly kind: "may" }
  | { readonly kind: "so-many"; readonly aDay: number }
  | { readonly kind: "may-not"; readonly why: string };

/** Whether the form makes a pull request of this person's issue. `so-many`: as long as no more were made that day. */
export const mayUseForm = (
  rule: FormRule | undefined,
  author: GithubAccount | undefined,
  permission: Permission,
): MayUse => {
  if (rule === undefined)
    return {
      kind: "may-not",
      why: "Nothing is made of this issue: `policy` in productions/conventions.yaml on main has no `form`, which says who may use it.",
    };
  if (author === undefined || !author.isPerson)
    return { kind: "may-not", why: "Nothing is made of this issue: its author is not the account of a person." };
  if (mayWrite(permission) || isAmong(author.login, rule.by ?? [])) return { kind: "may" };
  return rule.strangersPerDay === undefined
    ? {
        kind: "may-not",
        why: "Nothing is made of this issue: the form is for people with write permission, and those whom `policy: form` in productions/conventions.yaml names. One of them can request the production for you.",
      }
    : { kind: "so-many", aDay: rule.strangersPerDay };
};
