import { existsSync, readFileSync } from "node:fs";
import { link, table } from "../github/site/html.ts";
import { documentOf } from "../github/site/layout.ts";
import type { Call } from "./call.ts";
import { type Answer, html, json, text } from "./envelope.ts";
import { logPath } from "./jedi/execution.ts";
import { siteOf } from "./jedi/jedi.ts";
import { wordsOf } from "./jedi/job-codes.ts";
import type { Sandbox } from "./sandbox.ts";
import type { Task, TaskJob } from "./state.ts";

/**
 * The monitor's files of a job's log (panda-bigmon-core 34439cc, `core/filebrowser/views.py:26`): a page for people, a
 * list with `json`, and with `filename` too an address that holds the file, always by https.
 */
export const fileBrowser = (sandbox: Sandbox, { query, headers }: Call): Answer => {
  const asked = query.get("pandaid") ?? "";
  const host = headers["host"] ?? "";
  const isJson = query.has("json") || /^(text|application)\/json$/.test(headers["accept"] ?? "");
  if (!/^\d+$/.test(asked)) return refused(isJson, asked === "" ? "Missing required lfn parameter. " : "");
  const files = filesOf(sandbox, Number(asked));
  if (files === undefined)
    return refused(isJson, "Not enough params provided to download logs or pandaid does not exist.  ");
  const { folder, named } = files;
  const media = `${host}/media/filebrowser/${folder}/`;
  if (!isJson) {
    const rows = [...named.keys()].map((name) => [link(`/media/filebrowser/${folder}/${name}`, name)]);
    return html(
      documentOf({ title: `Log of job ${asked}`, body: table(["file"], rows), tabs: [link("/tasks/", "Tasks")] }),
    );
  }
  const filename = query.get("filename");
  if (filename !== null) {
    if (!named.has(filename)) return json({ error: "No such log file found in tarball" }, 404);
    return { ...text("", 301), location: `https://${media}${filename}` };
  }
  const list = [...named].map(([name, content]) => ({
    name,
    dirname: "",
    size: content.length,
    media_link: `${media}${name}`,
  }));
  return json({ error: "", files: list });
};

const refused = (isJson: boolean, error: string): Answer =>
  isJson ? json({ error }, 400) : html(documentOf({ title: error, body: link("/tasks/", "Tasks"), tabs: [] }));

/** Its web server, which gives a part of a file if it is asked for one. */
export const logFile = (sandbox: Sandbox, { path, headers }: Call): Answer => {
  const [, folder = "", name = ""] = /^\/media\/filebrowser\/(.+)\/([^/]+)$/.exec(path) ?? [];
  const files = filesOf(sandbox, Number(/tarball_PandaJob_(\d+)_/.exec(folder)?.[1] ?? Number.NaN));
  const content = files?.folder === folder ? files.named.get(name) : undefined;
  if (content === undefined) return html("<h1>Not Found</h1>", 404);
  const [, end] = /^bytes=-(\d+)$/.exec(headers["range"] ?? "") ?? [];
  if (end === undefined) return text(content);
  return content === "" ? text("", 416) : text(content.slice(-Number(end)), 206);
};

/** As the pilot packs them, in the folder where the monitor unpacked them. */
const filesOf = (
  sandbox: Sandbox,
  id: number,
): { readonly folder: string; readonly named: ReadonlyMap<string, string> } | undefined => {
  const { state } = sandbox;
  const found = state.tasks
    .all()
    .flatMap((task) => [...task.past, ...task.jobs].flatMap((job) => (job.pandaId === id ? [{ task, job }] : [])))[0];
  if (found === undefined || !existsSync(logPath(state, id))) return undefined;
  const guid = id
    .toString(16)
    .padStart(32, "0")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  return {
    folder: `${guid}/${scopeOf(found.task)}/tarball_PandaJob_${id}_${siteOf(sandbox, found.task)}`,
    named: new Map([
      ["payload.stdout", readFileSync(logPath(state, id), "utf8")],
      ["payload.stderr", ""],
      ["pilotlog.txt", pilotLog(found.job)],
    ]),
  };
};

const scopeOf = ({ userName }: Task): string => `user.${userName.toLowerCase().replace(/\W+/g, "")}`;

const pilotLog = ({ pandaId, codes, status }: TaskJob): string =>
  `pilot: job ${pandaId} is ${status}${wordsOf(codes) === "" ? "" : `: ${wordsOf(codes)}`}\n`;
