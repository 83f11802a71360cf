import { hostOfLeaf } from "./dst-types.ts";
import type { PilotEntry } from "./read-pilot.ts";
import type { OldRule } from "./read-rules.ts";

/** As sphenixprod takes them where nobody says which. */
const usualRuns = { first: 66_456, last: 90_000 } as const;

/** An SQL query for the runs that sphenixprod would call good. */
export const runsQuery = (rule: OldRule, pilot: readonly PilotEntry[]): string => {
  const ranges = pilot.flatMap((entry) => entry.ranges);
  const lists = pilot.flatMap(({ runlist }) => runlist ?? []);
  const chosen = [
    ...(ranges.length === 0 && lists.length === 0 ? [usualRuns] : ranges).map(({ first, last }) =>
      first === last ? `runnumber = ${first}` : `runnumber between ${first} and ${last}`,
    ),
    ...new Set(lists.map((list) => `runnumber in (the runs of ${list})`)),
  ];
  return [
    `select runnumber from run where (${[...new Set(chosen)].join(" or ")})`,
    `and runtype = ${quoted(rule.physicsmode)} and eventsinrun >= ${rule.minRunEvents}`,
    `and extract(epoch from (ertimestamp - brtimestamp)) >= ${rule.minRunTime} order by runnumber`,
  ].join(" ");
};

/** A run for the example in the lists. */
export const exampleRun = (pilot: readonly PilotEntry[], period: number | undefined): number =>
  pilot.flatMap(({ ranges }) => ranges)[0]?.first ?? period ?? usualRuns.first;

const files =
  "select f.full_file_path from datasets d join files f on f.lfn = d.filename where d.runnumber in (the runs)";

/** `leaves`: a pattern. */
export const rawQuery = (rule: OldRule, leaves: string): string =>
  [
    files,
    `and d.daqhost ~ ${quoted(`^(${hostOfLeaf(leaves)})$`)}`,
    rule.seg0Only
      ? "and d.segment = 0 and d.status::int > 0"
      : "and not exists (select 1 from datasets m where m.runnumber = d.runnumber and m.daqhost = d.daqhost and m.status::int <= 0)",
  ].join(" ");

/** `types`: a pattern. */
export const dstQuery = (rule: OldRule, types: string): string =>
  [
    files,
    `and d.dsttype ~ ${quoted(`^${types}$`)} and d.tag = ${quoted(rule.intriplet)} and d.dataset = ${quoted(rule.dataset)} and d.status = 1`,
    ...(rule.cutSegment > 1 ? [`and d.segment % ${rule.cutSegment} = 0`] : []),
    rule.constraints,
  ].join(" ");

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
