import type { FileChange } from "../shapes/diff.ts";
import { type Html, html, link } from "./html.ts";

/** The files that changed, each with its lines. `at`: the commit that has them now. */
export const diffBoxes = (home: string, at: string, changes: readonly FileChange[]): Html => {
  const sum = (of: "additions" | "deletions"): number => changes.reduce((all, change) => all + change[of], 0);
  return html`<p>${changes.length} ${changes.length === 1 ? "file" : "files"} changed, <span class="good">+${sum("additions")}</span> <span class="bad">−${sum("deletions")}</span></p>${changes.map((change) => fileBox(home, at, change))}`;
};

const fileBox = (home: string, at: string, change: FileChange): Html => {
  const name = change.previous === undefined ? change.filename : `${change.previous} → ${change.filename}`;
  const shown = change.status === "removed" ? name : link(`${home}/blob/${at}/${encodePath(change.filename)}`, name);
  const lines = (change.patch ?? "").split("\n").map((line) => html`<span class="${kindOf(line)}">${line}</span>`);
  const body = change.patch === undefined ? html`<div class="soft">No lines to show.</div>` : diff(lines);
  return html`<details class="box" open><summary>${shown} <span class="soft">${change.status}, +${change.additions} −${change.deletions}</span></summary>${body}</details>`;
};

const diff = (lines: readonly Html[]): Html => html`<pre class="diff">${lines}</pre>`;

const kindOf = (line: string): string =>
  line.startsWith("+") ? "added" : line.startsWith("-") ? "gone" : line.startsWith("@@") ? "place" : "same";

export const encodePath = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
