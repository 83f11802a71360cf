import { Failure } from "../problems/failure.ts";

/** A release of SHREK as workflows name it. */
export type Pin = {
  /** `v1.2.0`, for people and for robots that look for a newer one. */
  readonly tag: string;
  /** The commit that the tag names. 40 hex digits. */
  readonly commit: string;
};

/** One line of a workflow that names an action of ours: repository, action, commit, tag. */
const pinned =
  /(\buses: *([\w.-]+\/shrek)\/action\/[\w-]+)@([0-9a-f]{40})(?:[ \t]+#[ \t]*(?:(v[0-9]\S*)|no release yet))?/g;

/** Every place of a text that names a release of ours. The tag is empty where no comment says it. */
export const pinsIn = (text: string): readonly (Pin & { readonly repository: string })[] =>
  [...text.matchAll(pinned)].map(([, , repository = "", commit = "", tag = ""]) => ({ repository, commit, tag }));

/** The same text with another release; nothing else changes. */
export const withPin = (text: string, { tag, commit }: Pin): string =>
  text.replaceAll(pinned, (_, action: string) => `${action}@${commit} # ${tag}`);

/** A build that is no release has this instead of a commit. */
export const isNoRelease = (commit: string): boolean => /^0+$/.test(commit);

/** `v1.2.0@<40 hex>`, as a person names a release. */
export const parsePin = (text: string): Pin => {
  const [, tag, commit] = /^(v[0-9]+\.[0-9]+\.[0-9]+\S*)@([0-9a-f]{40})$/.exec(text) ?? [];
  if (tag === undefined || commit === undefined)
    throw new Failure(`"${text}" does not name a release.`, {
      wayOut: "Write vX.Y.Z@COMMIT, with the 40 hex digits of the commit that the tag names.",
    });
  return { tag, commit };
};

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
