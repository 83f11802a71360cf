import { parseCommand } from "../../../action/core/command/parse-command.ts";
import type { LiarWorld } from "./liar-world.ts";

export const liarRules = ["submitted without approval", "submitted twice", "order that nobody gave"] as const;
export type LiarRule = (typeof liarRules)[number];
export type Found = { readonly rule: LiarRule; readonly what: string };

/** Hears each call at PanDA and asks GitHub, as it stands then, whether a person stands behind it; knows no rule of SHREK's code. */
export const listen = ({ world, people, merges, rules }: LiarWorld): readonly Found[] => {
  const found: Found[] = [];
  const sent = new Set<string>();
  const mayWrite = (login: string): boolean => people.permissions.get(login) === "write";
  /** Comments of people who may write, as they were written. */
  const unedited = () =>
    [...people.comments].flatMap(([id, one]) =>
      one.editor === undefined && mayWrite(one.login) ? [{ ...one, id, asked: parseCommand(one.body) }] : [],
    );
  const says = (verb: string, by: (login: string) => boolean, pullRequest: number): boolean =>
    unedited().some(
      ({ asked, login, pullRequest: of }) =>
        asked.kind === "command" && asked.verb === verb && by(login) && of === pullRequest,
    );
  const isApproved = (version: string): boolean => {
    const merged = merges.get(version);
    if (merged === undefined || rules.unapproved) return false;
    const isOther = (login: string): boolean => login !== "ada" && mayWrite(login);
    return (
      people.approved.some(({ login, commit }) => isOther(login) && commit === merged.head) ||
      says("submit", isOther, merged.number)
    );
  };
  /** The yes of a person to a command of a trial that still stands, both in an open pull request. */
  const isOrdered = (): boolean =>
    people.open.has(7) &&
    unedited().some(({ asked, pullRequest }) => {
      if (asked.kind !== "command" || asked.verb !== "yes" || pullRequest !== 7) return false;
      const first = unedited().find(({ id }) => asked.confirms?.startsWith(`${id}-`));
      return first?.asked.kind === "command" && first.asked.verb === "trial" && first.pullRequest === 7;
    });
  const { onSubmit, onOrder } = world.panda;
  world.panda.onSubmit = async (submissionRequest) => {
    const [, version = ""] = /\.v(\d+\.\d+\.\d+(?:-test\.\d+)?)/.exec(submissionRequest.outDS) ?? [];
    const isTrial = version.includes("-test.");
    if (isTrial ? !isOrdered() : !isApproved(version))
      found.push({ rule: "submitted without approval", what: submissionRequest.outDS });
    // One order was confirmed, for one commit: each trial of a version is the same one.
    const name = isTrial ? version.replace(/-test.*/, "-test") : version;
    if (sent.has(name)) found.push({ rule: "submitted twice", what: submissionRequest.outDS });
    sent.add(name);
    return onSubmit(submissionRequest);
  };
  world.panda.onOrder = async (task, order) => {
    const stands = [...merges.values(), { number: 7 }].some(({ number }) => says(order.kind, () => true, number));
    if (!stands) found.push({ rule: "order that nobody gave", what: `${order.kind} to task ${task}` });
    return onOrder(task, order);
  };
  return found;
};
