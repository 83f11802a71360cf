import type { DriftIssue } from "../../action/ports/overview.ts";

/** One issue in memory, and what was done to it. */
export const fakeDriftIssue = (): DriftIssue & {
  readonly did: readonly string[];
  readonly text: () => string | undefined;
} => {
  const did: string[] = [];
  let [text, open] = [undefined as string | undefined, false];
  const note = (what: string): true => {
    did.push(what);
    return true;
  };
  return {
    did,
    text: () => (open ? text : undefined),
    keep: async (markdown) => {
      if (markdown === undefined) {
        if (!open) return false;
        open = false;
        return note("closed");
      }
      if (open && text === markdown) return false;
      const what = text === undefined ? "made" : open ? "edited" : "opened again";
      [text, open] = [markdown, true];
      return note(what);
    },
  };
};
