import type { CommandAsked } from "../command/parse-command.ts";
import type { TrialCommand } from "../ledger/main-event.ts";
import { canonicalJson, type Json, sha256 } from "../text/canonical-json.ts";
import { stated } from "../text/mapping.ts";

/** The pull request as it was when the trial was shown to a person. */
export type TrialOf = Pick<TrialCommand, "pullRequest" | "head">;

/**
 * Names one trial of exactly this commit of this pull request: a comment that is edited, or a head that moved, has
 * another. Whoever writes it has seen what it names, and no ledger is needed to read it again.
 */
export const trialConfirmation = (comment: string, asked: CommandAsked, { pullRequest, head }: TrialOf): string => {
  const words = { verb: "trial", pullRequest, head, ...wantedOf(asked) };
  return `${comment}-${sha256(canonicalJson(JSON.parse(JSON.stringify(words)) as Json)).slice(0, 16)}`;
};

/** What a command wants to be tried, as an order keeps it. */
export const wantedOf = ({
  target: { production, run, step },
  jobs,
  events,
}: CommandAsked): Omit<TrialCommand, "pullRequest" | "head" | "by" | "id" | "confirms"> => ({
  ...(production === undefined ? {} : { production }),
  ...(typeof run === "number" ? { run } : {}),
  ...stated({ jobs, events, step }),
});
