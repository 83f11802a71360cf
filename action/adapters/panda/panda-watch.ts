import type { PandaWatch } from "../../ports/panda-watch.ts";
import { readJobsOf } from "./jobs.ts";
import { type Limits, usualLimits } from "./limits.ts";
import type { Login } from "./login.ts";
import { readRequestsLike } from "./request-names.ts";
import { readRequestStatus } from "./request-status.ts";
import { readTasksChanged } from "./tasks.ts";

export const pandaWatch = (login: Login, limits: Limits = usualLimits): PandaWatch => ({
  // iDDS makes SQL's wildcard of the star.
  requestsBeginning: (prefix) => readRequestsLike(login, `${prefix}*`, limits),
  requestStatus: (request) => readRequestStatus(login, request, limits),
  tasksChanged: (since, userName, status) => readTasksChanged(login, { since, userName, status }, limits),
  jobsOf: (task, which) => readJobsOf(login, task, which, limits),
});
