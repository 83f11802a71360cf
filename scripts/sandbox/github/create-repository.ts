import { appendFile, cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { git } from "./git.ts";
import type { Repository } from "./repository.ts";

const settings = `[http]
	receivepack = true
[uploadpack]
	allowFilter = true
	allowAnySHA1InWant = true
[receive]
	hideRefs = refs/pull
	autogc = false
[gc]
	auto = 0
[fastimport]
	unpackLimit = 1
[core]
	logAllRefUpdates = false
`;

export const createRepository = async (
  dir: string,
  described: Pick<Repository, "id" | "owner" | "name" | "defaultBranch" | "createdAt" | "parent">,
  begun?: string,
): Promise<Repository> => {
  const path = join(dir, described.owner, `${described.name}.git`);
  await mkdir(path, { recursive: true });
  if (begun === undefined) {
    await git(path, ["init", "--quiet", "--bare", "--template=", `--initial-branch=${described.defaultBranch}`, "."]);
    await appendFile(join(path, "config"), settings);
  } else await cp(begun, path, { recursive: true });
  if (described.parent !== undefined)
    await git(path, [
      "fetch",
      "--quiet",
      described.parent.dir,
      "+refs/heads/*:refs/heads/*",
      "+refs/tags/*:refs/tags/*",
    ]);
  const inTurn = pLimit(1);
  return {
    ...described,
    dir: path,
    isPrivate: false,
    roles: new Map(),
    threads: [],
    labels: new Set(),
    comments: [],
    checkRuns: [],
    workflowRuns: [],
    activities: [],
    environments: new Map(),
    runners: [],
    variables: new Map(),
    protections: new Map(),
    rulesets: [],
    queue: [],
    disabledWorkflows: new Map(),
    actions: { enabled: true, allowed: "all", githubOwned: false, patterns: [], writes: false, approves: false },
    exclusive: (work) => inTurn(work),
  };
};
