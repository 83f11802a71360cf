/** The address of a repository of other people, read once: what is allowed, what is shown and what git gets are this. */
export type GitAddress = {
  /** As the conventions list it: with its port, unless that is 443. */
  readonly host: string;
  readonly name: string;
  readonly port: string;
  /** Built from the parts, and never the text that a request holds. */
  readonly url: string;
};

const name = "[a-z0-9]([a-z0-9.-]*[a-z0-9])?";
const segment = "/[.]?[A-Za-z0-9_~+-][A-Za-z0-9._~+-]*";

/** A host in lower case, a port, a plain path. No login, escape, backslash, `..`, nor a letter beyond ASCII: readers of addresses differ there. */
export const addressPattern = `^https://${name}(:[0-9]{1,5})?(${segment})+/?$`;

const maxAddressLength = 300;
const parts = new RegExp(`^https://(${name})(?::([0-9]{1,5}))?((?:${segment})+/?)$`);

/** `undefined`: readers could disagree about the address; a number for a host, say, that means 127.0.0.1. */
export const gitAddress = (text: string): GitAddress | undefined => {
  if (text.length > maxAddressLength) return undefined;
  const [, named, , port = "443", path] = parts.exec(text) ?? [];
  if (named === undefined || path === undefined || !URL.canParse(text)) return undefined;
  const read = new URL(text);
  const same = read.hostname === named && read.pathname === path && (read.port || "443") === port;
  if (!same || read.protocol !== "https:" || read.username !== "" || read.search !== "" || read.hash !== "")
    return undefined;
  const host = port === "443" ? named : `${named}:${port}`;
  return { host, name: named, port, url: `https://${host}${path}` };
};

/** Where people see a repository that git reaches at this address, by https or as the user `git` by ssh; never with a login. */
export const pageOfRemote = (remote: string): string | undefined => {
  const https = /^https:\/\/(?:[^@/]*@)?([^@/]+)\/([^@]+)$/i.exec(remote);
  const ssh = /^(?:ssh:\/\/git@([^@/:]+)(?::\d+)?\/|git@([^@/:]+):)([^@]+)$/i.exec(remote);
  const [host, path] = [https?.[1] ?? ssh?.[1] ?? ssh?.[2], https?.[2] ?? ssh?.[3]];
  if (host === undefined || path === undefined) return undefined;
  return gitAddress(`https://${host.toLowerCase()}/${path.replace(/(\.git)?\/?$/, "")}`)?.url;
};

/** Whether the conventions list the host of this address, exactly so. */
export const isAllowed = (git: string, hosts: readonly string[]): boolean => {
  const address = gitAddress(git);
  return address !== undefined && hosts.includes(address.host);
};
