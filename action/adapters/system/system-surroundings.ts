import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { compareText } from "../../core/problems/problem.ts";
import { conventionsName, productionsFolder } from "../../core/text/source-file.ts";
import type { Surroundings } from "../../ports/surroundings.ts";
import { git } from "../git/run.ts";
import { repositoryTop } from "../git/work-tree.ts";

export const systemSurroundings = (dir: string): Surroundings => ({
  versions: async () => ({ node: process.versions.node, git: await versionOf("git"), bash: await versionOf("bash") }),
  conventions: async () => {
    const top = await repositoryTop(dir);
    const listed = await git(top, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    const all = [...new Set(listed.split("\0"))].filter((path) => /(^|\/)conventions\.yaml$/.test(path));
    // Where productions have their folder, others hold no requests.
    const below = all.filter((path) => path === conventionsName || path.startsWith(`${productionsFolder}/`));
    return Promise.all(
      (below.length === 0 ? all : below)
        .toSorted(compareText)
        .map(async (path) => ({ path, mode: "100644", bytes: await readFile(join(top, path)) }) as const),
    );
  },
});

const versionOf = async (program: "git" | "bash"): Promise<string | undefined> => {
  const env = { PATH: process.env.PATH ?? "", LC_ALL: "C" };
  const asked = await promisify(execFile)(program, ["--version"], { encoding: "utf8", env }).catch(() => undefined);
  return asked === undefined ? undefined : /\d+(\.\d+)+/.exec(asked.stdout)?.[0];
};
