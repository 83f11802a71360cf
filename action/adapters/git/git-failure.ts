import { Failure, systemCode, systemFault } from "../../core/problems/failure.ts";

/** git's words for a proxy's answer. */
export const proxyWantsLogin = /response 407|error: 407\b/;

export const maxAnswered = 512 * 1024 * 1024;

/** Without an exit code git was not started, or somebody else ended it. */
export const gitNotStarted = (cause: unknown): Failure => {
  const code = systemCode(cause);
  if (code === "ENOENT")
    return new Failure("git could not be started: it is in no folder of PATH.", {
      wayOut: "Install git 2.30 or newer, or add its folder to PATH.",
      cause,
    });
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER")
    return new Failure(`git answered with more than ${maxAnswered / 1024 / 1024} MiB.`, {
      wayOut: "Make the change smaller, or name fewer files in one request.",
      cause,
    });
  const signal = cause instanceof Error && "signal" in cause ? cause.signal : undefined;
  if (typeof signal === "string")
    return new Failure(`git was ended by ${signal}.`, {
      wayOut: "Try again; if nobody ended it, the machine may be short of memory.",
      cause,
    });
  const { why, wayOut } = systemFault(cause);
  return new Failure(`git could not be started: ${why}.`, { wayOut, cause });
};

/** git says the same of a folder without a repository and of one whose HEAD is gone. */
export const noRepository =
  "Change to the repository that holds the productions; if this is it, its folder .git is damaged: work in a fresh clone.";

/** What git's messages mean for a person, by those of the C locale. The first that fits. */
const waysHere: readonly (readonly [RegExp, string])[] = [
  [/not a git repository/i, noRepository],
  [
    /dubious ownership/i,
    "The folder belongs to another user: work in a clone of your own, or allow this one with `git config --global --add safe.directory FOLDER`.",
  ],
  [/no space left|disk quota exceeded/i, "Remove files on this disk, or work in a clone on another one."],
  [/permission denied|read-only file system|insufficient permission/i, "Work in a clone in which you may write."],
  [
    /\.lock'?: file exists/i,
    "Another git works in this clone: wait until it has ended. If none runs, remove the file that ends in .lock.",
  ],
  [
    /unknown revision|bad revision|needed a single revision|ambiguous argument|does not have any commits|bad default revision/i,
    "Name a commit that this clone has; `git fetch` brings those of the remote.",
  ],
  [
    /(?:bad|missing|corrupt|loose|broken|invalid) (?:object|tree|blob|commit|ref)|unable to read|inflate|packfile|not a (?:valid|tree) object|not our ref/i,
    "This clone is damaged or incomplete: work in a fresh one, with its whole history.",
  ],
  [/too many open files|cannot allocate|cannot fork|unable to create thread/i, "End other programs, and try again."],
];

const anyWay = "`git status` and `git fsck` in that folder say more; if they fail too, work in a fresh clone.";

/** git ended with a fault: what was asked of it, where, and its own words. `args`: as it was called, from its verb or its `-c` on. */
export const gitFailure = (dir: string, args: readonly string[], stderr: string): Failure => {
  const words = tellingText(stderr);
  return new Failure(`git ${verbOf(args)} failed in ${dir}: ${words}`, {
    wayOut: waysHere.find(([pattern]) => pattern.test(stderr))?.[1] ?? anyWay,
  });
};

/** Settings come before the verb: `-c core.x=y log`. */
const verbOf = (args: readonly string[]): string =>
  args.find((arg, index) => !arg.startsWith("-") && args[index - 1] !== "-c") ?? "";

const tellingText = (stderr: string): string => {
  const lines = stderr.split("\n").map((line) => line.trim());
  const line = lines.find((one) => /^(?:fatal|error): /.test(one)) ?? lines.find((one) => one !== "");
  return line?.replace(/^(?:fatal|error): /, "").slice(0, 300) ?? "it gave no reason";
};
