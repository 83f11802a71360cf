import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmod, copyFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { Check } from "../check.ts";
import { isWorthRunning, recordedEndings, type ScriptEnd, seen } from "./record.ts";

/** The real job script ends as the record says, for each ending that it takes part in. */
export const jobScriptChecks = (script: string): readonly Check[] => [
  {
    name: `the job script is the one of the record, ${seen.script}`,
    run: async () =>
      assert.equal(
        createHash("sha256")
          .update(await readFile(script))
          .digest("hex"),
        seen.sha256,
      ),
  },
  ...recordedEndings.filter(isWorthRunning).map((ending) => ({
    name: `the job script ends as recorded: ${ending.payload}`,
    run: async () => assert.deepEqual(await runScript(script, ending.payload), ending.script),
  })),
];

const runScript = async (script: string, payload: string): Promise<ScriptEnd> => {
  const dir = await mkdtemp(join(tmpdir(), "job-script-"));
  try {
    const copy = join(dir, "runGen-00-00-02");
    await copyFile(script, copy);
    await chmod(copy, 0o755);
    await writeFile(join(dir, "payload.stdout"), "");
    await writeFile(join(dir, "payload.sh"), `echo good >end.txt\n${payload}\n`);
    const options = ["-j", "", "--sourceURL", "http://127.0.0.1:1", "-r", ".", "-o", "{'end.txt': 'made.txt'}"];
    const { exitCode, signal } = await execa(copy, [...options, "-p", "bash%20../payload.sh"], {
      cwd: dir,
      env: { HOME: dir },
      reject: false,
    });
    if (exitCode === undefined) throw new Error(`the script ended by ${signal ?? "nothing known"}`);
    const [errorReport, jobReport] = await Promise.all([
      reportIn(dir, "payload_error_report.json"),
      reportIn(dir, "jobReport.json"),
    ]);
    const output = await stat(join(dir, "made.txt")).then(
      () => true,
      () => false,
    );
    return { exit: exitCode, errorReport, jobReport, output };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const reportIn = async (dir: string, name: string): Promise<unknown> => {
  const text = await readFile(join(dir, name), "utf8").catch(() => undefined);
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
