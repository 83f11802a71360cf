import { andMore } from "../text/amounts.ts";
import { partsOfKey, type SubmissionKey } from "./event.ts";

export type OfBlock = { readonly key: SubmissionKey };

/** `#82372, #82373 and 7 more` */
export const blockNames = (blocks: readonly OfBlock[], most: number): string =>
  andMore(
    blocks.map(({ key }) => `#${partsOfKey(key).block}`),
    most,
  );
