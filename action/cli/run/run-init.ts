import { relative, resolve } from "node:path";
import { newFiles } from "../../adapters/disk/folder-writer.ts";
import { githubRemote } from "../../adapters/git/github-remote.ts";
import { stepsText } from "../../core/init/settings.ts";
import { type InitFile, init } from "../../flows/init.ts";
import { askFor, isTerminal } from "./ask.ts";
import { exiting, print } from "./command.ts";
import { releaseHere } from "./release-here.ts";

type InitFlags = Readonly<Record<string, string | undefined>> & { readonly release?: string };

export const runInit = exiting(async ({ release, ...flags }: InitFlags, folder: string | undefined) => {
  const dir = resolve(folder ?? ".");
  const { source, workflows } = await releaseHere(release);
  const given = new Map(Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const made = await init(
    {
      files: newFiles(dir),
      ask: isTerminal()
        ? (questions) => askFor(questions, { says: "Nothing was made.", wayOut: "Run `shrek init` again." })
        : undefined,
    },
    { given, source, workflows, remote: (await githubRemote(dir))?.repository },
  );
  if (made.kind === "incomplete") {
    print(made.missing.join("\n"));
    return 1;
  }
  print(made.files.map(fileLine).join("\n"));
  const place = relative(process.cwd(), dir);
  const where = place === "" ? "" : ` in ${place}`;
  if (made.kind === "added") print("\nCommit it in a pull request that changes no production.");
  if (made.steps.length > 0) {
    const paste = made.steps.some(({ blocks }) => blocks.length > 0)
      ? `, in this order. Paste it block by block${where}`
      : "";
    print(`\nWhat only an administrator can do${paste}:\n\n`);
    print(stepsText(made.steps));
  }
  print("\n`shrek doctor --github` tests all of it and prints what is missing.");
  return 0;
});

const fileLine = ({ path, is }: InitFile): string =>
  is === "kept" ? `kept   ${path}: it is not as init would write it` : `${is.padEnd(7)}${path}`;
