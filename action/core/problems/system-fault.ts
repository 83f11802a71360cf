/** What the operating system answered, in words, and what a person can do about it. */
export type SystemFault = { readonly why: string; readonly wayOut: string };

const denied = {
  why: "permission denied",
  wayOut: "Use a folder in which you may read and write, or ask its owner for the permission.",
};
const full = (why: string): SystemFault => ({
  why,
  wayOut: "Remove files there, or use a folder on another disk.",
});
const tooMany = {
  why: "too many files are open",
  wayOut: "End other programs, or allow more with `ulimit -n`.",
};
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
