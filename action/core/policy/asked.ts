import { belowShared, foldersAbove } from "../files/changed-productions.ts";
import { amountsOfRuns } from "../plan/plan.ts";
import { type CountedProduction, type Production, sharedRunLists } from "../production/production.ts";
import { inShared } from "../request/named-sources.ts";
import { sharedFolder } from "../text/source-file.ts";

/** What an approval would allow. */
export type Asked = {
  readonly folder: string;
  readonly paths: readonly string[];
  readonly trial: boolean;
  /** Of the request and of its steps. */
  readonly builds: readonly string[];
  /** The most that it may use by its own figures, never what it used before; `null`: unknown. */
  readonly coreHours: number | null;
  /** What its author expects. */
  readonly storageGB: number | null;
};

/** The paths of a change by each folder that holds them: a campaign asks for thousands of folders. */
export type Changed = {
  readonly below: ReadonlyMap<string, readonly string[]>;
  /** Files that several productions may use. */
  readonly shared: readonly string[];
};

export const changedBy = (paths: readonly string[]): Changed => {
  const below = new Map<string, string[]>([[".", [...paths]]]);
  for (const path of paths) {
    for (const folder of foldersAbove([path])) {
      const held = below.get(folder);
      if (held === undefined) below.set(folder, [path]);
      else held.push(path);
    }
  }
  return { below, shared: paths.filter((path) => path.split("/").includes(sharedFolder)) };
};

/** Those paths count that this production is made of; its request, if none is. */
export const askedOf = (production: Production | CountedProduction, changed: Changed): Asked => {
  const { folder, trial, request } = production;
  // Runs that are appended in small parts count together with all runs of their lists: nobody stays below a threshold run by run.
  const { coreHours, estimate } = amountsOfRuns(production);
  const paths = pathsOf(production, changed);
  return {
    folder,
    paths: paths.length === 0 ? [production.where.file] : paths,
    trial,
    builds: [...new Set([request.build, ...production.steps.map(({ build }) => build)])],
    coreHours,
    storageGB: estimate.gigabytes,
  };
};

/** A change of rules has the owners of its file, and no cost. */
export const askedOfRule = (path: string): Asked => ({
  folder: path,
  paths: [path],
  trial: false,
  builds: [],
  coreHours: 0,
  storageGB: 0,
});

/** Of its own folder, and shared files where it uses some. */
export const pathsOf = (production: Production | CountedProduction, { below, shared }: Changed): readonly string[] => {
  const { folder } = production;
  const used = shared.length > 0 && namesShared(production) ? shared : [];
  return [
    ...new Set([...(below.get(folder) ?? []), ...used.filter((path) => belowShared([folder], [path]).length > 0)]),
  ];
};

const namesShared = (production: Production | CountedProduction): boolean =>
  sharedRunLists(production).length > 0 || usesSharedFiles(production);

const usesSharedFiles = ({ request, steps }: Pick<Production, "request" | "steps">): boolean =>
  Object.values(request.inputs ?? {}).some(({ list }) => list?.startsWith(inShared)) ||
  steps.some(({ table }) => table?.name.startsWith(inShared)) ||
  Object.values(request.steps).some(({ resources = [] }) =>
    resources.some((resource) => typeof resource === "string" && resource.startsWith(inShared)),
  );
