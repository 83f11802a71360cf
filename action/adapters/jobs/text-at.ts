import { readFileSync } from "node:fs";

/** A file of a system that is read while it comes and goes, as in `/proc`; empty: it is not there. */
export const textAt = (path: string): string => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};
