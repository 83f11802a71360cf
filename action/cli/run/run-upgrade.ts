import { readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { repositoryTop } from "../../adapters/git/work-tree.ts";
import { type Pin, type Upgraded, upgradeWorkflow } from "../../core/init/pins.ts";
import { workflowsFolder } from "../../core/init/repository-files.ts";
import { Failure } from "../../core/problems/failure.ts";
import { exiting, print } from "./command.ts";
import { releaseHere } from "./release-here.ts";

type UpgradeFlags = { readonly release?: string; readonly whole: boolean };

export const runUpgrade = exiting(async ({ release, whole }: UpgradeFlags) => {
  const top = await repositoryTop(process.cwd());
  const { source, workflows } = await releaseHere(release);
  const shipped = new Map(workflows.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
  const texts = await workflowTexts(top);
  const upgraded = texts.flatMap(
    (one) => upgradeWorkflow(one, shipped.get(basename(one.path)), source, whole ? "whole" : "pins") ?? [],
  );
  if (upgraded.length === 0)
    throw new Failure(`No workflow below ${workflowsFolder} names a release of SHREK.`, {
      wayOut: "`shrek init` writes them.",
    });
  const before = new Map(texts.map(({ path, text }) => [path, text]));
  for (const { path, text } of upgraded) if (before.get(path) !== text) await writeFile(join(top, path), text);
  print(upgraded.map((one) => line(one, source, before.get(one.path) !== one.text, whole)).join("\n"));
  return 0;
});

const workflowTexts = async (top: string): Promise<readonly Pick<Upgraded, "path" | "text">[]> => {
  const names = await readdir(join(top, workflowsFolder)).catch(() => []);
  const paths = names
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => join(workflowsFolder, name));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(top, path), "utf8") })));
};

const line = ({ path, from, differs }: Upgraded, { tag }: Pin, changed: boolean, whole: boolean): string => {
  const moved = changed ? `${from.join(", ")} -> ${tag}` : `names ${tag} already`;
  return `${path}: ${moved}${differs && !whole ? `; its other lines are not those of ${tag}, which --whole writes` : ""}`;
};
