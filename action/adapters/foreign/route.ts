import { lookup } from "node:dns/promises";
import { BlockList, isIP, isIPv6 } from "node:net";
import { tmpdir } from "node:os";
import { describeError, Failure, orFailure } from "../../core/problems/failure.ts";
import type { GitAddress } from "../../core/request/git-address.ts";
import { type GitLimits, guardedGit, hasProxy, succeeded } from "./git-guarded.ts";

/** The addresses of a name, as this machine has them. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** `open`: with settings that hold git to the addresses that were looked at. `closed`: in words for the person who runs this program. */
export type Route =
  | { readonly kind: "open"; readonly settings: readonly string[]; readonly env: Readonly<Record<string, string>> }
  | { readonly kind: "closed"; readonly detail: string };

export const systemResolve: Resolve = async (name) => {
  const found = await lookup(name, { all: true }).catch((cause: unknown) => {
    throw new Failure(`The name server of this machine knows no address of ${name}.`, {
      wayOut: "Check the name, and whether this machine reaches the network; behind a proxy set https_proxy.",
      cause,
    });
  });
  return found.map(({ address }) => address);
};

/**
 * Whether git may go to a host that the conventions list. Its name may lead into our own network today, which it did not
 * when it was listed: such an address counts only if the conventions list it too. git is held to what was looked at
 * here, so that a second answer of the name server changes nothing.
 */
export const findRoute = async (address: GitAddress, hosts: readonly string[], resolve: Resolve): Promise<Route> => {
  if (isIP(address.name) !== 0 || (await isLedElsewhere(address))) return anyhow;
  const found = await orFailure(() => resolve(address.name));
  // A machine with a proxy need not know names: the proxy connects.
  if (found instanceof Failure)
    return hasProxy() ? { ...anyhow, env: onlyByProxy } : { kind: "closed", detail: describeError(found) };
  const allowed = found.filter(
    (one) => isPublicAddress(one) || hosts.includes(one) || hosts.includes(`${one}:${address.port}`),
  );
  if (allowed.length === 0)
    return {
      kind: "closed",
      detail: `${address.name} is at ${found.join(", ")}, which is no public address. If that is meant, list the address under gitHosts beside the name.`,
    };
  const pinned = allowed.map((one) => (isIPv6(one) ? `[${one}]` : one)).join(",");
  return { kind: "open", settings: [`http.curloptResolve=${address.name}:${address.port}:${pinned}`], env: {} };
};

const anyhow = { kind: "open", settings: [], env: {} } satisfies Route;
const onlyByProxy = { no_proxy: "", NO_PROXY: "" };

/** `insteadOf` in the environment: who starts this program says where an address leads. */
const isLedElsewhere = async ({ url }: GitAddress): Promise<boolean> => {
  const asked = await guardedGit(tmpdir(), ["ls-remote", "--get-url", "--end-of-options", url], quick);
  return succeeded(asked) && asked.stdout.toString("utf8").trim() !== url;
};

const quick: GitLimits = { milliseconds: 10_000, bytes: Number.POSITIVE_INFINITY };

/** What no public host has: one's own machine, private and local networks, and what is set aside (RFC 6890 and those it names). */
const aside = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  aside.addSubnet(network, bits, "ipv4");

/** Of IPv6 only what is given out to the world, without what carries an IPv4 address inside. */
const given = new BlockList();
given.addSubnet("2000::", 3, "ipv6");
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  aside.addSubnet(network, bits, "ipv6");

export const isPublicAddress = (address: string): boolean =>
  isIPv6(address) ? given.check(address, "ipv6") && !aside.check(address, "ipv6") : !aside.check(address, "ipv4");
