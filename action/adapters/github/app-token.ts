import { createPrivateKey } from "node:crypto";
import { setSecret } from "@actions/core";
import { importPKCS8, SignJWT } from "jose";
import { Failure } from "../../core/problems/failure.ts";
import { counted } from "../../core/text/amounts.ts";
import { asking, openHastyRepo, openRepo } from "./octokit.ts";
import { githubRefusal } from "./waits.ts";

export type AppKey = { readonly id: string; readonly key: string };

/** Of this process, as long as they are good. */
const minted: { readonly token: string; readonly repository: string; readonly api: string | undefined }[] = [];

/** The work, behind whose end no token of an App that it made is good. One that GitHub does not end ends after an hour. */
export const endingTokens =
  (work: () => Promise<0 | 1>): (() => Promise<0 | 1>) =>
  async () => {
    try {
      return await work();
    } finally {
      for (const { token, repository, api } of minted.splice(0))
        await openHastyRepo(token, repository, api)
          .octokit.rest.apps.revokeInstallationAccessToken()
          .catch(() => undefined);
    }
  };

/**
 * A token of the GitHub App with no more than these permissions, minted here so that no third-party action sees the key,
 * and the App's name as its address has it. No log shows it. Minutes: an App may prove itself for ten at most, and clocks
 * differ. `api` is the address of another GitHub.
 */
export const actAsApp = async (
  app: AppKey,
  repository: string,
  now: Date,
  { api, permissions }: { readonly api?: string | undefined; readonly permissions: Permissions },
): Promise<{ readonly token: string; readonly slug: string }> => {
  const seconds = Math.floor(now.getTime() / 1000);
  const proof = await new SignJWT({})
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(app.id)
    .setIssuedAt(seconds - 60)
    .setExpirationTime(seconds + 8 * 60)
    .sign(await readKey(app.key));
  const { octokit, owner, repo } = openRepo(proof, repository, api);
  return asking("act as the GitHub App", "installation on this repository", async () => {
    const installation = await octokit.rest.apps.getRepoInstallation({ owner, repo }).catch((error: unknown) => {
      throw clockFault(error, now) ?? error;
    });
    const { data } = await octokit.rest.apps.createInstallationAccessToken({
      installation_id: installation.data.id,
      repositories: [repo],
      permissions,
    });
    setSecret(data.token);
    minted.push({ token: data.token, repository, api });
    return { token: data.token, slug: installation.data.app_slug };
  });
};

/** GitHub believes no proof of another minute than its own. */
const clockFault = (cause: unknown, now: Date): Failure | undefined => {
  const refused = githubRefusal(cause);
  const ahead = Math.round((now.getTime() - Date.parse(String(refused?.headers["date"]))) / 60_000);
  if (refused?.status !== 401 || !(Math.abs(ahead) >= 1)) return undefined;
  const off = `${counted(Math.abs(ahead), "minute")} ${ahead > 0 ? "ahead of" : "behind"}`;
  return new Failure(`GitHub refuses the GitHub App: the clock of this machine is ${off} GitHub's.`, {
    wayOut: "Set the clock, then start the job again.",
    cause,
  });
};

type Permissions = { readonly contents: "write"; readonly pull_requests?: "write" };

/** GitHub hands keys out in an older form than the one that jose reads. */
const readKey = async (pem: string): ReturnType<typeof importPKCS8> => {
  try {
    return await importPKCS8(createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString(), "RS256");
  } catch {
    throw new Failure("The key of the GitHub App is not a private key.", { wayOut: "Set it to the whole PEM file." });
  }
};

/** The token of the App that alone writes ledger and tags, where there is an App; otherwise the workflow's own, and every collaborator can write the ledger. */
export const ledgerToken = async (app: AppKey, token: string, repository: string, now: Date): Promise<string> => {
  if ((app.id === "") !== (app.key === ""))
    throw new Failure("Of the GitHub App only one of app-id and app-key is set.", { wayOut: "Set both, or neither." });
  if (app.id === "") return token;
  return (await actAsApp(app, repository, now, { permissions: { contents: "write" } })).token;
};
