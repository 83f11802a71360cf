import { resolve } from "node:path";
import { siteFolder } from "../../adapters/disk/folder-writer.ts";
import { shipped } from "../../adapters/disk/shipped.ts";
import { pageOfAddress } from "../../adapters/git/github-remote.ts";
import { addressOf } from "../../adapters/git/local.ts";
import { counted, thousands } from "../../core/text/amounts.ts";
import { writeSite } from "../../flows/write-site.ts";
import { exiting, print } from "./command.ts";
import { openRepository } from "./work-place.ts";

type SiteFlags = { readonly output: string; readonly remote?: string };

export const runSite = exiting(async ({ output, remote }: SiteFlags) => {
  const repository = await openRepository(remote);
  const address = repository.remote === undefined ? undefined : await addressOf(repository.dir, repository.remote);
  const { commit, submissions, written, same, removed } = await writeSite(
    { ledger: repository.ledger, main: repository.main, folder: await siteFolder(resolve(output)) },
    { page: pageOfAddress(address ?? "") ?? null, app: await shipped("site") },
  );
  print(
    `${output}: ${counted(submissions, "submission")} of the ledger at ${commit.slice(0, 12)}; ${counted(written, "file")} written, ${thousands(same)} as they were, ${thousands(removed)} removed`,
  );
  return 0;
});
