import { sha256 } from "../text/canonical-json.ts";

/**
 * Eight hex digits that are part of every name at PanDA. Made of main's first commit and of where the repository is, so
 * that a ledger that is begun again, after the branch and its tags were lost, looks for what the first one submitted.
 * `address`: of the remote, as git has it; one that is a path on this machine says nothing.
 */
export const repositoryId = (root: string, address: string | undefined): string =>
  sha256(`${root}\n${address === undefined ? "" : placeOf(address)}`).slice(0, 8);

/** `host/owner/name`, however people write it: by https or ssh, with a name before it, with `.git` at its end. */
const placeOf = (address: string): string => {
  const [, host, path] = /^(?:\w+:\/\/)?(?:[^@/]*@)?([\w.-]+)(?::\d+)?[:/]+(.+?)(?:\.git)?\/?$/.exec(address) ?? [];
  const isNetwork = /^(?:https?|ssh|git):\/\//.test(address) || /^[^/]*@[^/]+:/.test(address);
  return isNetwork && path !== undefined ? `${host}/${path}`.toLowerCase() : "";
};
