import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { temporaryFolder } from "../../temporary-folder.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { type JudgedScript, judgedScripts } from "./payloads.ts";
import { shellcheckAnswers } from "./shellcheck-answers.ts";

/** ShellCheck over every payload: each class that it finds is SHREK's too, or argued beside it. */
export const shellcheckCheck = (venv: Venv): Check => {
  let shown: readonly string[] = [];
  return {
    name: "ShellCheck finds no class of mistakes in payloads but those that SHREK finds, or argues",
    run: async () => {
      const scripts = await judgedScripts();
      const found = await classesIn(venv, scripts);
      const faults = [
        ...[...found].flatMap(([name, inScripts]) => faultOf(name, answers.get(name), inScripts)),
        ...[...answers.keys()]
          .filter((name) => !found.has(name))
          .map((name) => `${name} has an answer, and is in no payload`),
      ];
      assert.deepEqual(faults, []);
      const ours = [...answers.values()].filter((codes) => codes.length > 0).length;
      shown = [`${scripts.length} scripts, ${found.size} classes: SHREK finds ${ours}, and the others are argued`];
    },
    shown: () => shown,
  };
};

/** Of each class the codes of SHREK for it; none: it is argued. */
const answers: ReadonlyMap<string, readonly string[]> = new Map(
  shellcheckAnswers.flatMap((answer) =>
    answer.classes.map((name) => [name, "codes" in answer ? answer.codes : []] as const),
  ),
);

const faultOf = (
  name: string,
  codes: readonly string[] | undefined,
  scripts: readonly JudgedScript[],
): readonly string[] => {
  const where = scripts.map((script) => script.name).join(", ");
  if (codes === undefined) return [`${name} is new, in ${where}`];
  const unsaid = codes.filter((code) => !scripts.some((script) => script.codes.has(code)));
  return unsaid.map((code) => `${name} is not ${code} in ${where}`);
};

type Comment = { readonly file: string; readonly line: number; readonly code: number };

const classesIn = async (
  { dir }: Venv,
  scripts: readonly JudgedScript[],
): Promise<ReadonlyMap<string, readonly JudgedScript[]>> => {
  using temporary = temporaryFolder("shrek-shellcheck-");
  const place = temporary.path;
  const files = new Map(scripts.map((script, index) => [`${index}.sh`, script]));
  await Promise.all([...files].map(([file, { text }]) => writeFile(join(place, file), text)));
  const asked = ["--norc", "--format", "json1", "--shell", "bash", ...files.keys()];
  const { stdout, stderr, exitCode } = await execa(join(dir, "bin", "shellcheck"), asked, {
    cwd: place,
    reject: false,
  });
  if (exitCode !== 0 && exitCode !== 1) throw new Error(stderr);
  const { comments } = JSON.parse(stdout) as { readonly comments: readonly Comment[] }; // what --format json1 prints
  const found = new Map<string, Set<JudgedScript>>();
  for (const { file, line, code } of comments) {
    const script = files.get(file);
    if (script === undefined || line < script.first) continue;
    found.set(`SC${code}`, (found.get(`SC${code}`) ?? new Set()).add(script));
  }
  return new Map([...found].map(([name, inScripts]) => [name, [...inScripts]]));
};
