import { parseCommand } from "../../../action/core/command/parse-command.ts";
import type { LiarWorld } from "./liar-world.ts";

/** An order that stands on GitHub: unedited, by somebody who may write, and confirmed where work is lost. */
export type StandingOrder = {
  /** As the ledger names it. */
  readonly id: string;
  readonly by: string;
  readonly verb: string;
  readonly at: string;
  /** Of a word on data. */
  readonly quality?: string | undefined;
  /** Of the submissions of a version, which came by this pull request. */
  readonly isOf: (version: string, pullRequest: number | undefined) => boolean;
};

export const mayWrite = ({ people }: LiarWorld, login: string): boolean => people.permissions.get(login) === "write";

/** All orders that people give as GitHub stands now; of SHREK's code it knows the grammar alone. */
export const allSaid = (liar: LiarWorld): readonly StandingOrder[] => [...inComments(liar), ...inForms(liar)];

/** A withdrawal of what main has dropped does not: people were asked already. */
export const losesWork = (verb: string): boolean => verb === "kill" || verb === "trial" || verb === "withdraw";

const inComments = (liar: LiarWorld): readonly StandingOrder[] => {
  const written = [...liar.people.comments].flatMap(([id, one]) => {
    const asked = parseCommand(one.body);
    return one.editor === undefined && asked.kind === "command" ? [{ ...one, id, asked }] : [];
  });
  return written.flatMap(({ id, login, pullRequest, at = "", asked }) => {
    const first = written.find((one) => one.id === liar.offers.get(asked.confirms ?? ""));
    const meant = asked.verb === "yes" ? (first?.pullRequest === pullRequest ? first.asked : undefined) : asked;
    if (meant === undefined || !mayWrite(liar, login)) return [];
    const isFounded = (version: string): boolean =>
      asked.verb === "yes" || !losesWork(meant.verb) || (meant.verb === "withdraw" && hasDropped(liar, version));
    const isOf = (version: string, number: number | undefined): boolean => number === pullRequest && isFounded(version);
    const { verb, quality, target } = meant;
    const isNamed = (version: string): boolean => version === target.version;
    return [{ id: `${id}`, by: login, verb, at, quality, isOf: verb === "declare" ? isNamed : isOf }];
  });
};

/** A trial is of no version of main. */
const hasDropped = ({ standing, numbers }: LiarWorld, version: string): boolean =>
  numbers.get(version) !== 7 && (standing.version < version || (standing.version === version && !standing.isMerged));

const inForms = (liar: LiarWorld): readonly StandingOrder[] =>
  [...liar.forms].flatMap(([run, { by, verb, words, tags, confirm, at }]) => {
    if (!mayWrite(liar, by) || (losesWork(verb) && !confirm)) return [];
    const [, named] = /@(\S+)/.exec(words) ?? [];
    const isOf = (version: string): boolean => (named === undefined ? tags !== "" : named === version);
    return [{ id: `run-${run}`, by, verb, at, isOf }];
  });
