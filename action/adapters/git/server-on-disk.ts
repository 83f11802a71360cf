import { startGit } from "./child.ts";
import { isMisled } from "./environment.ts";
import { refInFiles } from "./ref-files.ts";
import { type GitServer, type GitService, gitServer } from "./server/git-server.ts";

/** A repository in a folder of this disk: git's programs for one, which a push of git starts there too, asked as a server asks them. */
export const serverOnDisk = (folder: string): GitServer => {
  const ask: GitService = async (service, input) => {
    if (isMisled()) return undefined;
    const args = [service.replace("git-", ""), "--stateless-rpc", "."];
    const { code, stdout } = await startGit(folder, args, { input, env: { GIT_PROTOCOL: "version=2" } });
    return code === 0 ? [stdout] : undefined;
  };
  const server = gitServer(ask);
  return {
    ...server,
    at: async (ref) => {
      const known = refInFiles(folder, ref);
      return known.kind === "at" ? known : server.at(ref);
    },
  };
};
