/** A link that leads nowhere: where it stands, and what came. */
export type DeadLink = { readonly from: string; readonly to: string; readonly came: number | "no such place" };
export type Walked = { readonly pages: ReadonlyMap<string, string>; readonly dead: readonly DeadLink[] };

/** A commit, or a file or a folder of it. Commits share most of theirs. */
const ofCommit = /\/(tree|blob|raw|commit)\/[0-9a-f]{40}(?=\/|$)/;
const atAnyCommit = (page: string): string => page.replace(ofCommit, "/$1/COMMIT");

/**
 * Every page that can be reached by links from these, as far as they stay on the same servers. What pages of
 * commits lead to is walked at one of all commits, and what any other page leads to wherever that is.
 */
export const walkPages = async (starts: readonly string[]): Promise<Walked> => {
  const hosts = new Set(starts.map((start) => new URL(start).origin));
  const pages = new Map<string, string>();
  const dead: DeadLink[] = [];
  const paths = new Set<string>();
  const links = starts.map((to) => ({ from: "", to: new URL(to) }));
  // Grows while it is walked.
  for (const { from, to } of links) {
    const page = to.href.replace(to.hash, "");
    if (ofCommit.test(from) && !pages.has(page) && paths.has(atAnyCommit(page))) continue;
    if (!pages.has(page)) {
      paths.add(atAnyCommit(page));
      const response = await fetch(page);
      const text = await response.text();
      const isHtml = (response.headers.get("content-type") ?? "").startsWith("text/html");
      pages.set(page, isHtml ? text : "");
      if (response.status !== 200) dead.push({ from, to: to.href, came: response.status });
      else if (isHtml) links.push(...linksIn(text, page, hosts));
    }
    if (to.hash !== "" && pages.get(page)?.includes(` id="${to.hash.slice(1)}"`) !== true)
      dead.push({ from, to: to.href, came: "no such place" });
  }
  return { pages, dead };
};

const linksIn = (text: string, page: string, hosts: ReadonlySet<string>) =>
  [...text.matchAll(/ (?:href|src)="([^"]*)"/g)]
    .map(([, address = ""]) => ({ from: page, to: new URL(address.replaceAll(/&amp;|&#38;/g, "&"), page) }))
    .filter(({ to }) => hosts.has(to.origin));
