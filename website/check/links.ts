import type { Visit } from "./page.ts";

/** Links within the site whose page or place is not there. Those to other hosts are not followed. */
export const brokenLinks = (visits: readonly Visit[]): readonly string[] => {
  const pages = new Map(visits.map((visit) => [visit.page, visit]));
  return visits.flatMap(({ page, links }) =>
    [...new Set(links)]
      .filter((link) => link.startsWith("/"))
      .flatMap((link) => {
        const [path = "", place] = link.split("#");
        const target = pages.get(path) ?? pages.get(`${path}/`);
        if (target === undefined) return [`${page}: ${link} leads to no page`];
        return place && !target.ids.has(decodeURIComponent(place))
          ? [`${page}: ${link} leads to no place of its page`]
          : [];
      }),
  );
};
