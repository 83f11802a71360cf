import { sha256 } from "../text/canonical-json.ts";
import type { SubmissionKey } from "./event.ts";
import { readSubmission, type SubmissionFile } from "./submission-file.ts";

/**
 * Reads submissions, each text once: a pass looks at all that it follows at its begin, for its plan and at its end, and
 * most have not changed. Only for those: what is read of all others must be forgotten.
 */
export const rememberRead = (): ((key: SubmissionKey, text: string) => SubmissionFile) => {
  const read = new Map<SubmissionKey, { readonly of: string; readonly file: SubmissionFile }>();
  return (key, text) => {
    const of = sha256(text);
    const known = read.get(key);
    if (known?.of === of) return known.file;
    const file = readSubmission(key, text);
    read.set(key, { of, file });
    return file;
  };
};
