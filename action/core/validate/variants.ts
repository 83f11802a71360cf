import type { Problem } from "../problems/problem.ts";
import type { Request, RequestStep, Variant } from "../request/request.ts";
import { stated } from "../text/mapping.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import type { ListedRequest } from "./matrix.ts";
import { withFilledNames } from "./runs/filled-names.ts";

/** One production of a request: what it says as a whole, and where that was written. */
export type Expanded = { readonly request: Request; readonly where: Located };

/** A request with `variants` is several: each is the request with the variant's fields in their places. */
export const expandVariants = (where: Located, request: ListedRequest): readonly Expanded[] => {
  const { variants, ...shared } = request;
  if (variants === undefined) return [{ request: withFilledNames(shared), where }];
  return variants.map((variant, index) => ({
    request: withFilledNames({
      ...shared,
      ...stated({ description: variant.description, version: variant.version }),
      tag: { ...request.tag, ...variant.tag },
      ...(request.inputs === undefined ? {} : { inputs: mergedByName(request.inputs, variant.inputs) }),
      steps: Object.fromEntries(
        Object.entries(request.steps).map(([name, step]) => [name, stepOf(name, step, variant)]),
      ),
    }),
    where: { file: where.file, places: placesIn(where, index, variant) },
  }));
};

/** Each key of the second replaces the same key of the first. A key that the first does not have is checked apart. */
const mergedByName = <T extends object>(
  all: Readonly<Record<string, T>>,
  changes: Readonly<Record<string, Partial<T>>> = {},
): Record<string, T> =>
  Object.fromEntries(
    Object.entries(all).map(([name, one]) => [name, Object.hasOwn(changes, name) ? { ...one, ...changes[name] } : one]),
  );

const stepOf = (name: string, step: RequestStep, { parameters = {}, steps = {} }: Variant): RequestStep => {
  const { parameters: own = {}, ...options } = (Object.hasOwn(steps, name) ? steps[name] : undefined) ?? {};
  const changed = Object.entries({ ...parameters, ...own }).filter(([key]) =>
    Object.hasOwn(step.parameters ?? {}, key),
  );
  return {
    ...step,
    ...options,
    ...(step.parameters === undefined ? {} : { parameters: { ...step.parameters, ...Object.fromEntries(changed) } }),
  };
};

/** The place of a field that the variant gives is in the variant. */
const placesIn = ({ places }: Located, index: number, variant: Variant): Located["places"] => {
  const has = (...keys: readonly (string | number | undefined)[]): boolean => {
    let at: unknown = variant;
    for (const key of keys) {
      if (typeof at !== "object" || at === null || !Object.hasOwn(at, String(key))) return false;
      at = Reflect.get(at, String(key)) as unknown;
    }
    return true;
  };
  const written = (path: Path): Path => {
    const [head, name, key, parameter] = path;
    const here: Path = ["variants", index, ...path];
    if ((head === "description" || head === "version") && has(head)) return here;
    if (head === "tag" && (name === undefined || has("tag", name))) return here;
    if (head === "inputs" && key !== undefined && has("inputs", name, key)) return here;
    if (head !== "steps" || key === undefined) return path;
    if (key !== "parameters") return has("steps", name, key) ? here : path;
    if (has("steps", name, key, parameter)) return here;
    return has("parameters", parameter) ? ["variants", index, ...path.slice(2)] : path;
  };
  return {
    at: (path) => places.at(written(path)),
    ofKey: (path) => places.ofKey(written(path)),
    joined: (path) => places.joined(written(path)),
    within: (path) => places.within(written(path)),
    written: (path) => places.written(written(path)),
  };
};

/** A variant may only change existing parts: anything else would have no effect. */
export const checkVariants = (
  where: Located,
  { variants = [], inputs = {}, steps }: ListedRequest,
): readonly Problem[] => {
  const known = new Set(Object.values(steps).flatMap(({ parameters = {} }) => Object.keys(parameters)));
  return variants.flatMap((variant, index) => {
    const unknown = (path: Path, what: string, hint: string | undefined): Problem =>
      problemAt(where, ["variants", index, ...path], "no-effect", {
        message: `${what}, so the variant changes nothing by it.`,
        key: true,
        hint,
      });
    const missing = (of: "inputs" | "steps", word: string, names: readonly string[]): readonly Problem[] =>
      Object.keys(variant[of] ?? {})
        .filter((name) => !names.includes(name))
        .map((name) => unknown([of, name], `There is no ${word} \`${name}\``, suggestName(name, names)));
    const toStep = "give the parameter to the step, with the value that is used otherwise";
    return [
      ...Object.keys(variant.parameters ?? {})
        .filter((name) => !known.has(name))
        .map((name) => unknown(["parameters", name], `No step has the parameter \`${name}\``, toStep)),
      ...missing("inputs", "input", Object.keys(inputs)),
      ...missing("steps", "step", Object.keys(steps)),
      ...Object.entries(variant.steps ?? {}).flatMap(([name, { parameters = {} }]) =>
        Object.keys(parameters)
          .filter((key) => Object.hasOwn(steps, name) && !Object.hasOwn(steps[name]?.parameters ?? {}, key))
          .map((key) => unknown(["steps", name, "parameters", key], `\`${name}\` has no parameter \`${key}\``, toStep)),
      ),
      ...readsTheSame(where, index, variants, { inputs, steps }),
    ];
  });
};

/** Of two variants with one tag nobody can say which is meant, so neither is submitted. `undefined`: refused, and reported. */
export const checkVariantTags = (where: Located, tags: readonly (string | undefined)[]): readonly Problem[] =>
  tags.flatMap((tag, index) => {
    const before = tags.indexOf(tag);
    if (tag === undefined || before === index) return [];
    const message = `This variant has the tag of the ${ordinal(before + 1)}, ${tag}.`;
    const hint = "change a field of one tag";
    return [problemAt(where, ["variants", index, "tag"], "duplicate-tag", { message, key: true, hint })];
  });

/**
 * Variants that read one dataset are seen, because a dataset is often left as it was when a tag is copied. It may be
 * meant, as of a scan or a pool of minimum bias, so it is a note, and only of what drives the jobs of a step.
 */
const readsTheSame = (
  where: Located,
  index: number,
  variants: readonly Variant[],
  { inputs = {}, steps }: Pick<Request, "inputs" | "steps">,
): readonly Problem[] => {
  const dataOf = (variant: Variant | undefined, name: string): string | undefined => {
    const { dataset, task } = { ...inputs[name], ...variant?.inputs?.[name] };
    return dataset ?? task;
  };
  const primary = new Set(Object.values(steps).map((step) => step.in?.[0]?.from));
  return Object.keys(inputs).flatMap((name) => {
    const mine = dataOf(variants[index], name);
    if (mine === undefined || mine.includes("{") || !primary.has(name)) return [];
    const before = variants.findIndex((variant) => dataOf(variant, name) === mine);
    const all = variants.every((variant) => dataOf(variant, name) === mine);
    if (before === index || (all && index > 1)) return [];
    const who = all ? `All ${variants.length} variants` : `This variant and the ${ordinal(before + 1)}`;
    return problemAt(
      where,
      variants[index]?.inputs?.[name] === undefined ? ["variants", index] : ["variants", index, "inputs", name],
      "variants-read-the-same",
      {
        message: `${who} read ${mine} as \`${name}\`.`,
        key: true,
        severity: "note",
        hint: "if each has data of its own, write {FIELD} into the name, or `inputs` into the variant",
      },
    );
  });
};

const ordinal = (n: number): string => ["first", "second", "third"][n - 1] ?? `${n}th`;
