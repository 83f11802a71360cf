import { monitorLog } from "../../adapters/panda/job-log.ts";
import { logIn } from "../../adapters/panda/log-in.ts";
import type { Login } from "../../adapters/panda/login.ts";
import { pandaWatch } from "../../adapters/panda/panda-watch.ts";
import { runThenReport } from "../../adapters/panda/run-then-tell.ts";
import { takeSecrets } from "../../adapters/panda/take-secrets.ts";
import { readSettings } from "../../core/login/settings.ts";
import { logLink } from "../../core/outcomes/failed-job.ts";
import { Failure } from "../../core/problems/failure.ts";
import { meantFiles } from "../../core/text/step-name.ts";
import { resolveTargets, withOnlyVersion } from "../../flows/files.ts";
import { jobLog, type LogFound } from "../../flows/job-log.ts";
import type { PandaWatch } from "../../ports/panda-watch.ts";
import { type ExitCode, exiting, print, tell } from "./command.ts";
import { openRepository } from "./work-place.ts";

type LogsFlags = { readonly job?: number; readonly file?: string; readonly remote?: string };

/** Without a login, where the ledger says which job: the monitor gives its log to everybody. */
export const runLogs = exiting(async ({ job, file, remote }: LogsFlags, name: string) => {
  const repository = await openRepository(remote);
  const { step, output, ...named } = meantFiles(await withOnlyVersion(repository.ledger, name));
  if (output !== undefined || named.run === "all")
    throw new Failure("A log is of one job of a step.", { wayOut: "Write TAG@VERSION[#RUN]/STEP." });
  if (file !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(file))
    throw new Failure(`${file} is not the name of a file of a log.`, { wayOut: "Write one as payload.stdout." });
  const { meant } = await resolveTargets(repository, named);
  let login: Login | undefined;
  const jobsOf: PandaWatch["jobsOf"] = async (task, which) => {
    login ??= await logIn(readSettings(takeSecrets(process.env)), repository.clock.now);
    return pandaWatch(login).jobsOf(task, which);
  };
  let code: ExitCode = 0;
  try {
    for (const one of meant) {
      const asked = { meant: one, ...(step && { step }), ...(job && { job }), ...(file && { file }) };
      show(await jobLog({ ...repository, read: monitorLog(), jobsOf }, asked));
    }
  } finally {
    if (login !== undefined) code = await runThenReport(login, async () => 0, tell);
  }
  return code;
});

const maxShown = 200;

const show = (found: LogFound): void => {
  const all = found.text.trimEnd().split("\n");
  const shown = all.slice(-maxShown);
  const whose = found.of === undefined ? "" : ` of ${found.of.step}, ${found.of.failure}`;
  const what = found.isCut || shown.length < all.length ? `the end of ${found.file}` : found.file;
  tell(`job ${found.job}${whose}: ${what}; ${logLink(found.monitor, found.job)}`);
  if (found.text.trim() === "") tell("it is empty");
  else print(shown.join("\n"));
};
