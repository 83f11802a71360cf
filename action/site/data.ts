import type { SiteIndex, SiteRow } from "../core/view/site/site-data.ts";

const fetched = new Map<string, Promise<unknown>>();

/** Each file once. It lies beside the page and was written with it. */
export const fetchJson = async <T>(path: string): Promise<T> => {
  const there = fetched.get(path) ?? load(path);
  fetched.set(path, there);
  return (await there) as T;
};

/** A part of the path may come from the address of the page, and other sites may lie on the same host. */
const load = async (path: string): Promise<unknown> => {
  const parts = path.split("/");
  if (parts.some((part) => /^\.{0,2}$/.test(part))) throw new Error("there is no such page");
  const answer = await fetch(parts.map(encodeURIComponent).join("/"));
  if (!answer.ok)
    throw new Error(answer.status === 404 ? "there is no such page" : `the server answered ${answer.status}`);
  return answer.json();
};

export const siteIndex = (): Promise<SiteIndex> => fetchJson<SiteIndex>("data/site.json");

/** Rows of all submissions, the newest first, file by file as they are asked for. */
export async function* newestRows(): AsyncGenerator<readonly SiteRow[]> {
  const { parts } = await siteIndex();
  for (const { path } of parts.toReversed()) yield (await fetchJson<readonly SiteRow[]>(path)).toReversed();
}
