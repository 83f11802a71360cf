import { dirname, relative } from "node:path/posix";
import type { Problem } from "../problems/problem.ts";
import { type Located, problemAt } from "../text/places.ts";
import type { Conventions } from "./conventions.ts";
import { comparedPlaces, narrowings } from "./narrowing.ts";
import type { WideningKey } from "./widening-keys.ts";

/** Conventions that were read, and their file. */
export type ConventionsAt = { readonly file: string; readonly conventions: Conventions };

/** A key of a folder's conventions that allows more than the next conventions further up. */
export type Widened = {
  readonly path: readonly string[];
  readonly below: unknown;
  readonly above: unknown;
  readonly narrower: string;
  readonly may: WideningKey | undefined;
};

/** Differences that are not allowed by name. `top`: the conventions furthest up, which alone can allow them. */
export const widenedIn = (below: ConventionsAt, above: ConventionsAt, top: ConventionsAt): readonly Widened[] => {
  const allowed = allowedFor(top, below.file);
  return narrowings
    .filter(({ may }) => may === undefined || !allowed.has(may))
    .flatMap(({ key, widens, may, narrower }) =>
      comparedPlaces(key, below.conventions, above.conventions)
        .filter((place) => widens(place.below, place.above))
        .map((place) => ({ ...place, narrower, may })),
    );
};

const allowedFor = ({ file: topFile, conventions }: ConventionsAt, file: string): ReadonlySet<WideningKey> => {
  const folder = relative(dirname(topFile), dirname(file));
  return new Set(
    (conventions.mayWiden ?? [])
      .filter(({ folder: named }) => named === undefined || `${folder}/`.startsWith(`${named.replace(/\/+$/, "")}/`))
      .flatMap(({ keys }) => keys),
  );
};

export const validateNarrowing = (
  where: Located,
  below: ConventionsAt,
  above: ConventionsAt,
  top: ConventionsAt,
): readonly Problem[] =>
  widenedIn(below, above, top).map(({ path, may, narrower, ...values }) =>
    problemAt(where, path, "wider-conventions", {
      message: `${path.join(".")} is ${differenceInWords(values, above.file)}: ${narrower}.`,
      key: true,
      hint: toNarrow(may, below, top),
    }),
  );

const toNarrow = (may: WideningKey | undefined, below: ConventionsAt, top: ConventionsAt): string => {
  const back = "write what stands further up";
  if (may === undefined) return back;
  const folder = relative(dirname(top.file), dirname(below.file));
  return `${back}, or allow it in ${top.file} in a pull request of its own: mayWiden: [{ folder: ${folder}, keys: [${may}] }]`;
};

/** Such as sites by name: the names say enough. */
const isOfMappings = (value: unknown): value is Readonly<Record<string, object>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => typeof one === "object");

/** Nobody compares more by eye; a rule is read whole in its file. */
const maxSideLength = 80;
const differenceInWords = ({ below, above }: Pick<Widened, "below" | "above">, file: string): string => {
  const [here, there] = [sideInWords(below), sideInWords(above)];
  return Math.max(here.length, there.length) > maxSideLength
    ? `not as it is in ${file}`
    : `${here} here and ${there} in ${file}`;
};

const sideInWords = (value: unknown): string =>
  value === undefined ? "not there" : isOfMappings(value) ? Object.keys(value).join(", ") : JSON.stringify(value);
