import type { Problem } from "../problems/problem.ts";
import type { Request, RequestStep, Variant } from "../request/request.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";

/** One production of a request: what it says as a whole, and where that was written. */
export type Expanded = { readonly request: Request; readonly where: Located };

/** A request with `variants` is several: each is the request with the variant's fields in their places. */
export const expandVariants = (where: Located, request: Request): readonly Expanded[] => {
  const { variants, ...shared } = request;
  if (variants === undefined) return [{ request, where }];
  return variants.map((variant, index) => ({
    request: {
      ...shared,
      ...(variant.description === undefined ? {} : { description: variant.description }),
      ...(variant.version === undefined ? {} : { version: variant.version }),
      tag: { ...request.tag, ...variant.tag },
      steps: Object.fromEntries(
        Object.entries(request.steps).map(([name, step]) => [name, withParameters(step, variant)]),
      ),
    },
    where: { file: where.file, places: placesIn(where, index, variant) },
  }));
};

const withParameters = (step: RequestStep, { parameters = {} }: Variant): RequestStep => {
  if (step.parameters === undefined) return step;
  const own = step.parameters;
  const changed = Object.entries(parameters).filter(([name]) => Object.hasOwn(own, name));
  return { ...step, parameters: { ...own, ...Object.fromEntries(changed) } };
};

/** A field that the variant gives stands in the variant. */
const placesIn = ({ places }: Located, index: number, variant: Variant): Located["places"] => {
  const written = (path: Path): Path => {
    const [head, field] = path;
    if ((head === "description" || head === "version") && variant[head] !== undefined) return ["variants", index, head];
    if (head === "tag" && field === undefined) return ["variants", index, "tag"];
    if (head === "tag" && Object.hasOwn(variant.tag, String(field))) return ["variants", index, ...path];
    if (head === "steps" && path[2] === "parameters" && Object.hasOwn(variant.parameters ?? {}, String(path[3])))
      return ["variants", index, ...path.slice(2)];
    return path;
  };
  return {
    at: (path) => places.at(written(path)),
    ofKey: (path) => places.ofKey(written(path)),
    joined: (path) => places.joined(written(path)),
    within: (path) => places.within(written(path)),
    written: (path) => places.written(written(path)),
  };
};

/** A parameter that no step has would be given to nobody, and two variants with one tag would be one production. */
export const judgeVariants = (where: Located, { variants = [], steps }: Request): readonly Problem[] => {
  const known = new Set(Object.values(steps).flatMap(({ parameters = {} }) => Object.keys(parameters)));
  return variants.flatMap(({ parameters = {} }, index) =>
    Object.keys(parameters)
      .filter((name) => !known.has(name))
      .map((name) =>
        problemAt(
          where,
          ["variants", index, "parameters", name],
          "no-effect",
          `No step has the parameter \`${name}\`, so the variant changes nothing by it.`,
          { key: true, hint: "give the parameter to the step, with the value that is used otherwise" },
        ),
      ),
  );
};
