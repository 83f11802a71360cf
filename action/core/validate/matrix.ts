import type { Problem } from "../problems/problem.ts";
import type { Matrix, Request, Variant } from "../request/request.ts";
import { requestSchema } from "../request/schema.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";

/** A request whose variants are a list: those that it lists, or the combinations of its matrix. */
export type ListedRequest = Omit<Request, "variants"> & { readonly variants?: readonly Variant[] };

/** From here on nobody knows that there was a matrix; what is wrong with a combination is reported where its value is. */
export const listVariants = (
  where: Located,
  { variants, ...request }: Request,
): { readonly where: Located; readonly request: ListedRequest } => {
  if (variants === undefined) return { where, request };
  if (isList(variants)) return { where, request: { ...request, variants } };
  const { matrix } = variants;
  const parameters = Object.values(request.steps).flatMap((step) => Object.keys(step.parameters ?? {}));
  const all = combinations(matrix);
  return {
    where: { file: where.file, places: placesOf(where.places, all) },
    request: { ...request, variants: all.map((one) => variantOf(one, new Set(parameters))) },
  };
};

/** More than a list may have: nothing of it is read. */
export const checkMatrix = (where: Located, { variants }: Request): readonly Problem[] => {
  if (variants === undefined || isList(variants)) return [];
  const count = Object.values(variants.matrix).reduce((product, values) => product * values.length, 1);
  if (count <= maxVariants) return [];
  return [
    problemAt(where, ["variants", "matrix"], "out-of-range", {
      message: `The matrix has ${count} combinations, and a request has at most ${maxVariants} variants.`,
      key: true,
      hint: "several requests, or a table of jobs where the results are one dataset",
    }),
  ];
};
const maxVariants = requestSchema.properties.variants.maxItems;

const isList = (variants: NonNullable<Request["variants"]>): variants is Extract<typeof variants, readonly unknown[]> =>
  Array.isArray(variants);

/** Of each key the number of its value, with the value; the last key changes first. */
type Combination = readonly { readonly key: string; readonly at: number; readonly value: string | number }[];

const combinations = (matrix: Matrix): readonly Combination[] =>
  Object.entries(matrix).reduce<readonly Combination[]>(
    (some, [key, values]) => some.flatMap((one) => values.map((value, at) => [...one, { key, at, value }])),
    [[]],
  );

const variantOf = (combination: Combination, parameters: ReadonlySet<string>): Variant => {
  const given = combination.filter(({ key }) => parameters.has(key));
  return {
    tag: Object.fromEntries(combination.map(({ key, value }) => [key, String(value)])),
    ...(given.length === 0 ? {} : { parameters: Object.fromEntries(given.map(({ key, value }) => [key, value])) }),
  };
};

const placesOf = (places: Located["places"], all: readonly Combination[]): Located["places"] => {
  const written = (path: Path): Path => {
    const [head, index, part, key] = path;
    if (head !== "variants" || typeof index !== "number") return path;
    const found = part === "tag" || part === "parameters" ? all[index]?.find((one) => one.key === key) : undefined;
    return found === undefined ? ["variants", "matrix"] : ["variants", "matrix", found.key, found.at];
  };
  return {
    at: (path) => places.at(written(path)),
    ofKey: (path) => places.ofKey(keyOf(written(path))),
    joined: (path) => places.joined(written(path)),
    within: (path) => places.within(written(path)),
    written: (path) => places.written(written(path)),
  };
};

/** A value in a list has no key of its own. */
const keyOf = (path: Path): Path => (typeof path.at(-1) === "number" ? path.slice(0, -1) : path);
