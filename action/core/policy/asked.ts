import { belowShared, foldersAbove } from "../judge/changed-productions.ts";
import type { Production } from "../judge/production.ts";
import { planProduction } from "../plan/plan.ts";

/** What an approval would allow. */
export type Asked = {
  readonly folder: string;
  /** What changed of it. */
  readonly paths: readonly string[];
  readonly trial: boolean;
  readonly build: string;
  /** The most that it may use by its own words, never what it used before; `null`: nobody can say. */
  readonly coreHours: number | null;
  /** What its author expects. */
  readonly storageGB: number | null;
};

/** `changed`: every path of the change, of which those count that this production is made of. */
export const askedOf = (production: Production, changed: readonly string[]): Asked => {
  const { folder, trial, request } = production;
  const { total } = planProduction(production);
  const paths = changedOf(production, changed);
  return {
    folder,
    paths: paths.length === 0 ? [production.where.file] : paths,
    trial,
    build: request.build,
    coreHours: total.coreHours,
    storageGB: total.estimate.gigabytes,
  };
};

/** Those of its own folder, and shared files where it uses some. */
export const changedOf = (production: Production, changed: readonly string[]): readonly string[] => {
  const { folder } = production;
  const shared = namesShared(production);
  return changed.filter(
    (path) => foldersAbove([path]).has(folder) || (shared && belowShared([folder], [path]).length > 0),
  );
};

const namesShared = ({ request }: Production): boolean =>
  Object.values(request.steps).some(({ resources = [] }) =>
    resources.some((resource) => typeof resource === "string" && resource.startsWith("shared:")),
  );
