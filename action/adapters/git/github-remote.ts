import { existsSync } from "node:fs";
import { join } from "node:path";
import { addressOf } from "./local.ts";

/** OWNER/NAME and host of a remote, origin unless named; `undefined`: no repository in this very folder, or none on a server. */
export const githubRemote = async (
  dir: string,
  remote = "origin",
): Promise<{ readonly repository: string; readonly host: string } | undefined> => {
  if (!existsSync(join(dir, ".git"))) return undefined;
  return placeOf((await addressOf(dir, remote)) ?? "");
};

const placeOf = (address: string): { readonly repository: string; readonly host: string } | undefined => {
  const [, host, repository] =
    /^(?:(?:https?|ssh):\/\/(?:[^@/]*@)?|git@)([^/:]+(?::[0-9]+)?)[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(
      address,
    ) ?? [];
  return host === undefined || repository === undefined ? undefined : { host, repository };
};

/** The page of a repository on a server, without a login that its address may hold; `undefined`: a folder. */
export const pageOfAddress = (address: string): string | undefined => {
  const place = placeOf(address);
  return place === undefined ? undefined : `https://${place.host}/${place.repository}`;
};
