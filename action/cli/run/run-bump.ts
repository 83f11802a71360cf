import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../core/problems/failure.ts";
import { refuses } from "../../core/problems/problem.ts";
import type { Move } from "../../core/versioning/move-versions.ts";
import { type BumpOptions, bump } from "../../flows/bump.ts";
import { filesThere } from "../../flows/look-up.ts";
import { exiting, print, printJson, reportProblems } from "./command.ts";
import { catalogueHere } from "./look-up-here.ts";
import { openWorkPlace, productionAt } from "./work-place.ts";

type BumpFlags = {
  readonly json: boolean;
  readonly to?: string;
  readonly look: boolean;
  readonly test: boolean;
  readonly resources: boolean;
  readonly major: boolean;
  readonly measured: boolean;
  readonly dryRun: boolean;
};

export const runBump = exiting(
  async ({ json, to, look, test, resources, major, measured, dryRun }: BumpFlags, path: string) => {
    const place = await openWorkPlace();
    const source = await place.snapshot.production(await productionAt(place, path));
    const { moves, bytes, lock, problems, offered } = await bump(
      {
        ledger: place.ledger,
        remote: place.remote,
        withBytes: place.withBytes,
        ...(look ? { filesThere: async (conventions, names) => filesThere(catalogueHere(conventions), names) } : {}),
      },
      source,
      { version: choice(to, test), resources, major, measured },
    );
    const refused = refuses(problems);
    if (!refused && !dryRun) {
      if (moves.length > 0) await writeFile(join(place.top, source.file), bytes);
      if (lock !== undefined) await writeFile(join(place.top, source.folder, lock.path), lock.bytes);
    }
    const wordsOf = ({ what, from, to: now }: Move): Move => ({ what, from, to: now });
    const shown = moves.map(wordsOf);
    if (json)
      printJson({
        moves: refused ? [] : shown,
        offered: offered.map(wordsOf),
        written: !refused && !dryRun && moves.length > 0,
        problems,
      });
    else {
      reportProblems(problems);
      if (!refused) print([movesText(moves, dryRun), ...offeredText(offered)].join("\n"));
    }
    return refused ? 1 : 0;
  },
);

const choice = (to: string | undefined, trial: boolean): BumpOptions["version"] => {
  if (to === undefined || to === "patch" || to === "minor" || to === "major") return { size: to ?? "least", trial };
  if (trial)
    throw new Failure("--test counts trials itself.", { wayOut: `Remove --test, or write --to ${to}-test.1.` });
  return { exactly: to };
};

/** As `shrek plan` offers it too. */
export const offeredText = (offered: readonly Move[]): readonly string[] =>
  offered.length === 0
    ? []
    : ["`shrek bump --measured` would write:", ...offered.map(({ what, from, to }) => `  ${what}: ${from} -> ${to}`)];

const movesText = (moves: readonly Move[], dryRun: boolean): string =>
  moves.length === 0
    ? "Version and inputs are up to date."
    : [
        ...moves.map(({ what, from, to }) => `${what}: ${from} -> ${to}`),
        ...(dryRun ? ["Nothing was written."] : []),
      ].join("\n");
