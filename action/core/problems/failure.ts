import { hideSecrets } from "./secret.ts";

/** What the operating system answered, in words, and what a person can do about it. */
export type SystemFault = { readonly why: string; readonly wayOut: string };

const denied = {
  why: "permission denied",
  wayOut: "Use a folder in which you may read and write, or ask its owner for the permission.",
};
const full = (why: string): SystemFault => ({ why, wayOut: "Remove files there, or use a folder on another disk." });
const tooMany = { why: "too many files are open", wayOut: "End other programs, or allow more with `ulimit -n`." };
const busy = {
  why: "the machine has no memory or no process left",
  wayOut: "Wait until other programs have ended, and try again.",
};

/** Of errno(3), those that files, folders and programs answer with. */
const faults: Readonly<Record<string, SystemFault>> = {
  EACCES: denied,
  EPERM: denied,
  EROFS: { why: "the disk can only be read", wayOut: "Use a folder on another disk." },
  ENOSPC: full("no space is left on the disk"),
  EDQUOT: full("your quota on the disk is used up"),
  ENOENT: { why: "there is no such file or folder", wayOut: "Check the path." },
  EEXIST: { why: "a file of this name is in the way", wayOut: "Rename it, or use another folder." },
  ENOTDIR: { why: "a file stands where a folder is needed", wayOut: "Check the path." },
  EISDIR: { why: "a folder stands where a file is needed", wayOut: "Check the path." },
  ELOOP: { why: "its links lead in a circle", wayOut: "Check the path." },
  ENAMETOOLONG: { why: "the name is too long", wayOut: "Use a shorter path." },
  EIO: { why: "the disk does not answer", wayOut: "Use a folder on another disk, and tell who runs the machine." },
  EMFILE: tooMany,
  ENFILE: tooMany,
  ENOMEM: busy,
  EAGAIN: busy,
};

const unknown = "Check the path, its permissions, and the space on its disk.";

/** `EACCES` of an error that came from the system; `undefined`: it came from elsewhere. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;

/** Also of an error without a code: its own words then. */
export const systemFault = (error: unknown): SystemFault => {
  const code = systemCode(error);
  const known = code === undefined ? undefined : faults[code];
  return known ?? { why: code ?? (error instanceof Error ? error.message : String(error)), wayOut: unknown };
};

/** A fault from outside, reported in one line with the way out, exit 2. Whatever else is thrown is a bug with its stack. */
export class Failure extends Error {
  override readonly name: string = "Failure";
  readonly wayOut: string;

  /** `message`: what could not be done, where, and why. `wayOut`: what the person who reads it can do, in a sentence. */
  constructor(message: string, { wayOut, cause }: { readonly wayOut: string; readonly cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.wayOut = wayOut;
  }
}

/** A service that others run does not answer. This ends by itself: no person has to act. */
export class Outage extends Failure {
  override readonly name = "Outage";
}

/** Where main and the ledger are does not answer, or allows nothing more for now. */
export class RepositoryOutage extends Outage {}

/** Where main and the ledger are does not allow it: a permission, a protected branch, a rule for tags. A person acts. */
export class RepositoryRefusal extends Failure {
  override readonly name = "RepositoryRefusal";
}

/** What the work gives, or the Failure that ended it; the caller decides on either. A bug goes on its way. */
export const orFailure = async <T>(work: () => Promise<T>): Promise<T | Failure> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
};

/** One line for a fault from outside; the stack for a bug, since nobody can correct what they cannot see. */
export const describeError = (error: unknown): string => {
  if (error instanceof Failure) return printable(`${sentence(error.message)} ${error.wayOut}`.trim());
  if (isSystemError(error)) return printable(`The system refused: ${error.message}. ${systemFault(error).wayOut}`);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};

/** Errors of files and folders: no permission, no space, not a folder. No bug of SHREK. */
const isSystemError = (error: unknown): error is Error =>
  error instanceof Error && "syscall" in error && systemCode(error) !== undefined;

/** Words of others, such as git's, end without a stop. */
export const sentence = (text: string): string => (/[.!?:)]$/.test(text) ? text : `${text}.`);

/** A path may hold anything; a terminal must not obey it. An answer of a program may repeat an address with its password. */
const printable = (text: string): string =>
  hideSecrets(text).replace(
    /[\u0000-\u001f\u007f-\u009f]/g,
    (mark) => `\\x${mark.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
