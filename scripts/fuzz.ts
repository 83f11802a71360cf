/** Mutated requests through judge, plan and render: `npm run fuzz -- [--runs N] [--seed S] [--seconds T]`. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Found, fuzz, type Report } from "./fuzz/fuzz.ts";

const { values } = parseArgs({
  options: { runs: { type: "string" }, seed: { type: "string" }, seconds: { type: "string" } },
});
const number = (name: keyof typeof values, otherwise: number): number => {
  const given = values[name] === undefined ? otherwise : Number(values[name]);
  if (!Number.isSafeInteger(given) || given < 0) throw new Error(`--${name} is a whole number, not "${values[name]}"`);
  return given;
};

const tell = (report: Report): void => {
  const { seed, runs, seconds, outcomes, codes, wrappers, slowest } = report;
  console.log(`seed ${seed}: ${runs} runs in ${seconds.toFixed(1)} s, ${Math.round(runs / seconds)} a second`);
  console.log(`unreadable ${outcomes.unreadable}, refused ${outcomes.refused}, accepted ${outcomes.accepted}`);
  console.log(
    `${wrappers} different wrappers read by bash; slowest input ${slowest.milliseconds.toFixed(0)} ms (run ${slowest.run})`,
  );
  const sorted = [...codes].toSorted(([, a], [, b]) => b - a);
  console.log(`${codes.size} codes: ${sorted.map(([code, times]) => `${code} ${times}`).join(", ")}`);
};

const keep = async (found: Found, seed: number): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "shrek-fuzz-"));
  await writeFile(join(folder, "production.yaml"), found.source.bytes);
  await writeFile(join(folder, "conventions.yaml"), found.source.conventions?.bytes ?? "");
  await writeFile(
    join(folder, "error.txt"),
    found.error instanceof Error ? (found.error.stack ?? "") : String(found.error),
  );
  console.log(
    `\nFOUND ${found.kind} (seed ${seed}, run ${found.run}, ${found.level}, from ${found.source.file}): ${folder}`,
  );
  console.log(String(found.error).slice(0, 600));
  console.log(JSON.stringify(new TextDecoder().decode(found.source.bytes)).slice(0, 800));
};

const seed = number("seed", 1);
const report = await fuzz({ seed, runs: number("runs", 200_000), seconds: number("seconds", 3600) });
tell(report);
for (const found of report.findings) await keep(found, seed);
if (report.findings.length > 0) process.exitCode = 1;
