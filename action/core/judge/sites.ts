import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { suggestName } from "../text/nearest-name.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";

export type Sited = {
  readonly sites: readonly string[];
  readonly setup: string | undefined;
  readonly problems: readonly Problem[];
};

/** Where a step may run, and the one set-up line that its wrapper gets. */
export const judgeSites = (where: Located, request: Request, name: string, conventions: Conventions): Sited => {
  const own = request.steps[name]?.sites;
  const sites = own ?? request.defaults?.sites ?? [];
  const path: Path = own === undefined ? ["defaults", "sites"] : ["steps", name, "sites"];
  if (sites.length === 0) {
    return {
      sites,
      setup: undefined,
      problems: [
        problemAt(where, ["steps", name], "no-site", `Step \`${name}\` has no \`sites\`, and \`defaults\` has none.`, {
          key: true,
        }),
      ],
    };
  }
  const known = conventions.sites;
  const problems = sites.flatMap((site, index) => {
    const entry = Object.hasOwn(known, site) ? known[site] : undefined;
    if (entry === undefined)
      return [
        problemAt(where, [...path, index], "unknown-site", `"${site}" is not a site of ${conventions.experiment}.`, {
          hint: suggestName(site, Object.keys(known)),
        }),
      ];
    return entry.state === "offline"
      ? [
          problemAt(where, [...path, index], "site-offline", `"${site}" is offline in the conventions.`, {
            severity: "warning",
          }),
        ]
      : [];
  });
  const setups = new Set(sites.flatMap((site) => (Object.hasOwn(known, site) ? [known[site]?.setup] : [])));
  if (setups.size > 1) {
    problems.push(
      problemAt(where, path, "mixed-setup", `The sites ${sites.join(", ")} have different set-up lines.`, {
        hint: "choose sites with the same line; a step has one script for all its sites",
      }),
    );
  }
  const ownExcluded = request.steps[name]?.excludeSites;
  const excluded = ownExcluded ?? request.defaults?.excludeSites ?? [];
  const excludedPath: Path = ownExcluded === undefined ? ["defaults", "excludeSites"] : ["steps", name, "excludeSites"];
  // A word of `prun` each: a name that the conventions do not know could hold a blank and an option behind it.
  for (const [index, site] of excluded.entries())
    if (!Object.hasOwn(known, site))
      problems.push(
        problemAt(
          where,
          [...excludedPath, index],
          "unknown-site",
          `"${site}" is not a site of ${conventions.experiment}.`,
          {
            hint: suggestName(site, Object.keys(known)),
          },
        ),
      );
  const both = excluded.filter((site) => sites.includes(site));
  if (both.length > 0)
    problems.push(
      problemAt(
        where,
        excludedPath,
        "no-effect",
        `${both.join(", ")} ${both.length === 1 ? "is" : "are"} in \`sites\` and in \`excludeSites\` of \`${name}\`.`,
        { key: true, hint: "remove one of the two" },
      ),
    );
  return { sites, setup: [...setups][0], problems };
};
