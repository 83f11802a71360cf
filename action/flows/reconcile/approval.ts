import { judgeMixture } from "../../core/judge/changed-productions.ts";
import { acceptedAs, judgeOne } from "../../core/judge/judge-sources.ts";
import type { Production } from "../../core/production.ts";
import { renderProduction } from "../../core/render/rendering.ts";
import { mayWrite, type People, type PullRequest } from "../../ports/people.ts";
import type { ReconcilePorts } from "./ports.ts";

export type Approval = {
  readonly pullRequest: number | null;
  /** Who approved, for the record. */
  readonly approval: string;
  /** Why it may not be submitted, if so. */
  readonly lacking: string | undefined;
};

const wayOut = "raise the version in a pull request that is approved before it is merged";

/**
 * Reconcile trusts nothing it did not ask itself (SAFETY part 5): the commit came by a pull request merged into main;
 * somebody with write permission, who wrote no part of it, approved exactly the head that was merged; and what main
 * would submit is what that head would, to the last byte of the rendering.
 */
export const approvalOf = async (
  ports: Pick<ReconcilePorts, "main" | "people">,
  commit: string,
  production: Production,
): Promise<Approval> => {
  const { people, main } = ports;
  if (people === undefined)
    return { pullRequest: null, approval: "not asked: a terminal against a loopback address", lacking: undefined };
  const pull = await people.pullRequestOf(commit);
  if (pull === undefined || pull.into !== "main")
    return lacking(null, `the commit ${commit.slice(0, 12)} came to main without a pull request into it`);
  const paths = await main.paths(commit);
  const [mixture] = judgeMixture(paths, [production.folder]);
  if (mixture !== undefined) return lacking(pull.number, mixture.message);
  const entitled = await approvers(people, pull);
  if (entitled.length === 0)
    return lacking(
      pull.number,
      `nobody with write permission who wrote no part of it approved the head that pull request ${pull.number} merged`,
    );
  const difference = await differenceFrom(ports, pull, production);
  if (difference !== undefined)
    return lacking(pull.number, `${difference} of pull request ${pull.number}, which was approved`);
  return { pullRequest: pull.number, approval: entitled.join(", "), lacking: undefined };
};

const lacking = (pullRequest: number | null, reason: string): Approval => ({
  pullRequest,
  approval: "none",
  lacking: `${reason}; ${wayOut}`,
});

const approvers = async (people: People, pull: PullRequest): Promise<readonly string[]> => {
  const [approvals, authors] = await Promise.all([people.approvals(pull.number), people.authors(pull.number)]);
  const entitled: string[] = [];
  for (const { login, commit } of approvals) {
    if (commit !== pull.head || login === pull.author || authors.includes(login)) continue;
    if (mayWrite(await people.permission(login))) entitled.push(login);
  }
  return entitled;
};

/** Main may hold more than the approved head: another merge beside it, or other conventions. Then nobody approved this. */
const differenceFrom = async (
  { main }: Pick<ReconcilePorts, "main">,
  pull: PullRequest,
  production: Production,
): Promise<string | undefined> => {
  if (!(await main.bring(pull.head, pull.number))) return "main cannot be compared with the head";
  const snapshot = main.at(pull.head);
  if (!(await snapshot.productions(production.folder)).includes(production.folder))
    return `${production.folder} is not in the head`;
  const judgements = judgeOne(await snapshot.production(production.folder));
  const approved = acceptedAs(judgements, production.tag)?.production;
  if (approved === undefined)
    return judgements.some(({ accepted }) => accepted !== undefined)
      ? `main has ${production.tag} ${production.version}, which is not that`
      : `${production.folder} is refused in the head`;
  if (approved.version !== production.version)
    return `main has ${production.tag} ${production.version}, which is not that`;
  if (approved.contentDigest !== production.contentDigest) return "main has other content than the head";
  return renderProduction(approved).digest === renderProduction(production).digest
    ? undefined
    : "main would run something else than the head";
};
