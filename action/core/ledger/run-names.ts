import { andMore } from "../text/amounts.ts";
import { partsOfKey, type SubmissionKey } from "./event.ts";

export type OfSubmission = { readonly key: SubmissionKey };

/** `#82372, #82373 and 7 more` */
export const runNames = (runs: readonly OfSubmission[], most: number): string =>
  andMore(
    runs.map(({ key }) => `#${partsOfKey(key).run}`),
    most,
  );
