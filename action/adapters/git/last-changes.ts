import { spawn } from "node:child_process";
import { once } from "node:events";
import { campaignsFolder } from "../../core/conventions/campaign.ts";
import type { LastChange, RuleChange } from "../../core/policy/changes-of-main.ts";
import { codeOwnersPlaces } from "../../core/policy/code-owners.ts";
import { conventionsName } from "../../core/text/source-file.ts";
import type { ChangesOnMain } from "../../ports/main-branch.ts";
import { gitAtOnce } from "./child.ts";
import { gitEnvironment } from "./environment.ts";
import { gitFailure, gitNotStarted } from "./git-failure.ts";
import { answerOnce } from "./run.ts";

/** One walk back through the first parents, which ends when every path was met. */
export const lastChanges = async (
  dir: string,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, LastChange>> =>
  paths.length === 0 ? new Map() : gitAtOnce(() => walkBack(dir, commit, paths));

const walkBack = async (
  dir: string,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, LastChange>> => {
  const found = new Map<string, LastChange>();
  const child = spawn("git", ["-C", dir, "--literal-pathspecs", ...walk, commit, "--", ...narrowed(paths)], {
    stdio: ["ignore", "pipe", "pipe"],
    env: gitEnvironment(),
  });
  const failed = once(child, "error").then(([cause]): never => {
    throw gitNotStarted(cause);
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  const ended = once(child, "close");
  const wanted = new Set(paths);
  const read = async (): Promise<void> => {
    for await (const step of stepsOf(child.stdout)) {
      for (const path of step.paths) {
        for (const above of foldersAbove(path))
          if (wanted.delete(above)) found.set(above, { commit: step.commit, author: step.asked });
      }
      if (wanted.size === 0) break;
    }
    if (wanted.size === 0) child.kill();
    const [code] = await ended;
    if (wanted.size > 0 && code !== 0) throw gitFailure(dir, ["log"], errors);
  };
  failed.catch(() => undefined);
  await Promise.race([read(), failed]);
  return found;
};

const walkWith = (asked: string): readonly string[] => walk.map((word) => word.replace("%an", asked));
/** Whoever makes a commit writes any time into it: one that no calendar has is the beginning of all. */
const isoTime = (date: string): string => {
  const time = Date.parse(date);
  return time >= 0 && time < Date.UTC(9999, 0) ? new Date(time).toISOString() : new Date(0).toISOString();
};

/** No path is empty, so an empty field announces a commit. */
const walk = ["-c", "log.showRoot=true", "log", "--first-parent", "-m", "-z", "--no-renames", "--name-only"].concat(
  "--format=%x00%x00%H%x09%an",
);

/** git compares every name with every file of every commit; with more names than this, it is faster to list all files. */
const fewPaths = 100;
const narrowed = (paths: readonly string[]): readonly string[] =>
  paths.length > fewPaths || paths.includes(".") ? [] : paths;

/** `asked`: what the walk asks of a commit besides its name: its author, or its date and parents. */
type HistoryStep = { readonly commit: string; readonly asked: string; readonly paths: readonly string[] };

async function* stepsOf(output: AsyncIterable<Buffer>): AsyncGenerator<HistoryStep> {
  let step: (HistoryStep & { readonly paths: string[] }) | undefined;
  let announced = false;
  for await (const field of fieldsOf(output)) {
    if (field === "") {
      announced = true;
    } else if (announced) {
      if (step !== undefined) yield step;
      const [, commit = "", asked = ""] = /^([0-9a-f]+)\t(.*)$/s.exec(field) ?? [];
      step = { commit, asked, paths: [] };
      announced = false;
    } else if (step !== undefined) {
      // git puts a line's end between a commit and its first path.
      step.paths.push(step.paths.length === 0 ? field.replace(/^\n/, "") : field);
    }
  }
  if (step !== undefined) yield step;
}

async function* fieldsOf(output: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of output) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      yield rest.toString("utf8", 0, end);
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield rest.toString("utf8");
}

/** The path itself, every folder above it, and the top. */
const foldersAbove = (path: string): readonly string[] => {
  const parts = path.split("/");
  return [".", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
};

/** Few commits change rules, so all of them are read at once. */
export const changesOnMain = (dir: string): ChangesOnMain => ({
  ruleChanges: async (commit) => {
    const places = [
      ...codeOwnersPlaces.map((place) => `:(top,literal)${place}`),
      `:(top,glob)**/${conventionsName}`,
      `:(top,glob)${campaignsFolder}/*.yaml`,
    ];
    const changes: RuleChange[] = [];
    for await (const { commit: change, asked: date, paths } of stepsOf(
      await walked(dir, walkWith("%cI"), commit, places),
    ))
      changes.push({ commit: change, at: isoTime(date), paths });
    return changes;
  },
});

const walked = async (
  dir: string,
  how: readonly string[],
  revisions: string,
  places: readonly string[],
): Promise<AsyncGenerator<Buffer>> => inOnePiece(await answerOnce(dir, [...how, revisions, "--", ...places]));

async function* inOnePiece(output: string): AsyncGenerator<Buffer> {
  yield Buffer.from(output);
}
