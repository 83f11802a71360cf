import { releaseOf, type VersionStyle } from "../conventions/version-style.ts";
import { type Json, mapping } from "../text/canonical-json.ts";
import type { Path } from "../text/places.ts";
import { newestRelease, type PastVersion } from "./check-version.ts";
import type { EditMove } from "./move-versions.ts";

/** Where inputs may move: within the major of the version that is read, or to the newest of all. */
export type Reach = { readonly style: VersionStyle; readonly beyondMajor: boolean };

type WrittenPart = { readonly [key: string]: Json | undefined };

/** The productions that a request reads, as far as it can be read. */
export const productionsRead = ({ inputs, variants }: WrittenPart): readonly string[] => [
  ...new Set(
    [inputs, ...variantsOf(variants).map((one) => one.inputs)]
      .flatMap((all) => Object.values(mapping(all)))
      .flatMap((input) => mapping(input).production ?? [])
      .filter((tag) => typeof tag === "string"),
  ),
];

/** Each version that a request reads moves to the newest release that can be read. */
export const moveInputs = (
  { inputs, variants }: WrittenPart,
  pasts: ReadonlyMap<string, readonly PastVersion[]>,
  reach: Reach,
): readonly EditMove[] => {
  const newestOf = ({ production, version }: WrittenPart): string | undefined =>
    typeof production !== "string" || typeof version !== "string" || reach.style.fault(version) !== undefined
      ? undefined
      : newestToRead(version, pasts.get(production) ?? [], reach);
  return Object.entries(mapping(inputs)).flatMap(([name, input]) => {
    const shared = mapping(input);
    const common = newestOf(shared) ?? shared.version;
    return [
      ...moveOf(["inputs", name], shared, shared.version, newestOf(shared)),
      ...variantsOf(variants).flatMap((variant, index) => {
        const given = mapping(mapping(variant.inputs)[name]);
        if (given.production === undefined && given.version === undefined) return [];
        const own = { ...shared, ...given };
        // What all variants read may move, and this one has a version of its own only where it differs then.
        const stands = given.version ?? common;
        return moveOf(["variants", index, "inputs", name], own, stands, newestOf(own) ?? own.version);
      }),
    ];
  });
};

const variantsOf = (variants: Json | undefined): readonly WrittenPart[] =>
  Array.isArray(variants) ? variants.map(mapping) : [];

const moveOf = (
  input: Path,
  { production, version }: WrittenPart,
  stands: Json | undefined,
  to: Json | undefined,
): readonly EditMove[] => {
  const path = [...input, "version"];
  return typeof version !== "string" || typeof to !== "string" || to === stands
    ? []
    : [{ path, what: `${path.join(".")} (${String(production)})`, from: version, to, after: "production" }];
};

/** A version moves down only if it cannot be read: it may be newer than what was submitted. */
const newestToRead = (version: string, past: readonly PastVersion[], { style, beyondMajor }: Reach): string => {
  const release = releaseOf(version);
  const readable = past.filter(
    (one) => one.unread === undefined && (beyondMajor || style.between(release, one.version) !== "major"),
  );
  const newest = newestRelease(readable, style)?.version;
  const ended = past.some((one) => one.version === version && one.unread !== undefined);
  return newest !== undefined && (ended || style.compare(newest, version) > 0) ? newest : version;
};
