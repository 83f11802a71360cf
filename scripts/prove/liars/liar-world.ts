import { parseCommand } from "../../../action/core/command/parse-command.ts";
import { handleCommand } from "../../../action/flows/commands/handle-command.ts";
import { aMergedPull } from "../../../test/fakes/fake-people.ts";
import { aTrial } from "../../../test/flows/reconcile/a-trial.ts";
import { file, written } from "../../../test/flows/reconcile/a-world.ts";

type Comment = { readonly body: string; readonly login: string; readonly pullRequest: number };
type Merged = { readonly number: number; readonly head: string };

/**
 * What people did on GitHub, beside a ledger that anybody may have written. Pull request 7 is open and may be tried; 5
 * and 6 bring versions of a production to main. Main's policy lets trials be ordered by those who may write.
 */
export const liarWorld = async () => {
  const world = await aTrial();
  const { main, people, branch } = world;
  const merges = new Map<string, Merged>();
  const rules = { unapproved: false };
  /** Merged by a pull request of ada's, or pushed to main where there is none. */
  const merge = (version: string, number: number | undefined): void => {
    const oid = main.commit({ [file]: written({ version }) });
    if (number === undefined) return;
    const head = main.branch(oid);
    people.pulls.set(oid, aMergedPull(oid, head, { number }));
    merges.set(version, { number, head });
  };
  const say = (id: number, comment: Comment): void => void people.comments.set(id, comment);
  /** The job of a comment runs, for the first time or again, with what the comment said when it was written. */
  const deliver = async (id: number, { body, login, pullRequest }: Comment): Promise<void> => {
    const command = parseCommand(body);
    await handleCommand(world.steerPorts, { id: `${id}`, by: login, command, pullRequest, confirmed: false });
  };
  return { world, main, people, branch, merges, rules, merge, say, deliver };
};
export type LiarWorld = Awaited<ReturnType<typeof liarWorld>>;
export type { Comment };
