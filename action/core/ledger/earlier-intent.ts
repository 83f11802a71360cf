import type { Intent, SeedRange } from "./event.ts";

/** Intents of earlier SHREKs waited for nothing, accepted nothing less than all, named no contact and superseded nothing. */
const unsaid = { needs: [], accept: {}, contact: [], supersedes: [] };

/** Renderers 1 and 2 sent `from` itself to PanDA, which gave the first job the number after it. */
type WrittenRange = SeedRange | (Omit<SeedRange, "first"> & { readonly from: number });

/** An intent as it was written, by this SHREK or an earlier one. */
export type WrittenIntent = Partial<Pick<Intent, keyof typeof unsaid>> &
  Omit<Intent, keyof typeof unsaid | "seeds"> & { readonly seeds?: readonly WrittenRange[] };

/** An intent of any SHREK as today's means it: seeds are those that the jobs really get. */
export const readIntent = (written: WrittenIntent): Intent => ({
  ...unsaid,
  ...written,
  seeds: (written.seeds ?? []).map(
    (range): SeedRange =>
      "first" in range ? range : { step: range.step, stream: range.stream, first: range.from + 1, count: range.count },
  ),
});
