import { git, noObject } from "../git.ts";
import type { Move } from "../moves.ts";
import { lookUp } from "../objects.ts";
import { meets, needs } from "../permissions.ts";
import { allRefs } from "../refs.ts";
import type { Repository } from "../repository.ts";
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
  if (theirs.has(own)) return undefined;
  const written = await filesIn(dir, own);
  const each = await Promise.all([...theirs].map((tree) => filesIn(dir, tree)));
  const differing = each.map((there) => [...written].find(([path, blob]) => there.get(path) !== blob)?.[0]);
  if (differing.includes(undefined)) return undefined;
  return `refusing to allow a GitHub App to create or update workflow \`${folder}/${differing[0] ?? ""}\` without \`workflows\` permission`;
};

/** People's tokens are taken to have the scope `workflow`. */
export const mayWorkflows = ({ kind, permissions }: Token): boolean =>
  kind === "user" || (kind === "app" && meets(permissions, needed));

const filesIn = async (dir: string, tree: string | undefined): Promise<ReadonlyMap<string, string>> => {
  if (tree === undefined) return new Map();
  const lines = (await git(dir, ["ls-tree", "-r", tree])).split("\n");
  return new Map(
    lines.map((line) => {
      const [head = "", path = ""] = line.split("\t");
      return [path, head.split(" ")[2] ?? ""] as const;
    }),
  );
};
