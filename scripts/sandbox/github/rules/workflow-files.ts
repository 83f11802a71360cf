import { noObject } from "../git.ts";
import { lookUp } from "../objects.ts";
import { meets, needs } from "../permissions.ts";
import type { Move } from "../refs.ts";
import { allRefs } from "../refs.ts";
import type { Repository } from "../repository.ts";
import { changedPaths } from "../shapes/trees.ts";
import type { Token } from "../tokens.ts";

const folder = ".github/workflows";
const needed = needs("workflows: write");

/**
 * An App without the permission, as the workflow's own token always is, makes and moves no ref to a commit whose
 * workflow files are at the tip of no branch. A commit without any is no one's.
 */
export const workflowFault = async (
  { dir }: Repository,
  token: Token,
  { after }: Move,
): Promise<string | undefined> => {
  if (mayWorkflows(token) || after === noObject) return undefined;
  const own = (await lookUp(dir, `${after}^{commit}:${folder}`))?.sha;
  if (own === undefined) return undefined;
  const tips = [...allRefs(dir)].filter(([ref]) => ref.startsWith("refs/heads/")).map(([, sha]) => sha);
  const theirs = new Set(await Promise.all(tips.map(async (tip) => (await lookUp(dir, `${tip}:${folder}`))?.sha)));
  const each = await Promise.all([...theirs].map((tree) => changedPaths(dir, tree, own)));
  const differing = each.map((changes) => changes.find(({ status }) => status !== "removed")?.path);
  if (differing.includes(undefined)) return undefined;
  return `refusing to allow a GitHub App to create or update workflow \`${folder}/${differing[0] ?? ""}\` without \`workflows\` permission`;
};

/** People's tokens are taken to have the scope `workflow`. */
export const mayWorkflows = ({ kind, permissions }: Token): boolean =>
  kind === "user" || (kind === "app" && meets(permissions, needed));
