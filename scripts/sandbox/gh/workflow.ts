import { listOf } from "../github/json.ts";
import { is, readFlags } from "./flags.ts";
import type { Github } from "./github.ts";
import { No, Refused } from "./no.ts";
import { printRows, tell } from "./print.ts";

type Workflow = { readonly name: string; readonly file: string };

/** The files on main; a name is what stands in `name:`. */
const workflows = async (github: Github): Promise<readonly Workflow[]> => {
  const folder = "main/.github/workflows";
  const names: unknown = JSON.parse(await github.page(`tree/${folder}?json`).catch(none));
  const files = listOf(names)
    .map(String)
    .filter((name) => /\.ya?ml$/.test(name));
  return Promise.all(
    files.map(async (file) => {
      const text = await github.page(`raw/${folder}/${file}`);
      return { file, name: /^name: *(.+)$/m.exec(text)?.[1]?.trim() ?? file };
    }),
  );
};

const none = (error: unknown): string => {
  if (error instanceof Refused && error.status === 404) return "[]";
  throw error;
};

const list = async (github: Github): Promise<void> =>
  printRows((await workflows(github)).map(({ name, file }) => [name, "active", file]));

/** Presses the button of a form: `-f NAME=VALUE` for each field. */
const run = async (github: Github, args: readonly string[]): Promise<void> => {
  const many = { multiple: true } as const;
  const fields = { "raw-field": { ...is.text("f"), ...many }, field: { ...is.text("F"), ...many } };
  const given = readFlags(args, { ...fields, ref: is.text("r") });
  const [asked] = given.words;
  if (asked === undefined) throw new No("workflow ID, name, or filename required when not running interactively");
  const known = await workflows(github);
  const found = known.find(({ name, file }) => name === asked || file === asked);
  if (found === undefined)
    throw new No(
      `could not find any workflows named ${asked}; there is ${known.map(({ file }) => file).join(", ") || "none"}`,
    );
  const inputs = Object.fromEntries([...given.texts("raw-field"), ...given.texts("field")].map(fieldOf));
  const ref = given.text("ref") ?? "main";
  try {
    await github.call("POST", `actions/workflows/${found.file}/dispatches`, { ref, inputs });
  } catch (error) {
    throw error instanceof Refused ? new No(`could not create workflow dispatch event: ${error.message}`) : error;
  }
  tell(`✓ Created workflow_dispatch event for ${found.file} at ${ref}`);
  tell(`To see runs for this workflow, try: gh run list --workflow=${found.file}`);
};

const fieldOf = (text: string): readonly [string, string] => {
  const at = text.indexOf("=");
  if (at < 0) throw new No(`field "${text}" requires a value separated by an '=' sign`);
  return [text.slice(0, at), text.slice(at + 1)];
};

export const workflow = { list, run };
