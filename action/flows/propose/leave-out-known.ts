import { dirname, join } from "node:path/posix";
import type { RunsAnswer } from "../../core/command/run-commands.ts";
import { differs, type RunRow } from "../../core/production/run-row.ts";
import { inShared } from "../../core/request/named-sources.ts";
import { readYaml } from "../../core/text/read-yaml.ts";
import { conventionsName, requestName, sharedFolder } from "../../core/text/source-file.ts";
import { readGivenRuns } from "../../core/validate/runs/given-runs.ts";
import { readRunLines } from "../../core/validate/runs/run-lines.ts";

type FileAt = (path: string) => Uint8Array | undefined;

/**
 * An answer without the runs that the lists of the checkout hold with the same columns: a command may print all runs
 * that there are, and what is handed on must not grow with them. What cannot be read stays as it is, for the
 * validation.
 */
export const leaveOutKnown = (answer: RunsAnswer, fileAt: FileAt): RunsAnswer => {
  const { production, text } = answer;
  const lists = listsNamed(production, fileAt).flatMap((path) => fileAt(path) ?? []);
  const read = lists.map(readRunLines);
  const known = new Map(read.flatMap(({ rows }) => rows.map(({ run, columns }) => [run, columns] as const)));
  const given = readGivenRuns(text, read.at(-1)?.columns ?? []);
  const left = given.rows.filter(({ run, columns }) => {
    const listed = known.get(run);
    return listed === undefined || differs(listed, columns);
  });
  if (given.faults.length > 0 || left.length === given.rows.length) return answer;
  return { ...answer, text: left.length === 0 ? "" : rowsText(left) };
};

/** As JSON every column keeps its name. */
export const rowsText = (rows: readonly RunRow[]): string =>
  JSON.stringify(
    rows.map(({ run, columns, priority }) => ({ run, ...columns, ...(priority === undefined ? {} : { priority }) })),
  );

/** The lists of a request, wherever else it is wrong; none outside of its folder and of what is shared. */
const listsNamed = (production: string, fileAt: FileAt): readonly string[] => {
  const file = join(production, requestName);
  const bytes = fileAt(file);
  const read = bytes === undefined ? undefined : readYaml(file, bytes, "first-reading");
  const list = read?.kind === "read" ? fieldOf(fieldOf(read.value, "runs"), "list") : undefined;
  return (Array.isArray(list) ? list : [list]).flatMap((path: unknown) =>
    typeof path === "string" && !path.split("/").includes("..") ? [placeOf(path, production, fileAt)] : [],
  );
};

const placeOf = (name: string, production: string, fileAt: FileAt): string => {
  if (!name.startsWith(inShared)) return join(production, name);
  let at = production;
  while (at !== "." && fileAt(join(at, conventionsName)) === undefined) at = dirname(at);
  return join(at, sharedFolder, name.slice(inShared.length));
};

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;
