import { isDeepStrictEqual } from "node:util";
import { judgeMixture } from "../../core/judge/changed-productions.ts";
import type { Production } from "../../core/judge/production.ts";
import { acceptedAs, judgeOne } from "../../core/neighbours/judge-sources.ts";
import { mayWrite } from "../../core/policy/permission.ts";
import { renderProduction } from "../../core/render/rendering.ts";
import { type ProductionSource, productionsFolder } from "../../core/text/source-file.ts";
import type { People, PullRequest } from "../../ports/people.ts";
import type { Pass } from "./pass.ts";
import { sourcesAt } from "./sources.ts";

export type Clearance = {
  readonly pullRequest: number | null;
  /** Who approved, for the record. */
  readonly approval: string;
  /** Why it may not be submitted, if so. */
  readonly lacking: string | undefined;
};

const wayOut = "raise the version in a pull request that is approved before it is merged";

/**
 * Reconcile trusts nothing it did not ask itself (SAFETY trust): the commit came by a pull request merged into main;
 * somebody with write permission, who wrote no part of it, approved exactly the head that was merged; and what main
 * would submit is what that head would, to the last byte of the rendering.
 */
export const approvals = (
  pass: Pass,
  mainHead: string,
  folders: readonly string[],
): ((commit: string, production: Production) => Promise<Clearance>) => {
  const { people } = pass.ports;
  if (people === undefined)
    return async () => ({
      pullRequest: null,
      approval: "not required: submitted from a terminal to a PanDA on this machine",
      lacking: undefined,
    });
  // A campaign is one merge: its pull request, people and paths are asked for once.
  const merges = new Map<string, Promise<Merge>>();
  const standing = sourcesAt(pass, mainHead, folders);
  return async (commit, production) => {
    const asked = merges.get(commit) ?? mergeOf(pass, people, commit, folders);
    merges.set(commit, asked);
    const { pull, paths, entitled, head } = await asked;
    if (pull === undefined)
      return lacking(null, `the commit ${commit.slice(0, 12)} is on main without a merged pull request`);
    const [mixture] = judgeMixture(paths, [production.folder]);
    if (mixture !== undefined) return lacking(pull.number, mixture.message);
    if (entitled.length === 0)
      return lacking(
        pull.number,
        `pull request #${pull.number} was merged without an independent approval of its final commit`,
      );
    const difference =
      head === undefined
        ? "main cannot be compared with the version approved"
        : await differenceFrom(head, await standing(production.folder), production);
    if (difference !== undefined) return lacking(pull.number, `${difference} in pull request #${pull.number}`);
    return { pullRequest: pull.number, approval: entitled.join(", "), lacking: undefined };
  };
};

type Merge = {
  readonly pull: PullRequest | undefined;
  readonly paths: readonly string[];
  readonly entitled: readonly string[];
  /** `undefined`: it cannot be had, or nobody approved it. */
  readonly head: Head | undefined;
};

const mergeOf = async (pass: Pass, people: People, commit: string, folders: readonly string[]): Promise<Merge> => {
  const { main } = pass.ports;
  const pull = await people.pullRequestOf(commit);
  if (pull === undefined || pull.into !== "main") return { pull: undefined, paths: [], entitled: [], head: undefined };
  const [paths, entitled] = await Promise.all([main.paths(commit), approvers(people, pull)]);
  const comparable = entitled.length > 0 && (await main.bring(pull.head, pull.number));
  return { pull, paths, entitled, head: comparable ? await readHead(pass, pull.head, folders) : undefined };
};

const lacking = (pullRequest: number | null, reason: string): Clearance => ({
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

type Head = { readonly folders: ReadonlySet<string>; source(folder: string): Promise<ProductionSource> };

const readHead = async (pass: Pass, head: string, folders: readonly string[]): Promise<Head> => {
  const there = new Set(await pass.ports.main.at(head).productions(productionsFolder));
  return {
    folders: there,
    source: sourcesAt(
      pass,
      head,
      folders.filter((folder) => there.has(folder)),
    ),
  };
};

/** Main may hold more than the approved head: another merge beside it, or other conventions. Then nobody approved this. */
const differenceFrom = async (
  head: Head,
  standing: ProductionSource,
  production: Production,
): Promise<string | undefined> => {
  if (!head.folders.has(production.folder)) return `${production.folder} is not among the folders approved`;
  const source = await head.source(production.folder);
  // The judge and the renderer are pure: the same files give the same verdict, digests and rendering.
  if (isDeepStrictEqual(source, standing)) return undefined;
  const judgements = judgeOne(source);
  const approved = acceptedAs(judgements, production.tag)?.production;
  if (approved === undefined)
    return judgements.some(({ accepted }) => accepted !== undefined)
      ? `main holds ${production.tag} ${production.version}, not the version approved`
      : `${production.folder} is invalid in the version approved`;
  if (approved.version !== production.version)
    return `main holds ${production.tag} ${production.version}, not the version approved`;
  if (approved.contentDigest !== production.contentDigest) return "main holds other content than the version approved";
  return renderProduction(approved).digest === renderProduction(production).digest
    ? undefined
    : "main would run other jobs than the version approved";
};
