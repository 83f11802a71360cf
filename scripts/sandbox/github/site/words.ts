import type { Thread } from "../repository.ts";
import { type Html, html, link } from "./html.ts";

/** `2026-11-28T13:12:13Z` as people read it. */
export const timeOf = (iso: string): Html =>
  html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;

export const stateOf = (thread: Thread): "open" | "merged" | "closed" =>
  thread.pull?.merged === undefined ? thread.state : "merged";

export const stateMark = (thread: Thread): Html => {
  const state = stateOf(thread);
  return html`<span class="state ${state}">${state[0]?.toUpperCase()}${state.slice(1)}</span>`;
};

export const threadLink = (home: string, thread: Thread): Html =>
  link(`${home}/${thread.pull === undefined ? "issues" : "pull"}/${thread.number}`, thread.title);

export const commitLink = (home: string, sha: string): Html =>
  link(`${home}/commit/${sha}`, html`<code>${sha.slice(0, 7)}</code>`);

/** How something ended, or that it has not: a sign that needs no colour, and the word. */
export const outcome = (word: string): Html => {
  const [sign, tone] =
    word === "success"
      ? ["✓", "good"]
      : word === "failure" || word === "startup_failure"
        ? ["✗", "bad"]
        : word === "skipped" || word === "cancelled" || word === "neutral"
          ? ["–", "soft"]
          : ["●", "waits"];
  return html`<span class="${tone}">${sign} ${word.replaceAll("_", " ")}</span>`;
};
