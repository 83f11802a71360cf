import { newFiles } from "../../adapters/disk/folder-writer.ts";
import { githubRemote } from "../../adapters/git/github-remote.ts";
import { repositoryTop } from "../../adapters/git/work-tree.ts";
import { githubSettings } from "../../adapters/github/github-settings.ts";
import { openRepo } from "../../adapters/github/octokit.ts";
import { personToken } from "../../adapters/github/person-token.ts";
import { takeSecrets } from "../../adapters/panda/take-secrets.ts";
import { readConventions } from "../../core/conventions/read-conventions.ts";
import type { Finding } from "../../core/doctor/finding.ts";
import { orStop } from "../../core/init/environments.ts";
import { conventionsPath } from "../../core/init/paths.ts";
import type { AdminFacts } from "../../core/init/setting.ts";
import { Failure } from "../../core/problems/failure.ts";
import { doctorGithub } from "../../flows/doctor-github.ts";

/** The settings on GitHub of the repository that contains the working directory. */
export const findOnGithub = async (remoteName: string | undefined): Promise<readonly Finding[]> => {
  const env = takeSecrets(process.env);
  const top = await repositoryTop(process.cwd());
  const remote = await githubRemote(top, remoteName);
  if (remote === undefined)
    throw new Failure("The remote of this repository is not on GitHub.", {
      wayOut: "Change to a clone of the production repository, or name its remote with --remote.",
    });
  const { host, repository } = remote;
  const api = env["GITHUB_API_URL"] ?? (host === "github.com" ? undefined : `https://${host}/api/v3`);
  const token = await personToken(env, host);
  const place = openRepo(token, repository, api);
  return doctorGithub(githubSettings(place), await factsHere(top, repository));
};

/** Values that only a person knows appear in commands as variables of the terminal, which `shrek doctor` reads too. */
const factsHere = async (top: string, repository: string): Promise<AdminFacts> => {
  const bytes = await newFiles(top).read(conventionsPath);
  const read = bytes === undefined ? undefined : readConventions(conventionsPath, bytes);
  return {
    repository,
    panda: orStop("PANDA_URL_SSL"),
    vo: orStop("PANDA_AUTH_VO"),
    issuer: orStop("PANDA_AUTH_ISSUER_HOSTS"),
    official: false,
    login: "robot",
    ledger: read?.kind === "read" && read.conventions.ledger !== undefined ? "every-collaborator" : "app",
    rucio: read?.kind === "read" ? read.conventions.rucio : undefined,
    news: read?.kind === "read" ? (read.conventions.news ?? []).map(({ secret }) => secret) : [],
    // No command depends on them.
    extras: [],
    onGithub: true,
  };
};
