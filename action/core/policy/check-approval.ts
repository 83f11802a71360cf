import { isAmong, loginNames, plainLogin } from "./login.ts";
import { approvalNeedText, peopleOf } from "./need-text.ts";
import type { Need, Needs } from "./needs.ts";
import { mayWrite, type Vote } from "./pull-request.ts";
import type { Writers } from "./writers.ts";

export type ApprovalCheck =
  | { readonly kind: "approved"; readonly by: readonly string[] }
  /** `whose`: whose approval is missing; empty where nobody can be named. */
  | { readonly kind: "lacking"; readonly whose: readonly string[]; readonly why: string; readonly wayOut: string };

/** Whether everybody whose approval is needed gave it, and none of them asks for changes. */
export const checkApproval = (needs: Needs, votes: readonly Vote[], writers: Writers): ApprovalCheck => {
  if (needs.kind === "unknown") return { kind: "lacking", whose: [], why: needs.why, wayOut: needs.wayOut };
  if (writers.unknown !== undefined)
    return {
      kind: "lacking",
      whose: [],
      why: `not all of its authors are known: ${writers.unknown}`,
      wayOut:
        "raise the version in a pull request of fewer than 250 commits, which people opened, wrote and pushed under their GitHub accounts, from a branch that exists until it is submitted",
    };
  const entitled = entitledOf(votes);
  const against = objectorsOf(needs, votes);
  if (against.length > 0) return objection(against);
  const approving = entitled.filter(({ says }) => says === "approved").map(({ login }) => login);
  const approvers = approving.filter((login) => !isAmong(login, writers.logins));
  const own = approving.filter((login) => isAmong(login, writers.logins));
  const unmet = needs.needs.filter((need) => approversOf(need, approvers).length < need.count);
  return unmet.length === 0
    ? { kind: "approved", by: approvers.filter((login) => needs.needs.some((need) => counts(need, login))) }
    : missing(unmet, approvers, writers, own);
};

const entitledOf = (votes: readonly Vote[]): readonly Vote[] =>
  lastWords(votes).filter(({ permission }) => mayWrite(permission));

/** The people who ask for changes, of those whose approval would count. */
export const objectorsOf = (needs: Needs, votes: readonly Vote[]): readonly string[] =>
  needs.kind === "unknown"
    ? []
    : entitledOf(votes).flatMap(({ login, says }) =>
        says === "changes-requested" && needs.needs.some((need) => counts(need, login)) ? [login] : [],
      );

const counts = ({ who }: Need, login: string): boolean => who === "anybody" || isAmong(login, who);
const approversOf = (need: Need, approvers: readonly string[]): readonly string[] =>
  approvers.filter((login) => counts(need, login));

const lastWords = (votes: readonly Vote[]): readonly Vote[] => [
  ...new Map(votes.map((vote) => [plainLogin(vote.login), vote])).values(),
];

const objection = (whose: readonly string[]): ApprovalCheck => ({
  kind: "lacking",
  whose,
  why: `${loginNames(whose, "and")} ${whose.length === 1 ? "requests" : "request"} changes`,
  wayOut: orAnew(loginNames(whose, "and")),
});

/** Both count: a later word for this content, and an approval of another one. */
const orAnew = (people: string): string =>
  `${people} may approve exactly this with \`/shrek submit\`, or a new version before it is merged`;

const candidates = ({ who }: Need, approvers: readonly string[], { logins }: Writers): readonly string[] =>
  who === "anybody" ? [] : who.filter((login) => !isAmong(login, logins) && !isAmong(login, approvers));

/** `own`: authors who approved their own work. */
const missing = (
  unmet: readonly Need[],
  approvers: readonly string[],
  writers: Writers,
  own: readonly string[],
): ApprovalCheck => {
  const whose = [...new Set(unmet.flatMap((need) => candidates(need, approvers, writers)))];
  const shut = unmet.find(
    (need) =>
      need.who !== "anybody" &&
      candidates(need, approvers, writers).length + approversOf(need, approvers).length < need.count,
  );
  return {
    kind: "lacking",
    whose,
    why: [
      ...unmet.map((need) => whyMissing(need, approversOf(need, approvers))),
      ...(own.length === 0 ? [] : [`${loginNames(own, "and")} wrote a part of it and cannot approve it`]),
    ].join("; "),
    wayOut:
      shut === undefined
        ? askAll(unmet, writers)
        : "those who may approve it are among its authors: name somebody else in CODEOWNERS or in the policy, in a pull request of its own",
  };
};

const whyMissing = (need: Need, given: readonly string[]): string =>
  `its final commit lacks the approval of ${approvalNeedText(need)}${given.length === 0 ? "" : `; only ${loginNames(given, "and")} gave one`}`;

const askAll = (needs: readonly Need[], { logins }: Writers): string => {
  const people = needs.map(({ who, count }) =>
    peopleOf({ who: who === "anybody" ? who : who.filter((login) => !isAmong(login, logins)), count }),
  );
  return orAnew([...new Set(people)].join(" and "));
};

/** As of productions, and an administrator may approve too: else a CODEOWNERS of people who left stays. */
export const checkRuleApproval = (needs: Needs, votes: readonly Vote[], writers: Writers): ApprovalCheck => {
  const admins = votes.filter(({ permission }) => permission === "admin").map(({ login }) => login);
  const checked = checkApproval(withAdmins(needs, admins), votes, writers);
  if (checked.kind === "approved" || needs.kind === "known") return checked;
  return { ...checked, why: needs.why };
};

const withAdmins = (needs: Needs, admins: readonly string[]): Needs => {
  if (needs.kind === "known") return { ...needs, needs: needs.needs.map((need) => orAdmins(need, admins)) };
  return admins.length === 0 ? needs : { kind: "known", needs: [{ who: admins, count: 1, because: [] }] };
};

const orAdmins = (need: Need, admins: readonly string[]): Need => {
  const { who } = need;
  return who === "anybody" ? need : { ...need, who: [...who, ...admins.filter((login) => !isAmong(login, who))] };
};
