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

/**
 * The actions of others that our workflows name, at the commit that they name. Each runs on Node 24, by `runs` in its
 * `action.yml` at that commit; `attest` is composite, and so is what it uses.
 */
export const actionsOfOthers = {
  "actions/attest-build-provenance": { commit: "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32", version: "v4.1.0" },
  "actions/checkout": { commit: "08c6903cd8c0fde910a37f88322edcfb5dd907a8", version: "v5.0.0" },
  "actions/deploy-pages": { commit: "cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", version: "v5.0.0" },
  "actions/download-artifact": { commit: "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c", version: "v8.0.1" },
  "actions/upload-artifact": { commit: "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", version: "v7.0.0" },
} as const;
const commitsOfOthers = new Map<string, readonly string[]>(
  Object.entries(actionsOfOthers).map(([name, { commit }]) => [name, [commit]]),
);

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
    const known = isOurs(repository, path) ? releaseCommits : commitsOfOthers.get(repository);
    if (known !== undefined && !known.includes(hex))
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
