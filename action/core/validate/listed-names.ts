import type { Conventions } from "../conventions/conventions.ts";
import type { KnownNames, ListsRead } from "../conventions/read-lists.ts";
import type { Problem } from "../problems/problem.ts";
import type { Request, RequestStep } from "../request/request.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import { suggestValue } from "../text/rule.ts";

/** A value of a request, the key by which lists name it, and where it is written. */
type Value = { readonly key: string; readonly path: Path; readonly value: unknown };

/** Values that exist by no list that has their key. */
export const checkListed = (
  where: Located,
  request: Request,
  { sites }: Conventions,
  listed: readonly ListsRead[],
): readonly Problem[] => {
  const lists = listed.flatMap((read) => read.lists);
  if (lists.length === 0) return [];
  return valuesIn(request)
    .filter(({ key, value }) => key !== "sites" || Object.hasOwn(sites, String(value)))
    .flatMap(({ key, path, value }) =>
      lists
        .filter(({ of, names }) => of.includes(key) && !hasName(names, key, String(value)))
        .slice(0, 1)
        .map((list) => notListed(where, path, { key, value: String(value) }, list)),
    );
};

const notListed = (
  where: Located,
  path: Path,
  { key, value }: { readonly key: string; readonly value: string },
  { names, file }: KnownNames,
): Problem =>
  problemAt(where, path, "not-listed", {
    message: `"${value}" is not in the list of \`${key}\` in ${file}.`,
    hint: suggestValue(value, [...names]) ?? `a new one is added to ${file} by a pull request`,
  });

const valuesIn = (request: Request): readonly Value[] => [
  { key: "build", path: ["build"], value: request.build },
  { key: "conditions", path: ["conditions"], value: request.conditions },
  ...Object.entries(request.tag).map(([field, value]) => ({ key: `tag.${field}`, path: ["tag", field], value })),
  ...request.contact.map((value, index) => ({ key: "contact", path: ["contact", index], value })),
  ...(request.owner === undefined ? [] : [{ key: "owner", path: ["owner"], value: request.owner }]),
  ...Object.entries(request.inputs ?? {}).flatMap(([name, { dataset }]) =>
    dataset === undefined ? [] : [{ key: "dataset", path: ["inputs", name, "dataset"], value: dataset }],
  ),
  ...ofOptions(["defaults"], request.defaults ?? {}),
  ...Object.entries(request.steps).flatMap(([name, step]) => [
    ...ofOptions(["steps", name], step),
    ...(step.build === undefined ? [] : [{ key: "build", path: ["steps", name, "build"], value: step.build }]),
    ...Object.entries(step.parameters ?? {}).map(([parameter, value]) => ({
      key: `parameters.${parameter}`,
      path: ["steps", name, "parameters", parameter],
      value,
    })),
  ]),
];

/** PanDA writes a container with a slash behind it, Rucio without. */
const hasName = (names: KnownNames["names"], key: string, value: string): boolean =>
  names.has(value) || (key === "dataset" && names.has(value.endsWith("/") ? value.slice(0, -1) : `${value}/`));

type Options = Pick<RequestStep, "container" | "destination" | "sites" | "excludeSites">;

const ofOptions = (
  path: Path,
  { container, destination, sites = [], excludeSites = [] }: Options,
): readonly Value[] => [
  ...Object.entries({ container, destination }).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, path: [...path, key], value }],
  ),
  ...sites.map((value, index) => ({ key: "sites", path: [...path, "sites", index], value })),
  ...excludeSites.map((value, index) => ({ key: "sites", path: [...path, "excludeSites", index], value })),
];
