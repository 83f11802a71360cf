import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { Setting } from "./setting.ts";
import { entries, fields, maybe, oneOf, text, UnknownConstruct, wrong } from "./workflow/strict.ts";
import type { Run, Uses } from "./workflow/workflow.ts";

export type Action = {
  readonly folder: string;
  readonly main: string;
  /** Defaults by input name; `undefined`: none. */
  readonly inputs: ReadonlyMap<string, string | undefined>;
  /** For the log: where the name led. */
  readonly from: string;
};

const pinned = /^([\w.-]+\/[\w.-]+)((?:\/[\w.-]+)*)@([0-9a-f]{40})$/;

export const isCheckout = (name: string): boolean => pinned.exec(name)?.[1] === "actions/checkout";

const isOurs = (repository: string, path: string): boolean =>
  /^[\w.-]+\/shrek$/.test(repository) && /^\/action\/[a-z-]+$/.test(path);

/** GitHub looks up all actions of a job before its first step, in these words (finos/open-resource-broker#309). */
export const unresolvedAction = (
  { releaseCommits }: Setting,
  steps: readonly { readonly does: Run | Uses }[],
): string | undefined => {
  for (const { does } of steps) {
    const [name = "", repository = "", path = "", hex = ""] = (does.kind === "uses" && pinned.exec(does.action)) || [];
    if (isOurs(repository, path) && !releaseCommits.includes(hex))
      return `Unable to resolve action \`${name}\`, unable to find version \`${hex}\``;
  }
  return undefined;
};

/** Ours is the release tree; every action must be pinned to a full commit. */
export const findAction = async (setting: Setting, name: string, workspace: string): Promise<Action> => {
  if (name.startsWith("./")) return readAction(join(workspace, name), `${name} of the work folder`);
  const [, repository = "", path = "", hex = ""] = pinned.exec(name) ?? [];
  if (hex === "") throw new UnknownConstruct(`${name}: an action is named OWNER/NAME[/PATH]@<40 hex>`);
  if (isOurs(repository, path))
    return readAction(join(setting.releaseTree, path), `${name} is the release tree ${setting.releaseTree}`);
  const folder = setting.actions?.[`${repository}${path}`];
  if (folder === undefined) throw new UnknownConstruct(`${name}: the sandbox runner has no such action`);
  return readAction(folder, `${name} is ${folder}`);
};

const readAction = async (folder: string, from: string): Promise<Action> => {
  const file = join(folder, "action.yml");
  const root = { file, key: "", value: parse(await readFile(file, "utf8")) as unknown };
  const own = fields(root, ["name", "description", "author", "inputs", "outputs", "runs", "branding"]);
  if (own.runs === undefined) throw wrong(root, "an action has `runs`");
  const runs = fields(own.runs, ["using", "main"]);
  if (runs.using === undefined || runs.main === undefined) throw wrong(own.runs, "must have `using` and `main`");
  oneOf(runs.using, ["node24"]);
  const declared = own.inputs === undefined || own.inputs.value === null ? [] : entries(own.inputs);
  const inputs = declared.map(([name, input]) => {
    const parts = fields(input, ["description", "required", "default", "deprecationMessage"]);
    return [name, maybe(parts.default, (each) => text(each))] as const;
  });
  return { folder, main: join(folder, text(runs.main)), inputs: new Map(inputs), from };
};
