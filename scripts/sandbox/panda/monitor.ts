import { existsSync, readFileSync } from "node:fs";
import type { Call } from "./call.ts";
import { type Answer, html, json, text } from "./envelope.ts";
import { logPath } from "./execution.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Task } from "./state.ts";
import { detailedInfo } from "./task-info.ts";
import { fileCounts, taskName } from "./task-records.ts";

/** The pages people look at; `?json` gives what is behind them. */
export const taskPage = (sandbox: Sandbox, call: Call, id: number): Answer => {
  const task = sandbox.state.tasks.get(id);
  if (task === undefined) return html(page("No such task", `<p>Task ${id} is not known.</p>`), 404);
  if (call.query.has("json")) return json({ task: detailedInfo(sandbox, task) });
  const { total, finished, failed } = fileCounts(task);
  const facts = {
    status: task.status,
    user: task.userName,
    request: task.request ?? "-",
    files: `${finished} of ${total} finished, ${failed} failed`,
    error: task.errorDialog ?? "",
    modified: task.modified,
  };
  const jobs = task.jobs.map(
    (job) =>
      `<tr><td><a href="/log/${job.pandaId}">${job.pandaId}</a></td><td>${job.number}</td><td>${job.status}</td><td>${job.attempts}</td><td>${escapeHtml(job.diagnosis)}</td></tr>`,
  );
  return html(
    page(
      taskName(task),
      `<table>${Object.entries(facts)
        .map(([name, value]) => `<tr><th>${name}</th><td>${escapeHtml(String(value))}</td></tr>`)
        .join(
          "",
        )}</table><h2>Jobs</h2><table><tr><th>PandaID</th><th>job</th><th>status</th><th>attempts</th><th></th></tr>${jobs.join("")}</table>`,
    ),
  );
};

export const tasksPage = (sandbox: Sandbox, call: Call): Answer => {
  const wanted = call.query.get("taskname") ?? "*";
  const glob = new RegExp(
    `^${wanted
      .split("*")
      .map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"))
      .join(".*")}$`,
  );
  const tasks = sandbox.state.tasks.all().filter((task) => glob.test(taskName(task)));
  if (call.query.has("json")) return json({ tasks: tasks.map((task) => detailedInfo(sandbox, task)) });
  return html(
    page(
      `Tasks ${wanted}`,
      `<table><tr><th>task</th><th>name</th><th>status</th><th>files</th></tr>${tasks.map(row).join("")}</table>`,
    ),
  );
};

export const logPage = (sandbox: Sandbox, pandaId: number): Answer => {
  const path = logPath(sandbox.state, pandaId);
  return existsSync(path) ? text(readFileSync(path, "utf8")) : text("no such log", 404);
};

const row = (task: Task): string => {
  const { total, finished } = fileCounts(task);
  return `<tr><td><a href="/task/${task.id}/">${task.id}</a></td><td>${escapeHtml(taskName(task))}</td><td>${task.status}</td><td>${finished}/${total}</td></tr>`;
};

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>body{font:15px/1.5 system-ui;margin:2rem}td,th{text-align:left;padding:.2rem 1rem .2rem 0}</style><h1>${escapeHtml(title)}</h1>${body}</html>`;

const escapeHtml = (value: string): string => value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
