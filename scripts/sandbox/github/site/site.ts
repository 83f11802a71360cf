import { readdir, readFile } from "node:fs/promises";
import { resolveRevision } from "../git.ts";
import { fullName, type Repository } from "../repository.ts";
import { isPull } from "../threads.ts";
import type { World } from "../world.ts";
import { branchesPage, commitPage, commitsPage, comparePage, tagsPage } from "./commit-page.ts";
import { conversation } from "./conversation.ts";
import { blobPage, rawFile, treePage } from "./file-page.ts";
import { type Html, html, link, trusted } from "./html.ts";
import { layout } from "./layout.ts";
import { markdownHtml } from "./markdown.ts";
import { mermaidScript } from "./mermaid.ts";
import { pullDiff, pullPage } from "./pull-page.ts";
import { runPage, runsPage } from "./run-page.ts";
import { issuesPage, pullsPage, rows } from "./thread-list.ts";
import { type Page, type Shown, type Visit, visitOf } from "./visit.ts";
import { stateMark, threadLink } from "./words.ts";

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

/** `/`: what people look for first, of each repository that is no fork. */
const startPage = (world: World, addressOf: (repository: Repository) => string): Page => ({
  title: "Sandbox GitHub",
  body: html`${[...world.repositories.values()]
    .filter(({ parent }) => parent === undefined)
    .map((repository) => {
      const home = addressOf(repository);
      return html`<h2>${link(home, home.slice(1))}</h2>${pinned(repository, home)}<h3>${link(`${home}/pulls`, "Pull requests")}</h3>${rows(home, repository.threads.filter(isPull), "There are none yet.")}`;
    })}`,
});

const pinned = ({ threads }: Repository, home: string): Html => {
  const found = threads.filter((thread) => thread.pinned);
  return html`${found.map((thread) => html`<p>📌 ${threadLink(home, thread)}</p>`)}`;
};

/** `/OWNER/NAME`: the pinned issue and the files of its main branch. */
const repositoryPage = async (visit: Visit): Promise<Page> => {
  const { repository, home } = visit;
  const branch = repository.defaultBranch;
  const isEmpty = (await resolveRevision(repository.dir, `refs/heads/${branch}`)) === undefined;
  const files = isEmpty ? undefined : await treePage(visit, branch);
  const body = files !== undefined && "body" in files ? files.body : html`<p>This repository is empty.</p>`;
  return { title: home.slice(1), body: html`${pinned(repository, home)}${body}` };
};

const root = new URL("../../../../", import.meta.url);

/** `/OWNER/shrek/blob/REF/docs/PAGE.md`: the pages of the program itself, at any ref, to which comments lead. */
const ourDocs = async (path: string): Promise<Shown> => {
  const [, folder] = /^\/[\w.-]+\/shrek\/blob\/[\w.-]+\/((?:[\w-]+\/){1,3})$/.exec(path) ?? [];
  // GitHub leads from here to its page of the folder, which names what is in it.
  const names = folder === undefined ? undefined : await readdir(new URL(folder, root)).catch(() => undefined);
  if (folder !== undefined && names !== undefined)
    return { title: folder, body: html`<ul class="box">${names.map((name) => html`<li>${name}</li>`)}</ul>` };
  const [, page] =
    /^\/[\w.-]+\/shrek\/blob\/[\w.-]+\/((?:docs\/)?(?:[\w-]+\/){0,2}[\w-]+\.(?:md|ya?ml))$/.exec(path) ?? [];
  const text = page === undefined ? undefined : await readFile(new URL(page, root), "utf8").catch(() => undefined);
  if (page === undefined || text === undefined) return undefined;
  if (/\.ya?ml$/.test(page)) return { title: page, body: html`<pre>${text}</pre>` };
  // As GitHub does, a heading is a place of its own.
  const anchored = markdownHtml(text, { markup: false }).replaceAll(
    /<h([1-6])>(.*?)<\/h\1>/gs,
    (_, level: string, heading: string) => `<h${level} id="${placeOf(heading)}">${heading}</h${level}>`,
  );
  // And the anchors that we write, of which it keeps the name.
  const named = anchored.replaceAll(
    /&lt;a id=(?:"|&quot;|&#34;)([\w-]+)(?:"|&quot;|&#34;)&gt;&lt;\/a&gt;/g,
    '<a id="$1"></a>',
  );
  return { title: page, body: html`<article class="box"><div>${trusted(named)}</div></article>` };
};

/** GitHub's name for a heading: small letters, digits and hyphens. */
const placeOf = (heading: string): string =>
  heading
    .replaceAll(/&lt;.*?&gt;|<[^>]*>|&\w+;/g, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
