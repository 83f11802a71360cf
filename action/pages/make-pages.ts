import { siteFolder } from "../adapters/disk/folder-writer.ts";
import { shipped } from "../adapters/disk/shipped.ts";
import { mainWanted, openClone, openLedger, tokenEnvironment } from "../adapters/git/job-clone.ts";
import { gitMain } from "../adapters/git/main-branch.ts";
import { readObjects, timeOfCommit } from "../adapters/git/objects.ts";
import { remoteRefs } from "../adapters/git/refs.ts";
import { lastSuccess } from "../adapters/github/last-run.ts";
import { openRepo } from "../adapters/github/octokit.ts";
import { gitLedger, ledgerRef } from "../adapters/ledger/git-ledger.ts";
import { info } from "../adapters/runner/actions-report.ts";
import { jobMain } from "../adapters/runner/job-main.ts";
import { systemClock } from "../adapters/system/system-clock.ts";
import { counted } from "../core/text/amounts.ts";
import { isShown } from "../core/view/site/is-shown.ts";
import { writeSite } from "../flows/write-site.ts";
import type { PagesInputs } from "./inputs.ts";

/** Whether the pages were made; not, where the last run of this workflow that succeeded made the same. */
export const makePages = async (inputs: PagesInputs): Promise<boolean> => {
  const { token, url, page, repository, folder, main, asked } = inputs;
  const env = tokenEnvironment(token, url);
  const dir = await openLedger({ ...inputs, env }, ledgerRef);
  const ledger = gitLedger({ dir, refs: remoteRefs(dir, url, env), clock: systemClock() });
  const { commit } = await ledger.head();
  const last = asked ? undefined : await lastSuccess(openRepo(token, repository), "site.yml");
  if (isShown(last, { written: timeOfCommit((await readObjects(dir, [commit]))[0]), main })) {
    info(`The pages show the ledger at ${commit.slice(0, 12)} already.`);
    return false;
  }
  const clone = await openClone({ ...inputs, env }, [mainWanted]);
  const { refs, foreign } = jobMain(clone, inputs, env);
  const made = await writeSite(
    { ledger, main: gitMain(clone, refs, foreign), folder: await siteFolder(folder) },
    { page, app: await shipped("site") },
  );
  info(`${counted(made.submissions, "submission")} of the ledger at ${made.commit.slice(0, 12)}`);
  return true;
};
