import type { LiarWorld, Merged, RulesBrought } from "./liar-world.ts";
import { allSaid, mayWrite, type StandingOrder } from "./said.ts";
import type { Heard } from "./speak.ts";

export const liarRules = [
  "submitted without approval",
  "submitted twice",
  "order that nobody gave",
  "order given twice",
  "submitted what reads bad data",
] as const;
export type LiarRule = (typeof liarRules)[number];
export type Found = { readonly rule: LiarRule; readonly what: string };

/**
 * Hears each call at PanDA and asks GitHub, as it stands then, whether a person stands behind it; knows no rule of
 * SHREK's code. The ledger is believed about orders and words on data: only where nobody lied there, each order was heard by
 * the first run of its comment or form, and none has more effects than it was given.
 */
export const listen = (liar: LiarWorld, heard: Heard, isHonest: boolean): readonly Found[] => {
  const found: Found[] = [];
  const sent = new Set<string>();
  const told = new Map<string, number>();
  const { panda } = liar;
  const { onSubmit, onOrder } = panda;
  panda.onSubmit = async (submissionRequest) => {
    const version = versionIn(submissionRequest.outDS);
    const isTrial = version.includes("-test.");
    if (isTrial ? !isOrdered(liar) : !isApproved(liar, version))
      found.push({ rule: "submitted without approval", what: submissionRequest.outDS });
    if (isHonest && reads(liar, version) && (await isBad(liar, heard)))
      found.push({ rule: "submitted what reads bad data", what: submissionRequest.outDS });
    // One order was confirmed, for one commit: each trial of a version is the same one.
    const name = releaseOf(version);
    const once = isTrial ? `trial of ${name}` : name;
    if (sent.has(once)) found.push({ rule: "submitted twice", what: submissionRequest.outDS });
    sent.add(once);
    return onSubmit(submissionRequest);
  };
  panda.onOrder = async (id, order) => {
    if (!isHonest) return onOrder(id, order);
    const version = releaseOf(versionIn(panda.tasks.find((task) => task.id === id)?.name ?? ""));
    const isMeant = ({ verb, isOf }: StandingOrder): boolean =>
      isOf(version, liar.numbers.get(version)) &&
      (verb === order.kind || (verb === "withdraw" && order.kind === "kill"));
    const what = `${order.kind} to task ${id} of ${version}`;
    const given = [...heard.values()].filter(isMeant).length;
    const times = (told.get(what) ?? 0) + 1;
    told.set(what, times);
    if (given === 0) found.push({ rule: "order that nobody gave", what });
    else if (times > given) found.push({ rule: "order given twice", what });
    return onOrder(id, order);
  };
  return found;
};

const reads = ({ readers }: LiarWorld, version: string): boolean => readers.has(version);

/** The newest word on 1.0.0 that was heard is a bad one, and the ledger has it. */
const isBad = async (liar: LiarWorld, heard: Heard): Promise<boolean> => {
  const newest = [...heard.values()].filter(({ verb, isOf }) => verb === "declare" && isOf("1.0.0", undefined)).at(-1);
  if (newest?.quality !== "bad") return false;
  const state = await liar.state();
  return "past" in state && state.past.declared.some(({ id }) => id === newest.id);
};

const versionIn = (name: string): string => /\.v(\d+\.\d+\.\d+(?:-test\.\d+)?)/.exec(name)?.[1] ?? "";
const releaseOf = (version: string): string => version.replace(/-test.*/, "");

/** The yes of a person to a command of a trial that still stands, both in an open pull request. */
const isOrdered = (liar: LiarWorld): boolean =>
  liar.people.open.has(7) && allSaid(liar).some(({ verb, isOf }) => verb === "trial" && isOf("1.1.0", 7));

/** As many as the rules before its merge ask for, who are not its author, and none of them against it. */
const isApproved = (liar: LiarWorld, version: string): boolean => {
  const merged = liar.merges.get(version);
  const newest = liar.rules.at(-1);
  if (merged === undefined || newest === undefined || !isAccepted(liar, newest)) return false;
  const before = liar.rules.slice(0, merged.rulesBefore).findLast((one) => isAccepted(liar, one));
  const submits = allSaid(liar).flatMap(({ verb, by, at, isOf }) =>
    verb === "submit" && at >= merged.at && isOf(version, merged.number) ? [{ by, at, isFor: true }] : [],
  );
  return approvalsOf(liar, merged, submits) >= (before?.approvals ?? Number.POSITIVE_INFINITY);
};

const isAccepted = (liar: LiarWorld, { by }: RulesBrought): boolean =>
  by === "beginning" || (by !== "push" && approvalsOf(liar, by, []) > 0);

type Word = { readonly by: string; readonly at: string; readonly isFor: boolean };

/** 0 where somebody asks for changes. */
const approvalsOf = (liar: LiarWorld, { number, head }: Merged, submits: readonly Word[]): number => {
  const last = new Map<string, ReturnType<typeof reviewsOf>[number]>();
  for (const one of reviewsOf(liar, number)) last.set(one.by, one);
  const words = [...last.values()].flatMap(({ by, at, state, commit }): readonly Word[] => {
    if (state === "CHANGES_REQUESTED") return [{ by, at, isFor: false }];
    return state === "APPROVED" && commit === head ? [{ by, at, isFor: true }] : [];
  });
  const latest = new Map<string, boolean>();
  for (const { by, isFor } of [...words, ...submits].toSorted((a, b) => (a.at < b.at ? -1 : 1)))
    if (mayWrite(liar, by)) latest.set(by, isFor);
  if ([...latest.values()].includes(false)) return 0;
  return [...latest.keys()].filter((login) => login !== "ada").length;
};

const reviewsOf = ({ reviews }: LiarWorld, number: number) =>
  (reviews.get(number) ?? []).flatMap(({ user, state, commit_id: commit, submitted_at: at = "" }) =>
    user?.type === "User" && state !== "COMMENTED" ? [{ by: user.login ?? "", state, commit, at }] : [],
  );
