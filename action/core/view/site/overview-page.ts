import { keyOf, partsOfKey, type SubmissionKey, versionName } from "../../ledger/event.ts";
import { cut } from "../../markdown/doc.ts";
import { utcMinute } from "../../markdown/utc.ts";
import { lastTasks } from "../../submission/orders.ts";
import type { StateKind } from "../../submission/state.ts";
import { stateTable } from "../../submission/states.ts";
import { asksPerson } from "../../submission/ways-out.ts";
import { counted, thousands } from "../../text/amounts.ts";
import { progressOfTasks, progressWords } from "../status/progress.ts";
import { queuedText, type RunGroup, rolledUp } from "../status/rolled-up.ts";
import { describeState } from "../status/state-text.ts";
import { byCause, type CauseGroup, inNaturalOrder, type SubmissionStatus, stateCounts } from "../status/status-text.ts";
import { type Html, html } from "./html.ts";
import type { SiteRow } from "./site-data.ts";

export type SiteOverview = {
  readonly active: readonly SubmissionStatus[];
  readonly states: ReadonlyMap<StateKind, number>;
  /** Folders whose request main refuses. */
  readonly refused: readonly string[];
  readonly ended: readonly SiteRow[];
};

/** Rows of a table, and names of a group. */
const maxRows = 60;
const maxNames = 8;
const maxEnded = 15;
const maxWords = 240;

/** What needs a person, runs, waits and has ended last: the page that is there without a script. */
export const overviewPage = ({ active, states, refused, ended }: SiteOverview): Html => {
  const { asking = [], others = [] } = Object.groupBy(active, ({ state }) => (asksPerson(state) ? "asking" : "others"));
  const { waits = [], runs = [] } = Object.groupBy(others, ({ state }) =>
    stateTable[state.kind].phase === "unsent" ? "waits" : "runs",
  );
  const good = (states.get("done") ?? 0) + (states.get("completed-partially") ?? 0);
  const all = [...states.values()].reduce((sum, count) => sum + count, 0);
  return html`<h1>Overview</h1>
<ul class="figures">
${figure(asking.length + refused.length, "need a person", "asks=yes", "person")}
${figure(runs.length, "run", "phase=running", "running")}
${figure(waits.length, "wait", "phase=unsent", "unsent")}
${figure(good, "ended well", "phase=succeeded", "succeeded")}
${figure(all, "in all", "", "ended")}
</ul>
${personPart(byCause(asking), refused)}
${movingPart("Running", runs, "Nothing runs.")}
${movingPart("Waiting", waits, "Nothing waits.")}
${endedPart(ended)}`;
};

const figure = (count: number, words: string, filter: string, look: string): Html =>
  html`<li class="figure ${look}"><a href="#/productions${filter === "" ? "" : `?${filter}`}"><strong>${thousands(count)}</strong> <span>${words}</span></a></li>
`;

const stateMark = (kind: StateKind, asks: boolean): Html =>
  html`<span class="state ${asks ? "person" : stateTable[kind].phase}">${kind}</span>`;

const submissionLink = (key: SubmissionKey): Html => {
  const { tag, version, run } = partsOfKey(key);
  const path = [tag, version, ...(run === undefined ? [] : [String(run)])].map(encodeURIComponent).join("/");
  return html`<a href="#/p/${path}">${versionName(key)}</a>`;
};

const personPart = (groups: readonly CauseGroup<SubmissionStatus>[], refused: readonly string[]): Html => {
  if (groups.length + refused.length === 0) return html`<h2>Needs a person</h2><p class="none">Nothing.</p>`;
  const more = groups.length - maxRows;
  return html`<h2>Needs a person</h2>
${refused.slice(0, maxRows).map((folder) => html`<article class="cause"><h3>${folder}</h3><p>refused on main: nothing new of it is submitted</p></article>`)}
${groups.slice(0, maxRows).map(causePart)}
${more > 0 ? html`<p><a href="#/productions?asks=yes">${counted(more, "more cause")}</a></p>` : html``}`;
};

const causePart = ({ cause, ones }: CauseGroup<SubmissionStatus>): Html => {
  const names = ones.slice(0, maxNames).map(({ key }) => html`<li>${submissionLink(key)}</li>`);
  const more = ones.length - names.length;
  const said = cause.said === undefined ? html`` : html`<pre tabindex="0">${cut(cause.said, 600)}</pre>`;
  return html`<article class="cause"><h3>${stateMark(ones[0].state.kind, true)} ${counted(ones.length, "submission")}</h3>
<p>${cut(cause.words, maxWords)}</p>${said}
<ul class="names">${names}${more > 0 ? html`<li>and ${thousands(more)} more</li>` : html``}</ul></article>
`;
};

const movingPart = (title: string, all: readonly SubmissionStatus[], none: string): Html => {
  if (all.length === 0) return html`<h2>${title}</h2><p class="none">${none}</p>`;
  const { apart, groups } = rolledUp(inNaturalOrder(all));
  const rows = [...groups.map(groupRow), ...apart.slice(0, maxRows).map(oneRow)].slice(0, maxRows);
  const more = groups.length + apart.length - rows.length;
  return html`<h2>${title}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr><th>Production</th><th>State</th><th>Inputs done</th><th>What</th></tr></thead><tbody>
${rows}</tbody></table></div>
${more > 0 ? html`<p>${thousands(more)} more are on the page of productions.</p>` : html``}`;
};

const oneRow = ({ key, state }: SubmissionStatus): Html =>
  html`<tr><td>${submissionLink(key)}</td><td>${stateMark(state.kind, false)}</td><td>${meter([{ key, state }])}</td><td>${cut(describeState(state), maxWords)}</td></tr>
`;

const groupRow = ({ tag, version, runs }: RunGroup<SubmissionStatus>): Html =>
  html`<tr><td><a href="#/p/${encodeURIComponent(tag)}/${encodeURIComponent(version)}">${tag} ${version}</a></td><td>${counted(runs.length, "run")}</td><td>${meter(runs)}</td><td>${stateCounts(runs)}${queuedText(runs)}</td></tr>
`;

const meter = (ones: readonly SubmissionStatus[]): Html => {
  const progress = progressOfTasks(ones.flatMap(({ state }) => lastTasks(state)));
  return progress.inputs === 0
    ? html`<span class="none">none yet</span>`
    : html`<progress max="${progress.inputs}" value="${progress.done}" aria-label="inputs done"></progress> <small>${progressWords(progress)}</small>`;
};

const endedPart = (ended: readonly SiteRow[]): Html => {
  if (ended.length === 0) return html`<h2>Ended last</h2><p class="none">Nothing has ended yet.</p>`;
  const rows = ended.slice(0, maxEnded).map(
    ({ tag, version, run, state, since }) =>
      html`<tr><td>${submissionLink(keyOf({ tag, version, run }))}</td><td>${stateMark(state, false)}</td><td><time datetime="${since}">${utcMinute(since)}</time></td></tr>
`,
  );
  return html`<h2>Ended last</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Ended last"><table><thead><tr><th>Production</th><th>State</th><th>Since</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
};
