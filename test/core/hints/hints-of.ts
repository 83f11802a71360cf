import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Neighbour } from "../../../action/core/cross-checks/facts.ts";
import type { Problem } from "../../../action/core/problems/problem.ts";
import { lintPayloads } from "../../../action/flows/validation/lint-payloads.ts";
import { validateSources } from "../../../action/flows/validation/validate-sources.ts";
import type { Thing, Things } from "../../contracts/snapshot-contract.ts";
import { fakeSnapshot } from "../../fakes/fake-snapshot.ts";
import { inFull, requests } from "../validate/fixtures.ts";
import { appliers } from "./appliers.ts";

const thingAt = (path: string): Thing => {
  const text = readFileSync(path, "utf8");
  return (statSync(path).mode & 0o100) === 0 ? text : { kind: "executable", text };
};

const filesBelow = (folder: string): Things =>
  Object.fromEntries(
    readdirSync(join(requests, folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`)
      .filter((path) => lstatSync(join(requests, path)).isFile() && !path.endsWith("problems.txt"))
      .map((path) => [path, thingAt(join(requests, path))]),
  );

const around: Things = { "conventions.yaml": thingAt(join(requests, "conventions.yaml")), ...filesBelow("_shared") };

export const thingsOf = (folder: string): Things => ({ ...around, ...filesBelow(folder) });

/** As `judgeFolder` does it, of files in memory. */
export const judgeThings = async (things: Things): Promise<readonly Problem[]> => {
  const tree = fakeSnapshot(things);
  const sources = await tree.all(await tree.productions("bad"));
  const judging = { ...inFull, lint: lintPayloads };
  const onTree = async (): Promise<readonly Neighbour[]> => [];
  const validated = await validateSources(sources.length > 1 ? { ...judging, onTree } : judging, sources);
  return validated.flatMap(({ problems }) => problems);
};

/** `brings others`: the problem is gone, and an error of another kind is there. */
export type Followed = {
  readonly kind: "followed" | "not followed" | "still there" | "brings others";
  readonly hint: string;
  readonly text: string;
};

export const followHints = async (folder: string): Promise<readonly Followed[]> => {
  const things = thingsOf(folder);
  const before = await judgeThings(things);
  const hinted = before.filter((problem) => problem.hint !== undefined);
  return Promise.all(hinted.map((problem) => follow(things, before, problem)));
};

const follow = async (things: Things, before: readonly Problem[], problem: Problem): Promise<Followed> => {
  const { file, line, col, code, message, hint = "" } = problem;
  const text = `${file}:${line}:${col} ${code} ${message} HINT: ${hint}`;
  const [change] = appliers.flatMap(([form, edit]) => {
    const found = form.exec(hint);
    return found === null ? [] : [() => edit(found, { things, problem })];
  });
  const changed = change?.();
  if (changed === undefined) return { kind: "not followed", hint, text };
  const after = await judgeThings(changed).catch((error: unknown): readonly Problem[] => {
    // What is right now is fetched, and no test asks another repository.
    if (error instanceof Error && error.message.endsWith("was asked for")) return [];
    throw error;
  });
  const count = (all: readonly Problem[]): number =>
    all.filter((one) => one.code === code && one.message === message && one.severity === problem.severity).length;
  if (count(after) >= count(before)) return { kind: "still there", hint, text };
  const known = new Set(before.map((one) => one.code));
  const others = after.filter((one) => one.severity === "error" && !known.has(one.code));
  return others.length === 0
    ? { kind: "followed", hint, text }
    : {
        kind: "brings others",
        hint,
        text: `${text} NEW: ${others.map((one) => `${one.code} ${one.message}`).join(" / ")}`,
      };
};
