import type { Thread } from "../repository.ts";
import { isPull } from "../threads.ts";
import { type Html, html, link } from "./html.ts";
import type { Page, Visit } from "./visit.ts";
import { stateMark, stateOf, threadLink, timeOf } from "./words.ts";

const row = (home: string, thread: Thread): Html =>
  html`${stateMark(thread)} <b>${threadLink(home, thread)}</b><br><span class="soft">#${thread.number} by ${thread.author}, ${timeOf(thread.createdAt)}${thread.pull === undefined ? undefined : html`, <code>${thread.pull.head.ref}</code>`}</span>`;

export const rows = (home: string, threads: readonly Thread[], none: string): Html =>
  threads.length === 0
    ? html`<p class="soft">${none}</p>`
    : html`<ul class="rows">${threads.toReversed().map((thread) => html`<li>${row(home, thread)}</li>`)}</ul>`;

/** All of them, or those of `?state=`. */
const listed = (kind: string, threads: readonly Thread[], { home, query }: Visit): Page => {
  const state = query.get("state") ?? "all";
  const found = threads.filter((thread) => state === "all" || stateOf(thread) === state);
  const states = ["all", "open", ...(kind === "pulls" ? ["merged"] : []), "closed"];
  return {
    title: kind === "pulls" ? "Pull requests" : "Issues",
    body: html`<nav class="tabs">${states.map((each) => (each === state ? html`<b>${each}</b>` : link(`${home}/${kind}?state=${each}`, each)))}</nav>${rows(home, found, "There are none.")}`,
  };
};

export const pullsPage = (visit: Visit): Page => listed("pulls", visit.repository.threads.filter(isPull), visit);

export const issuesPage = (visit: Visit): Page =>
  listed(
    "issues",
    visit.repository.threads.filter((thread) => !isPull(thread)),
    visit,
  );
