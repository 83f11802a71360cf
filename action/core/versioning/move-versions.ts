import { versionStyle } from "../conventions/version-pattern.ts";
import { isTrial } from "../conventions/version-style.ts";
import { type Problem, refuses } from "../problems/problem.ts";
import type { Content } from "../production/content.ts";
import type { Production } from "../production/production.ts";
import type { Edit } from "../text/edit-yaml.ts";
import { type Path, problemAt } from "../text/places.ts";
import { checkVersion, type PastVersion } from "./check-version.ts";
import { proposeVersion, type SizeChoice } from "./propose-version.ts";

export type VersionChoice = SizeChoice | { readonly exactly: string };

/** One production of a request, in the order of its variants, and what the ledger says of its tag. */
export type VariantVersion = {
  readonly production: Production;
  readonly content: Content;
  readonly past: readonly PastVersion[];
  readonly index: number;
  /** Whether the variant gives a version that is not the request's. */
  readonly ownVersion: boolean;
};

/** Variants have one version, but for those that give their own. `listed`: they can; those of a matrix cannot. */
export const moveVersions = (variants: readonly VariantVersion[], choice: VersionChoice, listed: boolean): Moving =>
  joined([
    (listed ? moveVersion : chooseVersion)(
      ["version"],
      variants.filter(({ ownVersion }) => !ownVersion),
      choice,
    ),
    ...variants.filter(({ ownVersion }) => ownVersion).map((one) => moveVersion(versionOf(one), [one], choice)),
  ]);

const versionOf = ({ index }: VariantVersion): Path => ["variants", index, "version"];

/** What all can share is shared. Else each that has to move gets a version of its own, and the others stay. */
const moveVersion = (path: Path, variants: readonly VariantVersion[], choice: VersionChoice): Moving => {
  const together = chooseVersion(path, variants, choice);
  const unsettled = variants.filter((one) => !isSettled(one));
  const alike = unsettled.length === 0 || (unsettled.length === variants.length && !refuses(together.problems));
  if ("exactly" in choice || choice.trial || variants.length === 1 || alike) return together;
  return joined(
    unsettled.map((one) => {
      const asked = chooseVersion(versionOf(one), [one], choice);
      const unchanged = asked.problems.some(({ code }) => code === "version-without-change");
      return unchanged ? chooseVersion(versionOf(one), [one], { ...choice, size: "least" }) : asked;
    }),
  );
};

const isSettled = ({ production: { version, contentDigest }, past }: VariantVersion): boolean =>
  past.some((one) => one.version === version && one.contentDigest === contentDigest);

/** Of productions that share a version, the one that moves furthest decides. */
const chooseVersion = (path: Path, variants: readonly VariantVersion[], choice: VersionChoice): Moving => {
  const [first] = variants;
  if (first === undefined) return noMoves;
  const { compare } = versionStyle(first.production.conventions);
  const proposals = variants.map((one) =>
    "exactly" in choice ? choice.exactly : proposeVersion(one, one.past, choice),
  );
  const version = proposals.reduce((one, other) => (compare(other, one) > 0 ? other : one));
  const problems = variants.flatMap(
    ({ production, content, past }) =>
      moveFault(production, version) ??
      checkVersion({ ...production, version, trial: isTrial(version) }, content, past),
  );
  const { version: from, tag } = first.production;
  const what = path.length === 1 ? path.join(".") : `${path.join(".")} (${tag})`;
  const move = { path, what, from, to: version, after: "tag" };
  return { moves: version === from || refuses(problems) ? [] : [move], problems };
};

const moveFault = (production: Production, version: string): readonly Problem[] | undefined => {
  const { fault, example } = versionStyle(production.conventions);
  const message = fault(version);
  return message === undefined
    ? undefined
    : [problemAt(production.where, ["version"], "bad-version", { message, hint: `such as ${example}` })];
};

export type Move = { readonly what: string; readonly from: string; readonly to: string };

/** And where it is written; a key that is missing goes after the one that `after` names. `text`: where it is no text. */
export type EditMove = Move & { readonly path: Path; readonly after?: string } & Partial<Pick<Edit, "text">>;
export type Moving = { readonly moves: readonly EditMove[]; readonly problems: readonly Problem[] };
export const noMoves: Moving = { moves: [], problems: [] };

export const joined = (parts: readonly Moving[]): Moving => ({
  moves: parts.flatMap(({ moves }) => moves),
  problems: parts.flatMap(({ problems }) => problems),
});
