import { existsSync, readFileSync } from "node:fs";
import { type Html, link, html as markup, table } from "../github/site/html.ts";
import { documentOf } from "../github/site/layout.ts";
import type { Call } from "./call.ts";
import { type Answer, html, json, text } from "./envelope.ts";
import { datasetFiles, filePath, fileSize } from "./jedi/datasets.ts";
import { logPath } from "./jedi/execution.ts";
import { siteOf } from "./jedi/jedi.ts";
import { wordsOf } from "./jedi/job-codes.ts";
import { detailedInfo } from "./jedi/task-info.ts";
import { fileCounts, taskName } from "./jedi/task-records.ts";
import { executionShape } from "./jedi/task-shape.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Task, TaskJob } from "./state.ts";

/** The pages people look at; `?json` gives what is behind them. */
export const taskPage = (sandbox: Sandbox, call: Call, id: number): Answer => {
  const task = sandbox.state.tasks.get(id);
  if (task === undefined) return html(page("No such task", markup`<p>Task ${id} is not known.</p>`), 404);
  if (call.query.has("json")) return json({ task: detailedInfo(sandbox, task) });
  const { total, finished, failed } = fileCounts(task);
  const facts = {
    name: taskName(task),
    status: `${task.status}, since ${minuteOf(task.stateChanged)}`,
    site: siteOf(sandbox, task),
    user: task.userName,
    request: task.request ?? "-",
    files: `${finished} of ${total} finished, ${failed} failed`,
    error: task.errorDialog ?? "-",
    modified: minuteOf(task.modified),
  };
  const body = markup`${table([], Object.entries(facts))}<h2>Jobs</h2>${jobs(sandbox, task)}<h2>Files</h2>${files(sandbox, task)}`;
  return html(page(`Task ${task.id}`, body));
};

const minuteOf = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

/** Those that a job has not begun have no log. */
const jobs = ({ state }: Sandbox, task: Task): Html =>
  table(
    ["PandaID", "job", "status", "attempts", "exit code", "took", "says"],
    task.jobs.map((job) => [
      existsSync(logPath(state, job.pandaId)) ? link(`/log/${job.pandaId}`, `${job.pandaId}, log`) : job.pandaId,
      job.number,
      job.status,
      job.attempts,
      job.codes.transExitCode ?? "-",
      tookOf(job),
      wordsOf(job.codes),
    ]),
  );

const tookOf = ({ used }: TaskJob): string =>
  used === null ? "-" : `${used.seconds} s, ${Math.ceil(used.kilobytes / 1024)} MB`;

/** What it reads and what it made. */
const files = ({ state }: Sandbox, task: Task): Html => {
  const { inputs, outputs } = executionShape(task.params);
  const all = [
    ...inputs.flatMap(({ dataset }) => dataset.split(",")).map((dataset) => ["read", dataset] as const),
    ...outputs.map(({ dataset }) => ["made", dataset] as const),
  ];
  const rows = all.flatMap(([what, dataset]) =>
    datasetFiles(state, dataset).map((name) => {
      const address = `/data/${encodeURIComponent(dataset.replace(/\/$/, ""))}/${encodeURIComponent(name)}`;
      return [what, link(address, name), `${fileSize(state, dataset, name) ?? 0} B`];
    }),
  );
  return rows.length === 0 ? markup`<p>There are none yet.</p>` : table(["", "file", "size"], rows);
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
  const rows = tasks.map((task) => row(sandbox, task)).toReversed();
  return html(page("Tasks", table(["task", "name", "status", "site", "files"], rows)));
};

const row = (sandbox: Sandbox, task: Task): readonly (Html | string)[] => {
  const { total, finished } = fileCounts(task);
  const address = `/task/${task.id}/`;
  return [link(address, `${task.id}`), taskName(task), task.status, siteOf(sandbox, task), `${finished} of ${total}`];
};

export const logPage = (sandbox: Sandbox, pandaId: number): Answer => {
  const path = logPath(sandbox.state, pandaId);
  return existsSync(path) ? text(readFileSync(path, "utf8")) : text("no such log", 404);
};

/** The beginning of a file of a dataset, as text. */
export const dataPage = ({ state }: Sandbox, dataset: string, name: string): Answer => {
  if (!datasetFiles(state, dataset).includes(name)) return text("no such file", 404);
  return text(readFileSync(filePath(state, dataset, name), "utf8").slice(0, maxCharacters));
};
const maxCharacters = 1_000_000;

const page = (title: string, body: Html): string =>
  documentOf({
    title,
    body,
    tabs: [markup`<strong>${link("/tasks/", "Sandbox PanDA")}</strong>`, link("/tasks/", "Tasks")],
  });
