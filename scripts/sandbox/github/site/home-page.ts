import { resolveRevision } from "../git.ts";
import type { Repository } from "../repository.ts";
import { isPull } from "../threads.ts";
import type { World } from "../world.ts";
import { treePage } from "./file-page.ts";
import { type Html, html, link } from "./html.ts";
import { rows } from "./thread-list.ts";
import type { Page, Visit } from "./visit.ts";
import { threadLink } from "./words.ts";

/** `/`: what people look for first, of each repository that is no fork. */
export const startPage = (world: World, addressOf: (repository: Repository) => string): Page => ({
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
export const repositoryPage = async (visit: Visit): Promise<Page> => {
  const { repository, home } = visit;
  const branch = repository.defaultBranch;
  const isEmpty = (await resolveRevision(repository.dir, `refs/heads/${branch}`)) === undefined;
  const files = isEmpty ? undefined : await treePage(visit, branch);
  const body = files !== undefined && "body" in files ? files.body : html`<p>This repository is empty.</p>`;
  return { title: home.slice(1), body: html`${pinned(repository, home)}${body}` };
};
