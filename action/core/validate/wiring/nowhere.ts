import type { Located } from "../../text/places.ts";

const top = () => ({ line: 1, col: 1 });

/** For a request that is wired again and whose problems were reported before. */
export const nowhere: Located = {
  file: "nowhere",
  places: { at: top, ofKey: top, joined: () => undefined, within: () => undefined, written: () => undefined },
};
