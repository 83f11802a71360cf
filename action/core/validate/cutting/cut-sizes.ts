import type { Problem } from "../../problems/problem.ts";
import type { RunRow } from "../../production/run-row.ts";
import { type Table, tableOfRun } from "../../production/table.ts";
import { sha256 } from "../../text/canonical-json.ts";
import { type Faults, type Located, problemAt } from "../../text/places.ts";
import { maxReported } from "../tables/tables.ts";

/** Of a step, or of one run of it: the ledger keeps a digest of each. */
export const maxCutJobs = 10_000;

/** Each submission has jobs of its own, and no more than one step runs: of a production that grows each run of it. */
export const checkCutSizes = (
  where: Located,
  tables: ReadonlyMap<string, Table>,
  runs: readonly RunRow[] | undefined,
): readonly Problem[] =>
  [...tables].flatMap(([step, table]) =>
    runs === undefined
      ? [...checkSize(where, { step, path: ["steps", step, "in"] }, table)]
      : runs
          .flatMap(({ run }) => [...checkSize(where, { step, run, path: ["runs", "list"] }, tableOfRun(table, run))])
          .slice(0, maxReported),
  );

/** Of which step, of which run if there are several, and where to tell it. */
type CutOf = { readonly step: string; readonly run?: number; readonly path: readonly string[] };

function* checkSize(where: Located, { step, run, path }: CutOf, { rows, cut }: Table): Faults {
  const of = run === undefined ? "" : ` of run ${run}`;
  if (rows.length > maxCutJobs)
    return yield problemAt(where, path, "bad-file-list", {
      message: `The lists make ${rows.length} jobs of \`${step}\`${of}, and at most ${maxCutJobs} are run by one.`,
      key: true,
      hint: "use several productions, or runs",
    });
  if (rows.length > 0) return;
  const [first] = cut?.leftOut ?? [];
  const why =
    first === undefined
      ? "its lists have no file"
      : `all files of its lists are left out, the first because ${first.reason}`;
  yield problemAt(where, path, "nothing-to-read", {
    message: `\`${step}\` would have no job${of}: ${why}.`,
    key: true,
    ...(run === undefined ? {} : { hint: "remove the run from the list, or add its files" }),
  });
}

/** With the digest of each run's jobs: which files an intended run has never changes. */
export const withCuts = (rows: readonly RunRow[], tables: ReadonlyMap<string, Table>): readonly RunRow[] =>
  tables.size === 0
    ? rows
    : rows.map((row) => {
        const own = [...tables].map(([step, table]) => {
          const { rows: keys, cut } = tableOfRun(table, row.run);
          return [step, ...keys.map((key, index) => `${key.join(" ")} ${cut?.jobs[index]?.names ?? ""}`)].join("\n");
        });
        return { ...row, cut: sha256(own.join("\n\n")) };
      });
