import { fullName, type Repository } from "../repository.ts";
import type { World } from "../world.ts";
import { branchesPage, commitPage, commitsPage, comparePage, tagsPage } from "./commit-page.ts";
import { conversation } from "./conversation.ts";
import { blobPage, rawFile, treePage } from "./file-page.ts";
import { repositoryPage, startPage } from "./home-page.ts";
import { html } from "./html.ts";
import { layout } from "./layout.ts";
import { mermaidScript } from "./mermaid.ts";
import { ourDocs } from "./our-docs.ts";
import { pullDiff, pullPage } from "./pull-page.ts";
import { runPage, runsPage } from "./run-page.ts";
import { issuesPage, pullsPage } from "./thread-list.ts";
import { type Shown, type Visit, visitOf } from "./visit.ts";
import { stateMark } from "./words.ts";

export const issuePage = (visit: Visit, number: number): Shown => {
  const thread = visit.repository.threads.find((each) => each.number === number && each.pull === undefined);
  if (thread === undefined) return undefined;
  const pinned = thread.pinned ? " Pinned." : "";
  return {
    title: `${thread.title} #${number}`,
    body: html`<p>${stateMark(thread)}${pinned}</p>${conversation(visit, thread)}`,
  };
};

export type SiteAnswer = { readonly status: 200 | 404; readonly type: string; readonly text: string };

/** The pages that people look at, at GitHub's own addresses; everybody may. `?json` gives what is behind some of them. */
export const answerSite = async (world: World, url: URL): Promise<SiteAnswer> => {
  const path = decodeURIComponent(url.pathname);
  if (path === "/assets/mermaid.js") return { status: 200, type: "text/javascript", text: await mermaidScript() };
  const [, owner = "", name = "", rest = ""] = /^\/([^/]+)\/([^/]+?)(\/.*)?$/.exec(path) ?? [];
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  const first = [...world.repositories.values()][0];
  const home = repository ?? first;
  const visit = home === undefined ? undefined : visitOf(world, home, url.searchParams);
  const shown =
    path === "/"
      ? startPage(world, addressOf)
      : repository === undefined || visit === undefined
        ? await ourDocs(path)
        : await pageAt(visit, rest);
  return answerOf(shown, visit?.home ?? "", path, url.searchParams.has("json"));
};

const addressOf = (repository: Repository): string => `/${fullName(repository)}`;

const answerOf = (shown: Shown, home: string, path: string, asData: boolean): SiteAnswer => {
  if (shown === undefined) {
    const nothing = { title: "404", body: html`<p>There is no page <code>${path}</code>.</p>` };
    return { status: 404, type: "text/html", text: layout(nothing, home) };
  }
  if ("text" in shown) return { status: 200, ...shown };
  if (asData && shown.data !== undefined)
    return { status: 200, type: "application/json", text: JSON.stringify(shown.data) };
  return { status: 200, type: "text/html", text: layout(shown, home) };
};

type Show = (visit: Visit, ...parts: readonly string[]) => Shown | Promise<Shown>;

/** By what stands behind `/OWNER/NAME`; the first that matches. */
const pages: readonly (readonly [RegExp, Show])[] = [
  [/^\/?$/, (visit) => repositoryPage(visit)],
  [/^\/pulls$/, (visit) => pullsPage(visit)],
  [/^\/pull\/(\d+)\.(?:diff|patch)$/, (visit, number) => pullDiff(visit, Number(number))],
  [/^\/pull\/\d+\/commits\/([0-9a-f]{7,40})$/, (visit, sha = "") => commitPage(visit, sha)],
  [/^\/pull\/(\d+)(\/\w+)?$/, (visit, number, below = "") => pullPage(visit, Number(number), below)],
  [/^\/issues$/, (visit) => issuesPage(visit)],
  [/^\/issues\/(\d+)$/, (visit, number) => issuePage(visit, Number(number))],
  [/^\/actions$/, (visit) => runsPage(visit)],
  [/^\/actions\/workflows\/([\w.-]+)$/, (visit, file) => runsPage(visit, file)],
  [/^\/actions\/runs\/(\d+)$/, (visit, id) => runPage(visit, Number(id))],
  [/^\/blob\/(.+)$/, (visit, rest = "") => blobPage(visit, rest)],
  [/^\/raw\/(.+)$/, (visit, rest = "") => rawFile(visit, rest)],
  [/^\/tree\/(.+)$/, (visit, rest = "") => treePage(visit, rest)],
  [/^\/commit\/([^/]+)$/, (visit, sha = "") => commitPage(visit, sha)],
  [/^\/commits(?:\/(.+))?$/, (visit, ref = "") => commitsPage(visit, ref)],
  [/^\/compare\/(.+)$/, (visit, range = "") => comparePage(visit, range)],
  [/^\/branches$/, (visit) => branchesPage(visit)],
  [/^\/tags$/, (visit) => tagsPage(visit)],
];

const pageAt = async (visit: Visit, rest: string): Promise<Shown> => {
  for (const [pattern, show] of pages) {
    const [whole, ...parts] = pattern.exec(rest) ?? [];
    if (whole !== undefined) return show(visit, ...parts);
  }
  return undefined;
};
