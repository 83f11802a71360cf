import { addressOf, rootOf } from "../../adapters/git/local.ts";
import { createLedger } from "../../adapters/ledger/git-ledger.ts";
import { gitLedgerFiles } from "../../adapters/ledger/git-ledger-files.ts";
import { repositoryId } from "../../core/ledger/repository-id.ts";
import { Failure, orFailure } from "../../core/problems/failure.ts";
import { counted } from "../../core/text/amounts.ts";
import { baseline } from "../../flows/baseline.ts";
import { rebuild } from "../../flows/rebuild.ts";
import { verify } from "../../flows/verify.ts";
import { exiting, print, printJson } from "./command.ts";
import { openRepository, type Repository } from "./work-place.ts";

type LedgerFlags = { readonly remote?: string };

export const runLedgerInit = exiting(
  async ({ remote, baseline: withBaseline }: LedgerFlags & { readonly baseline: boolean }) => {
    const repository = await openRepository(remote);
    const lost = await repository.tags.names();
    if (lost.length > 0)
      throw new Failure(
        `There are ${lost.length} tags of submissions, such as ${lost[0]}: this repository had a ledger.`,
        { wayOut: "Fetch it, or restore it with `shrek ledger rebuild`." },
      );
    const main = await orFailure(() => repository.main.head());
    const begun = main instanceof Failure ? undefined : main;
    const id = begun === undefined ? undefined : await idOf(repository, begun);
    if ((await createLedger(repository, id, begun)) === "exists")
      throw new Failure("The ledger exists already.", {
        wayOut: "Nothing was changed; `shrek status` shows what it holds.",
      });
    print(
      `The ledger was created: branch \`ledger\`${repository.remote === undefined ? "" : ` of the remote ${repository.remote}`}.`,
    );
    if (withBaseline && begun !== undefined)
      print(`Versions on main recorded as not to be submitted: ${await baseline(repository)}.`);
    return 0;
  },
);

const idOf = async ({ dir, remote }: Repository, main: string): Promise<string> =>
  repositoryId(await rootOf(dir, main), remote === undefined ? undefined : await addressOf(dir, remote));

export const runVerify = exiting(async ({ remote, json }: LedgerFlags & { readonly json: boolean }) => {
  const repository = await openRepository(remote);
  const { submissions, faults } = await verify({ ...repository, files: gitLedgerFiles(repository) });
  if (json) printJson({ submissions, faults });
  else print([...faults, `${counted(submissions, "submission")}, ${countedOrNo(faults.length, "fault")}`].join("\n"));
  return faults.length === 0 ? 0 : 1;
});

export const runRebuild = exiting(async ({ remote }: LedgerFlags) => {
  const repository = await openRepository(remote, "many");
  const main = await orFailure(() => repository.main.head());
  const { restored, changed, forward, faults } = await rebuild(
    { ...repository, files: gitLedgerFiles(repository) },
    (id) => createLedger(repository, id, main instanceof Failure ? undefined : main),
  );
  print(
    [
      ...(forward === undefined ? [] : [`The branch is at ${forward.slice(0, 12)} again, which this clone had seen.`]),
      ...changed,
      `${countedOrNo(changed.length, "file")} written. Submissions restored from their tags: ${restored.length}.` +
        (restored.length === 0 ? "" : " Each is in doubt until reconcile finds it at PanDA."),
      ...faults,
    ].join("\n"),
  );
  return faults.length === 0 ? 0 : 1;
});

const countedOrNo = (count: number, what: string): string => (count === 0 ? `no ${what}s` : counted(count, what));
