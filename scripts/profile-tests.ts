/**
 * What `npm test` takes, part by part: on the machine as it stands, then beside as many busy loops as `--loops` says
 * (8 when left out). Prints rows of a table; exits 1 when a part failed. The first rows mean something only
 * while nothing else runs.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { misused, scriptArguments } from "./arguments.ts";

const { loops } = scriptArguments({ loops: 8 });
if (loops < 1 || loops > 64) misused("--loops is a whole number from 1 to 64");
const root = new URL("../", import.meta.url);
const { scripts } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

type Took = { readonly real: number; readonly processor: number; readonly code: number; readonly tests: string };

/** Seconds by the clock, and of the processor for the command and all that it waited for, as bash counts them. */
const timed = async (command: string): Promise<Took> => {
  const line = `TIMEFORMAT='took %R %U %S'; time { ${command}; }`;
  const child = spawn("bash", ["-c", line], { cwd: root, env: { ...process.env, NO_COLOR: "1" } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => (output += String(bytes)));
  const code = await new Promise<number>((ended) => child.on("close", (status) => ended(status ?? 1)));
  const [, real = "", user = "", system = ""] = /^took (\S+) (\S+) (\S+)$/m.exec(output) ?? [];
  if (code !== 0) process.stderr.write(output);
  const tests = /^ +Tests +(.*)$/m.exec(output)?.[1] ?? "";
  return { real: Number(real), processor: Number(user) + Number(system), code, tests };
};

/** `npm test` as its parts, and `npm run test:quick` as a whole. */
const parts = [...(scripts["test"] ?? "").split(" && "), "npm run -s test:quick"];
const row = (part: string, took: Took): string =>
  `| \`${part}\` | ${took.real.toFixed(0)} s | ${took.processor.toFixed(0)} s | ${took.code === 0 ? took.tests : `exit ${took.code}`} |\n`;

/** One pass over all parts; whether all were good. */
const table = async (title: string): Promise<boolean> => {
  process.stdout.write(`\n| ${title} | by the clock | of the processor | |\n|---|---|---|---|\n`);
  const sum = { real: 0, processor: 0, code: 0, tests: "" };
  for (const [index, part] of parts.entries()) {
    const took = await timed(part);
    process.stdout.write(row(part, took));
    sum.code ||= took.code;
    if (index === parts.length - 1) continue;
    sum.real += took.real;
    sum.processor += took.processor;
    if (index === parts.length - 2) process.stdout.write(row("npm test", sum));
  }
  return sum.code === 0;
};

const good = [await table("alone")];
// A loop whose parent died ends by itself.
const loop = `while (process.ppid === ${process.pid});`;
const busy = Array.from({ length: loops }, () => spawn(process.execPath, ["-e", loop], { stdio: "ignore" }));
try {
  good.push(await table(`beside ${loops} busy loops`));
} finally {
  for (const one of busy) one.kill("SIGKILL");
}
process.exitCode = good.every(Boolean) ? 0 : 1;
