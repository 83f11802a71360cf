import type { Overview } from "../../action/ports/overview.ts";

export type FakeOverview = Overview & { edits(): number };

/** The overview in memory, and how often it was written. */
export const fakeOverview = (): FakeOverview => {
  let text: string | undefined;
  let edits = 0;
  return {
    current: async () => text,
    keep: async (markdown) => {
      if (markdown === text) return false;
      text = markdown;
      edits += 1;
      return true;
    },
    edits: () => edits,
  };
};
