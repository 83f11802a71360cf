/** Mutated requests through judge, plan and render: `npm run fuzz -- [--runs N] [--seed S] [--seconds T] [--path P]`. */
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scriptArguments } from "./arguments.ts";
import { type Found, fuzz, type Report } from "./fuzz/fuzz.ts";

const tell = ({ runs, seconds, outcomes, codes, wrappers, slowest }: Report, seed: number): void => {
  console.log(`seed ${seed}: ${runs} runs in ${seconds.toFixed(1)} s, ${Math.round(runs / seconds)} a second`);
  console.log(`unreadable ${outcomes.unreadable}, refused ${outcomes.refused}, accepted ${outcomes.accepted}`);
  console.log(`${wrappers} different wrappers read by bash; slowest input ${slowest.toFixed(0)} ms`);
  const sorted = [...codes].toSorted(([, a], [, b]) => b - a);
  console.log(`${codes.size} codes: ${sorted.map(([code, times]) => `${code} ${times}`).join(", ")}`);
};

const keep = async ({ source, error, path }: Found, seed: number): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "shrek-fuzz-"));
  await writeFile(join(folder, "production.yaml"), source.bytes);
  await writeFile(join(folder, "conventions.yaml"), source.conventions?.bytes ?? "");
  await writeFile(join(folder, "error.txt"), error instanceof Error ? (error.stack ?? "") : String(error));
  const again = path === undefined ? "" : `, again with --seed ${seed} --path ${path}`;
  console.log(`\nFOUND from ${source.file}${again}: ${folder}`);
  console.log(String(error).slice(0, 600));
  console.log(JSON.stringify(new TextDecoder().decode(source.bytes)).slice(0, 800));
};

const { seed, runs, seconds, path } = scriptArguments({ seed: 1, runs: 200_000, seconds: 3600, path: "" });
const report = await fuzz({ seed, runs, seconds, ...(path === "" ? {} : { path }) });
tell(report, seed);
if (report.found !== undefined) await keep(report.found, seed);
if (report.found !== undefined) process.exitCode = 1;
