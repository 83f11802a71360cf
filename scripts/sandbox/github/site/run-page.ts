import { type Html, html, link, table } from "./html.ts";
import { markdownBox } from "./markdown.ts";
import type { ShownJob, ShownRun, ShownStep } from "./shown-run.ts";
import type { Page, Shown, Visit } from "./visit.ts";
import { commitLink, outcome } from "./words.ts";

const endOf = (run: ShownRun): string => run.conclusion ?? run.status;

/** All runs, or those of one workflow, newest first. */
export const runsPage = ({ runs, home }: Visit, file?: string): Page => {
  const shown = runs.filter((run) => file === undefined || run.file.endsWith(`/${file}`)).toReversed();
  const workflows = [...new Set(runs.map((run) => run.file.split("/").at(-1) ?? ""))].toSorted();
  const rows = shown.map(
    (run) =>
      html`<li>${outcome(endOf(run))} <b>${link(`${home}/actions/runs/${run.id}`, run.title)}</b><br><span class="soft">${run.workflow} #${run.number}, ${run.event} by ${run.actor}</span></li>`,
  );
  const how =
    file === "command.yml"
      ? html`<p>The form: <code>gh workflow run command.yml -f verb=status</code>, with <code>-f site=</code>, <code>-f states=</code>, <code>-f tags=</code> and <code>-f confirm=true</code>.</p>`
      : undefined;
  return {
    title: file === undefined ? "Runs of workflows" : `Runs of ${file}`,
    body: html`<nav class="tabs">${link(`${home}/actions`, "all")}${workflows.map((name) => link(`${home}/actions/workflows/${name}`, name))}</nav>${how}${rows.length === 0 ? html`<p class="soft">There are none.</p>` : html`<ul class="rows">${rows}</ul>`}`,
    data: shown.map(({ jobs: _, ...head }) => head),
  };
};

export const runPage = (visit: Visit, id: number): Shown => {
  const run = visit.runs.find((each) => each.id === id);
  if (run === undefined) return undefined;
  const { home } = visit;
  const attempt = run.attempt === 1 ? "" : `, attempt ${run.attempt}`;
  const head = html`<p>${outcome(endOf(run))} · ${link(`${home}/blob/${run.sha}/${run.file}`, run.workflow)} #${run.number}${attempt} · ${run.event} by <b>${run.actor}</b> · <code>${run.ref.replace(/^refs\/(heads|tags)\//, "")}</code> ${commitLink(home, run.sha)}</p>`;
  const error = run.error === undefined ? undefined : html`<pre>${run.error}</pre>`;
  return { title: run.title, body: html`${head}${error}${run.jobs.map((job) => jobBox(visit, job))}`, data: run };
};

const jobBox = (visit: Visit, job: ShownJob): Html => {
  const environment = job.environment === undefined ? "" : `, environment ${job.environment}`;
  const summaries = job.steps.map(({ summary }) => summary).filter((text) => text !== "");
  return html`<section class="box" id="${job.id}"><header><b>${job.name}</b> ${outcome(job.result)}<span class="soft">${environment}</span></header><div>${job.message === undefined ? undefined : html`<p>${job.message}</p>`}${notes(job)}${job.steps.map(stepBox)}${outputs("Outputs of the job", job.outputs)}${summaries.length === 0 ? undefined : html`<h2>Summary</h2>`}${summaries.map((text) => html`<div class="said">${markdownBox({ text, ours: true, below: `${visit.home}/`, home: visit.home })}</div>`)}</div></section>`;
};

/** What the steps told at a line or of themselves. */
const notes = (job: ShownJob): Html => {
  const all = job.steps.flatMap(({ annotations }) => annotations);
  return html`${all.map(({ level, message, title, file, line }) => {
    const place = file === undefined ? undefined : html`<code>${file}${line === undefined ? "" : `:${line}`}</code> `;
    return html`<p><b class="${level === "error" ? "bad" : "waits"}">${level}</b> ${place}${title === undefined ? undefined : html`<b>${title}</b> `}${message}</p>`;
  })}`;
};

const stepBox = (step: ShownStep): Html =>
  html`<details><summary>${outcome(step.conclusion)} ${step.name}</summary><pre>${step.log.length === 0 ? "It printed nothing." : step.log.join("\n")}</pre>${outputs("Outputs", step.outputs)}</details>`;

const outputs = (title: string, given: Readonly<Record<string, string>>): Html =>
  Object.keys(given).length === 0
    ? html``
    : html`<details><summary>${title}</summary>${table(["name", "value"], Object.entries(given))}</details>`;
