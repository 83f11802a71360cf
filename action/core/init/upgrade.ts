import { type Pin, pinsIn, withPin } from "./pins.ts";

/** A workflow of a repository and its new text. */
export type Upgraded = {
  readonly path: string;
  readonly text: string;
  /** The releases that it named, as people say them. */
  readonly from: readonly string[];
  /** Apart from its pins, it has lines that the release's own file does not have, or lacks some. */
  readonly differs: boolean;
};

/** With the pins of another release; `shipped`: its own file. "whole": it replaces it. `undefined`: no release. */
export const upgradeWorkflow = (
  { path, text }: Pick<Upgraded, "path" | "text">,
  shipped: string | undefined,
  pin: Pin,
  how: "pins" | "whole",
): Upgraded | undefined => {
  const from = [...new Set(pinsIn(text).map(({ tag, commit }) => (tag === "" ? commit.slice(0, 12) : tag)))];
  if (from.length === 0) return undefined;
  const pinned = withPin(text, pin);
  const own = shipped === undefined ? undefined : withPin(shipped, pin);
  return { path, from, text: how === "whole" ? (own ?? pinned) : pinned, differs: own !== undefined && own !== pinned };
};
