import type { PandaWatch } from "../../ports/panda-watch.ts";
import { readJobsOf } from "./jobs.ts";
import { defaultLimits, type Limits } from "./limits.ts";
import type { Login } from "./login.ts";
import { askIdds, readRequestsLike } from "./request-names.ts";
import { readFilesOf } from "./task-files.ts";
import { readTasksChanged } from "./tasks.ts";
import { notUnderstood } from "./wire.ts";

export const pandaWatch = (login: Login, limits: Limits = defaultLimits): PandaWatch => ({
  // iDDS makes SQL's wildcard of the star.
  requestsBeginning: (prefix) => readRequestsLike(login, `${prefix}*`, limits),
  requestStatus: (request) => readRequestStatus(login, request, limits),
  tasksChanged: (since, userName, part) => readTasksChanged(login, { ...part, since, userName }, limits),
  filesOf: (task, which) => readFilesOf(login, task, which, limits),
  jobsOf: (task, which) => readJobsOf(login, task, which, limits),
});

/**
 * iDDS answers with a table for people: a line of names, a line of dashes over each column, a line for each request. A
 * text without such columns means "could not ask". `undefined`: no line is about this request.
 */
const readRequestStatus = async (
  login: Login,
  request: number,
  limits: Limits = defaultLimits,
): Promise<string | undefined> => {
  const { value, answer } = await askIdds(login, limits, "execute_idds_workflow_command", {
    command_name: "get_status",
    kwargs: JSON.stringify({ request_id: request }),
  });
  const rows = typeof value === "string" ? readTable(value, ["request_id", "status"]) : undefined;
  if (rows === undefined) throw notUnderstood("iDDS's status of a request", answer);
  return rows.find(([id]) => id === String(request))?.[1];
};

/** The cells of these columns, line by line; `undefined` where one of them is missing. */
const readTable = (text: string, wanted: readonly string[]): readonly (readonly string[])[] | undefined => {
  const lines = text.split("\n");
  const rule = lines.findIndex((line) => /^-+( +-+)*\s*$/.test(line));
  const columns = [...(lines[rule] ?? "").matchAll(/-+/g)].map(({ index, 0: dashes }) => [
    index,
    index + dashes.length,
  ]);
  const cellsOf = (line: string): readonly string[] => columns.map(([from, to]) => line.slice(from, to).trim());
  const names = cellsOf(lines[rule - 1] ?? "");
  const places = wanted.map((name) => names.indexOf(name));
  if (rule < 1 || places.includes(-1)) return undefined;
  return lines.slice(rule + 1).map((line) => places.map((place) => cellsOf(line)[place] ?? ""));
};
