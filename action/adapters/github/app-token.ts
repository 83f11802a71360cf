import { createPrivateKey } from "node:crypto";
import { importPKCS8, SignJWT } from "jose";
import { Failure } from "../../core/problems/failure.ts";
import { asking, openRepo } from "./octokit.ts";

/**
 * A token of the GitHub App that alone writes ledger and tags, minted here so that no third-party action sees the key.
 * Minutes: an App may prove itself for ten at most, and clocks differ. `api` is the address of another GitHub.
 */
export const mintAppToken = async (app: AppKey, repository: string, now: Date, api?: string): Promise<string> =>
  (await actAsApp(app, repository, now, { api })).token;

export type AppKey = { readonly id: string; readonly key: string };

/** The same with no more than these permissions, and the App's name as its address has it. */
export const actAsApp = async (
  app: AppKey,
  repository: string,
  now: Date,
  { api, permissions }: { readonly api?: string | undefined; readonly permissions?: Permissions } = {},
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
    const installation = await octokit.rest.apps.getRepoInstallation({ owner, repo });
    const { data } = await octokit.rest.apps.createInstallationAccessToken({
      installation_id: installation.data.id,
      repositories: [repo],
      ...(permissions === undefined ? {} : { permissions }),
    });
    return { token: data.token, slug: installation.data.app_slug };
  });
};

type Permissions = { readonly contents: "write"; readonly pull_requests: "write" };

/** GitHub hands keys out in an older form than the one that jose reads. */
const readKey = async (pem: string): ReturnType<typeof importPKCS8> => {
  try {
    return await importPKCS8(createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString(), "RS256");
  } catch {
    throw new Failure("The key of the GitHub App is not a private key.", { wayOut: "Set it to the whole PEM file." });
  }
};

/** The App's token where there is an App; otherwise the workflow's own, and every collaborator can write the ledger. */
export const ledgerToken = async (app: AppKey, token: string, repository: string, now: Date): Promise<string> => {
  if ((app.id === "") !== (app.key === ""))
    throw new Failure("Of the GitHub App only one of app-id and app-key is set.", { wayOut: "Set both, or neither." });
  return app.id === "" ? token : mintAppToken(app, repository, now);
};
