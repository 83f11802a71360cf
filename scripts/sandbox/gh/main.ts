/**
 * The program `gh` of the sandbox: as much of it as people need for docs/setup.md, and what `shrek init` prints. Each refusal is
 * one line, as gh has it. GH_API is the sandbox's address, GH_TOKEN the login, GH_REPO the repository.
 */
import { api, secret, variable } from "./api.ts";
import { type Github, openGithub } from "./github.ts";
import { issue } from "./issue.ts";
import { No, Refused } from "./no.ts";
import { prReading } from "./pr-reading.ts";
import { prWriting } from "./pr-writing.ts";
import { run } from "./run.ts";
import { workflow } from "./workflow.ts";

type Command = (github: Github, args: readonly string[]) => Promise<void>;
type Group = Readonly<Record<string, Command>>;

const groups: Readonly<Record<string, Group>> = {
  pr: { ...prReading, ...prWriting },
  issue,
  run,
  workflow,
  variable,
  secret,
};

const usage = (name: string, of: Group): string => `gh ${name} ${Object.keys(of).join("|")}`;
const all = [...Object.entries(groups).map(([name, of]) => usage(name, of)), "gh api PATH"];

const commandOf = (group: string, verb: string | undefined): Command => {
  const found = groups[group];
  if (found === undefined) throw new No(`unknown command "${group}" for "gh"; the sandbox has ${all.join(", ")}`);
  const command = verb === undefined ? undefined : found[verb];
  if (command !== undefined) return command;
  throw new No(
    verb === undefined
      ? `the sandbox has ${usage(group, found)}`
      : `unknown command "${verb}" for "gh ${group}"; the sandbox has ${usage(group, found)}`,
  );
};

const work = async ([group = "help", verb, ...rest]: readonly string[]): Promise<void> => {
  const github = openGithub(process.env);
  if (["help", "--help", "-h"].includes(group)) return console.log(all.join("\n"));
  if (group === "api") return api(github, verb === undefined ? rest : [verb, ...rest]);
  if (verb === "--help" || rest.includes("--help")) return console.log(usage(group, groups[group] ?? {}));
  return commandOf(group, verb)(github, rest);
};

try {
  await work(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof No || error instanceof Refused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof No ? error.exitCode : 1;
}
