import { createLedger } from "../adapters/ledger/git-ledger.ts";
import { Failure, orFailure } from "../core/problems/failure.ts";
import { pagesOf } from "../core/view/pages.ts";
import { baseline } from "../flows/baseline.ts";
import { rebuild } from "../flows/rebuild.ts";
import { verify } from "../flows/verify.ts";
import { exiting, print } from "./command.ts";
import { openRepository } from "./repository.ts";

type LedgerFlags = { readonly remote?: string };
const empty = new Map<never, never>();

export const runInit = exiting(
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
    if ((await createLedger(repository, undefined, pagesOf(empty, empty, empty), begun)) === "exists")
      throw new Failure("The ledger exists already.", { wayOut: "Nothing was changed." });
    print(
      `The ledger was created: branch \`ledger\`${repository.remote === undefined ? "" : ` of the remote ${repository.remote}`}.`,
    );
    if (withBaseline) print(`Versions on main recorded as not to be submitted: ${await baseline(repository)}.`);
    return 0;
  },
);

export const runVerify = exiting(async ({ remote }: LedgerFlags) => {
  const { submissions, faults } = await verify(await openRepository(remote));
  print(
    [
      ...faults,
      `${submissions} ${submissions === 1 ? "submission" : "submissions"}, ${faults.length === 0 ? "no faults" : `${faults.length} ${faults.length === 1 ? "fault" : "faults"}`}`,
    ].join("\n"),
  );
  return faults.length === 0 ? 0 : 1;
});

export const runRebuild = exiting(async ({ remote }: LedgerFlags) => {
  const repository = await openRepository(remote);
  const main = await repository.main.head();
  const rebuilt = await rebuild(repository, (id) => createLedger(repository, id, pagesOf(empty, empty, empty), main));
  print(`Submissions restored from their tags: ${rebuilt}. Each is in doubt until reconcile finds it at PanDA.`);
  return 0;
});
