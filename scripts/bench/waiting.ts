/**
 * What passes take that end after five minutes, while many runs of one merge wait: `npm run bench:waiting -- [RUNS...]`.
 * In memory: git, GitHub and PanDA cost nothing here, and an upload takes two seconds of a clock that nobody waits for. Seconds are of the processor.
 */
import { textTable } from "../../action/core/markdown/text-table.ts";
import { waitingRuns } from "../prove/poor/waiting-runs.ts";

const given = process.argv.slice(2).map(Number);

const playAll = async (count: number): Promise<readonly string[]> => {
  const { pass } = waitingRuns(count);
  const passes: { readonly seconds: number; readonly calls: number; readonly isOpen: boolean }[] = [];
  for (let rest = 1; rest > 0; ) {
    const began = process.cpuUsage();
    const { calls, kinds } = await pass(300, 2);
    const isOpen = (["checking", "submitting", "in-doubt"] as const).some((kind) => kinds.has(kind));
    const all = [...calls.values()].reduce((sum, one) => sum + one, 0);
    const { user, system } = process.cpuUsage(began);
    passes.push({ seconds: (user + system) / 1_000_000, calls: all, isOpen });
    rest = kinds.get("intended") ?? 0;
  }
  const [first, second, ...others] = passes;
  const open = passes.filter(({ isOpen }) => isOpen).length;
  const last = others.at(-1) ?? second;
  return [
    ...[`${count}`, `${passes.length}`, `${open}`],
    ...[first, second, last].flatMap((one) => [one?.seconds.toFixed(2) ?? "", `${one?.calls ?? ""}`]),
  ];
};

const rows: (readonly string[])[] = [];
for (const count of given.length === 0 ? [200, 2000, 10_000] : given) rows.push(await playAll(count));
const head = [
  "runs",
  "passes",
  "with doubt at their end",
  "first, s",
  "calls",
  "second, s",
  "calls",
  "last, s",
  "calls",
];
console.log(textTable(head, rows));
