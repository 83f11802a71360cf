import { isAmong, namesOf, plainLogin } from "./login.ts";
import { needWords, peopleOf } from "./need-words.ts";
import type { Need, Needs } from "./needs.ts";
import { mayWrite, type Permission } from "./permission.ts";

/** What somebody said of exactly the content that is judged. */
export type Voice = {
  readonly login: string;
  readonly permission: Permission;
  readonly says: "approved" | "changes-requested";
};

export type Writers = {
  /** Who opened it, and who wrote, committed or is named as having written a part of it. */
  readonly logins: readonly string[];
  /** Why somebody of them may be missing here; `undefined`: all are known. */
  readonly unknown: string | undefined;
};

export type ApprovalJudged =
  | { readonly kind: "approved"; readonly by: readonly string[] }
  /** `whose`: whose word would mend it; empty where nobody can be named. */
  | { readonly kind: "lacking"; readonly whose: readonly string[]; readonly why: string; readonly wayOut: string };

/** Whether everybody whose approval is needed gave it, and nobody of them asks for changes. */
export const judgeApproval = (needs: Needs, voices: readonly Voice[], writers: Writers): ApprovalJudged => {
  if (needs.kind === "unknown") return { kind: "lacking", whose: [], why: needs.why, wayOut: needs.wayOut };
  if (writers.unknown !== undefined)
    return {
      kind: "lacking",
      whose: [],
      why: `nobody can say who wrote it: ${writers.unknown}`,
      wayOut: askAll(needs.needs, writers),
    };
  const entitled = voices.filter(({ permission }) => mayWrite(permission));
  const against = entitled.filter(
    ({ login, says }) => says === "changes-requested" && needs.needs.some((need) => counts(need, login)),
  );
  if (against.length > 0) return objection(namesOnce(against));
  const approvers = namesOnce(
    entitled.filter(({ login, says }) => says === "approved" && !isAmong(login, writers.logins)),
  );
  const unmet = needs.needs.filter((need) => approversOf(need, approvers).length < need.count);
  return unmet.length === 0
    ? { kind: "approved", by: approvers.filter((login) => needs.needs.some((need) => counts(need, login))) }
    : missing(unmet, approvers, writers);
};

const counts = ({ who }: Need, login: string): boolean => who === "anybody" || isAmong(login, who);
const approversOf = (need: Need, approvers: readonly string[]): readonly string[] =>
  approvers.filter((login) => counts(need, login));

const namesOnce = (voices: readonly Voice[]): readonly string[] => [
  ...new Map(voices.map(({ login }) => [plainLogin(login), login])).values(),
];

const objection = (whose: readonly string[]): ApprovalJudged => ({
  kind: "lacking",
  whose,
  why: `${namesOf(whose, "and")} ${whose.length === 1 ? "asks" : "ask"} for changes`,
  wayOut: `raise the version in a pull request that is approved by ${namesOf(whose, "and")} before it is merged`,
});

/** Who could still give what is missing. */
const candidates = ({ who }: Need, approvers: readonly string[], { logins }: Writers): readonly string[] =>
  who === "anybody" ? [] : who.filter((login) => !isAmong(login, logins) && !isAmong(login, approvers));

const missing = (unmet: readonly Need[], approvers: readonly string[], writers: Writers): ApprovalJudged => {
  const whose = [...new Set(unmet.flatMap((need) => candidates(need, approvers, writers)))];
  const shut = unmet.find(
    (need) =>
      need.who !== "anybody" &&
      candidates(need, approvers, writers).length + approversOf(need, approvers).length < need.count,
  );
  return {
    kind: "lacking",
    whose,
    why: unmet.map((need) => whyMissing(need, approversOf(need, approvers))).join("; "),
    wayOut:
      shut === undefined
        ? askAll(unmet, writers)
        : "those who may approve it wrote a part of it: name somebody else in CODEOWNERS or in the policy, in a pull request of its own",
  };
};

const whyMissing = (need: Need, given: readonly string[]): string =>
  `the final commit lacks the approval of ${needWords(need)}${given.length === 0 ? "" : `; only ${namesOf(given, "and")} gave one`}`;

const askAll = (needs: readonly Need[], { logins }: Writers): string => {
  const people = needs.map(({ who, count }) =>
    peopleOf({ who: who === "anybody" ? who : who.filter((login) => !isAmong(login, logins)), count }),
  );
  return `raise the version in a pull request that is approved by ${[...new Set(people)].join(" and by ")} before it is merged`;
};
