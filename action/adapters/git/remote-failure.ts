import { Failure, RepositoryOutage, RepositoryRefusal } from "../../core/problems/failure.ts";
import { proxyWantsLogin } from "./git-failure.ts";

export type RemoteWork = { readonly kind: "read" | "write"; readonly ref: string };

/**
 * What a remote's no means, by git's words in the C locale. A server that is away, or allows nothing more for now, is
 * an outage; a missing permission is one only where the server says so (401, 403, "Permission to ... denied").
 */
export const remoteFailure = (remote: string, { kind, ref }: RemoteWork, stderr: string): Failure => {
  const why = tellingLine(stderr, ref);
  if (isLimit.test(stderr) || isAway.test(stderr))
    return new RepositoryOutage(`The remote "${remote}" does not answer: ${why}`, { wayOut: "Try again later." });
  if (isForbidden.test(stderr))
    return new RepositoryRefusal(`The remote "${remote}" does not allow to ${kind} ${refInWords(ref)}: ${why}`, {
      wayOut: `The login needs the permission "contents: ${kind}".`,
    });
  if (kind === "write" && isRejected.test(stderr))
    return new RepositoryRefusal(`The remote "${remote}" refused ${refInWords(ref)}: ${why}`, {
      wayOut: "Its rules for branches and tags must allow what SHREK writes.",
    });
  return new Failure(`The remote "${remote}" cannot be ${kind === "read" ? "read" : "written"}: ${why}`, {
    wayOut: waysToRemote.find(([pattern]) => pattern.test(stderr))?.[1] ?? "Check network and permissions.",
  });
};

const waysToRemote: readonly (readonly [RegExp, string])[] = [
  [proxyWantsLogin, "The proxy wants a login: write user and password of it into https_proxy, or ask who runs it."],
  [
    /does not appear to be a git repository|repository .*not found|no such file or directory/i,
    "Check its address, `git remote -v`; and whether your login may see it.",
  ],
  [/certificate|SSL|TLS/i, "Have git trust the authority of its certificate: `git config http.sslCAInfo FILE`."],
  [/host key verification failed/i, "Log in once with `ssh`, and accept the key of the host if it is right."],
];

const isLimit = /rate limit|error: 429\b|too many requests/i;
const isAway = new RegExp(
  [
    "Could not resolve host",
    "Failed to connect",
    "Couldn't connect to server",
    "Connection (?:reset|refused|timed out)",
    "Operation timed out",
    "error: 5\\d\\d\\b",
    "Empty reply from server",
    "the remote end hung up unexpectedly",
    "unexpected disconnect",
    "early EOF",
    "Internal Server Error",
  ].join("|"),
  "i",
);
const isForbidden = /error: 40[13]\b|Permission to .* denied|Authentication failed|could not read Username/i;
const isRejected = /\[remote rejected\]|pre-receive hook declined/;

const refInWords = (ref: string): string => {
  if (ref === "refs/heads/ledger") return "the ledger";
  return ref.startsWith("refs/tags/") ? `the tag ${ref.slice("refs/tags/".length)}` : ref;
};

/** The line about this ref, else the first that says something; `remote: ` before it is the server's own words. */
const tellingLine = (stderr: string, ref: string): string => {
  const lines = stderr.split("\n").map((line) => line.trim());
  const own = lines.find((line) => line.includes("rejected") && line.endsWith(`${ref.split("/").at(-1)}`));
  const ofRemote = lines.filter((line) => /^remote: \S/.test(line)).map((line) => line.slice("remote: ".length));
  const fatal = lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines.find((line) => line !== "") ?? "";
  return [...new Set([...ofRemote.slice(0, 2), own ?? (lines.find((line) => line.includes("rejected")) || fatal)])]
    .filter((line) => line !== "")
    .join("; ")
    .slice(0, maxWords);
};
const maxWords = 300;
