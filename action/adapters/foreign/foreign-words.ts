import type { GitLimits, Guarded } from "./git-guarded.ts";

type ForeignRead = { readonly git: string; readonly commit: string; readonly limits: GitLimits };
type No = { readonly kind: "refused" | "unreachable"; readonly message: string };

const minutes = ({ milliseconds }: GitLimits): string => `${Math.ceil(milliseconds / 1000)} s`;

/** Why a repository gave nothing. What its author can mend is refused; all else may be better in an hour. */
export const whyNot = ({ git, limits }: ForeignRead, outcome: Guarded): No => {
  switch (outcome.kind) {
    case "too-long":
      return { kind: "unreachable", message: `${git} did not answer within ${minutes(limits)}.` };
    case "too-large": {
      const most = `${Math.floor(limits.bytes / 1024 / 1024)} MiB`;
      return { kind: "refused", message: `${git} would send more than ${most}; name fewer of its files.` };
    }
    case "ended":
      return fromWords(git, outcome.stderr);
  }
};

const fromWords = (git: string, stderr: string): No => {
  if (/error: 30\d/.test(stderr))
    return { kind: "refused", message: `${git} redirects to another address: write that address.` };
  if (/could not read Username|Authentication failed|not found|error: 40[134]\b/i.test(stderr))
    return { kind: "refused", message: `${git} does not exist or is not public.` };
  if (/fsck error|error in (tree|blob|commit|tag) /i.test(stderr))
    return { kind: "refused", message: `${git} contains a corrupt object: ${firstLine(stderr)}` };
  return { kind: "unreachable", message: `${git} does not answer: ${firstLine(stderr)}` };
};

const firstLine = (stderr: string): string =>
  stderr
    .split("\n")
    .find((line) => /^(fatal|error): /.test(line))
    ?.replace(/^\w+: /, "")
    .slice(0, 300) ?? "git gave no reason";
