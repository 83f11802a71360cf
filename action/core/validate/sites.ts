import type { Conventions } from "../conventions/conventions.ts";
import { offlineReason } from "../conventions/sites-schema.ts";
import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Faults, type Located, type Path, problemAt } from "../text/places.ts";

export type Sited = {
  readonly sites: readonly string[];
  readonly setup: string | undefined;
  readonly problems: readonly Problem[];
};

/** Where a step may run, and the one set-up line that its wrapper gets. */
export const checkSites = (where: Located, request: Request, name: string, conventions: Conventions): Sited => {
  const { sites, path } = sitesOf(request, name);
  if (sites.length === 0) {
    return {
      sites,
      setup: undefined,
      problems: [
        problemAt(where, ["steps", name], "no-site", {
          message: `Step \`${name}\` has no \`sites\`, and \`defaults\` has none.`,
          key: true,
          hint: sitesToAdd(conventions),
        }),
      ],
    };
  }
  const setups = setupsOf(sites, conventions);
  const problems = [
    ...sites.flatMap((site, index) => checkSite(where, [...path, index], { site, sites }, conventions)),
    ...checkSetups(where, path, sites, conventions),
    ...checkExcluded(where, request, name, conventions),
  ];
  return { sites, setup: setups[0], problems };
};

const sitesToAdd = ({ sites }: Conventions): string => {
  const open = Object.keys(sites).filter((site) => sites[site]?.state !== "offline");
  return `add \`sites: [${open[0] ?? "NAME"}]\` to \`defaults\` or to the step${open.length > 1 ? `; there are ${open.join(", ")}` : ""}`;
};

/** A step's own sites, or those of `defaults`, and where they are written. */
const sitesOf = (request: Request, name: string): { readonly sites: readonly string[]; readonly path: Path } => {
  const own = request.steps[name]?.sites;
  return {
    sites: own ?? request.defaults?.sites ?? [],
    path: own === undefined ? ["defaults", "sites"] : ["steps", name, "sites"],
  };
};

const checkSite = (
  where: Located,
  path: Path,
  { site, sites }: { readonly site: string; readonly sites: readonly string[] },
  conventions: Conventions,
): readonly Problem[] => {
  const entry = Object.hasOwn(conventions.sites, site) ? conventions.sites[site] : undefined;
  if (entry === undefined) return [unknownSite(where, path, site, conventions)];
  if (entry.state !== "offline") return [];
  const waits = sites.some((one) => conventions.sites[one]?.state === "online") ? "" : ` ${waitsForSite}`;
  const message = `"${site}" is offline in the conventions${offlineReason(entry)}.${waits}`;
  return [problemAt(where, path, "site-offline", { message, severity: "warning" })];
};

/** No refusal: sites come back. */
const waitsForSite = "No site here is online: what is merged waits until one is.";

const unknownSite = (where: Located, path: Path, site: string, { sites, experiment }: Conventions): Problem =>
  problemAt(where, path, "unknown-site", {
    message: `"${site}" is not a site of ${experiment}.`,
    hint: suggestName(site, Object.keys(sites)),
  });

/** The different set-up lines of sites, without unknown sites. */
const setupsOf = (sites: readonly string[], { sites: known }: Conventions): readonly (string | undefined)[] => [
  ...new Set(sites.flatMap((site) => (Object.hasOwn(known, site) ? [known[site]?.setup] : []))),
];

/** The most of them that share a line. */
const sitesAlike = (sites: readonly string[], { sites: known }: Conventions): string => {
  const groups = [...Map.groupBy(sites, (site) => known[site]?.setup).values()];
  const [most = []] = groups.toSorted((a, b) => b.length - a.length);
  return `sites: [${most.join(", ")}]`;
};

function* checkSetups(where: Located, path: Path, sites: readonly string[], conventions: Conventions): Faults {
  if (setupsOf(sites, conventions).length > 1)
    yield problemAt(where, path, "mixed-setup", {
      message: `The sites ${sites.join(", ")} have different set-up lines.`,
      hint: `write sites with one line, as a step has one script: ${sitesAlike(sites, conventions)}`,
    });
}

const checkExcluded = (
  where: Located,
  request: Request,
  name: string,
  conventions: Conventions,
): readonly Problem[] => {
  const own = request.steps[name]?.excludeSites;
  const excluded = own ?? request.defaults?.excludeSites ?? [];
  const path: Path = own === undefined ? ["defaults", "excludeSites"] : ["steps", name, "excludeSites"];
  // A word of `prun` each: a name that the conventions do not know could hold a blank and then an option.
  const unknown = excluded.flatMap((site, index) =>
    Object.hasOwn(conventions.sites, site) ? [] : [unknownSite(where, [...path, index], site, conventions)],
  );
  const { sites } = sitesOf(request, name);
  const both = excluded.filter((site) => sites.includes(site));
  if (both.length === 0) return unknown;
  const words = `${both.join(", ")} ${both.length === 1 ? "is" : "are"} in \`sites\` and in \`excludeSites\` of \`${name}\`.`;
  return [
    ...unknown,
    problemAt(where, path, "no-effect", { message: words, key: true, hint: "remove one of the two" }),
  ];
};
