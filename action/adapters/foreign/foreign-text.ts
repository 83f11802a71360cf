import type { GitAddress } from "../../core/request/git-address.ts";
import { proxyWantsLogin } from "../git/git-failure.ts";
import type { GitLimits, Guarded } from "./git-guarded.ts";

/** `detail`: for the person who runs this program, never for a comment: it describes our network. */
export type NotFetched = {
  readonly kind: "refused" | "unreachable";
  readonly message: string;
  readonly detail?: string;
};

/** One sentence, whatever happened: it does not say whether a port is closed, a host is silent or a path is wrong. */
export const notFetched = ({ url, host }: GitAddress, detail: string): NotFetched => ({
  kind: "unreachable",
  message: `${url} could not be fetched from ${host}.`,
  detail,
});

/** Why a repository gave nothing. An unusable answer is its author's to correct, and refused. */
export const whyNot = (address: GitAddress, limits: GitLimits, outcome: Guarded): NotFetched => {
  switch (outcome.kind) {
    case "too-long":
      return notFetched(address, `${address.url} did not answer within ${Math.ceil(limits.milliseconds / 1000)} s.`);
    case "too-large": {
      const most = `${Math.floor(limits.bytes / 1024 / 1024)} MiB`;
      return { kind: "refused", message: `${address.url} would send more than ${most}; name fewer of its files.` };
    }
    case "ended":
      return fromText(address, outcome.stderr);
  }
};

const fromText = (address: GitAddress, stderr: string): NotFetched => {
  const { url } = address;
  if (proxyWantsLogin.test(stderr))
    return notFetched(
      address,
      `The proxy does not let git through to ${url} (407): write user and password of it into https_proxy, or ask who runs it.`,
    );
  if (/error: 30\d/.test(stderr))
    return notFetched(address, `${url} redirects to another address: write that address.`);
  if (/could not read Username|Authentication failed|not found|error: 40[134]\b/i.test(stderr))
    return notFetched(address, `${url} does not exist or is not public.`);
  if (/fsck error|error in (tree|blob|commit|tag) /i.test(stderr))
    return { kind: "refused", message: `${url} contains a corrupt object.`, detail: firstLine(stderr) };
  return notFetched(address, `${url} does not answer: ${firstLine(stderr)}`);
};

const firstLine = (stderr: string): string =>
  stderr
    .split("\n")
    .find((line) => /^(fatal|error): /.test(line))
    ?.replace(/^\w+: /, "")
    .slice(0, 300) ?? "git gave no reason";
