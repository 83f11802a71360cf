import { versionStyle } from "../core/conventions/choose-style.ts";
import { readGoverning } from "../core/conventions/governing.ts";
import type { Validated } from "../core/cross-checks/validated.ts";
import { maxSuggestions, type Suggestion, suggestionOf } from "../core/markdown/suggestion.ts";
import type { Problem } from "../core/problems/problem.ts";
import type { Request } from "../core/request/request.ts";
import { readYaml } from "../core/text/read-yaml.ts";
import type { ProductionSource } from "../core/text/source-file.ts";
import { boundFix, fixOf, type LineFix } from "../core/versioning/line-fix.ts";
import { newestIn, rangedInputs } from "../core/versioning/newest-inputs.ts";
import type { Ledger } from "../ports/ledger.ts";
import { pastOfTag } from "./ledger-access/history.ts";
import type { SuggestPorts } from "./validation/suggest-ports.ts";

/** Changes of one line that correct a problem, at lines that the pull request shows; one a line. */
export const suggestFixes = async (
  { revisions, diff, ledger }: SuggestPorts,
  base: string,
  head: string,
  validated: readonly Validated[],
): Promise<readonly Suggestion[]> => {
  const open = validated.flatMap(({ source, problems }) =>
    problems.flatMap((problem) =>
      problem.severity === "note" || problem.hint === undefined ? [] : [{ source, problem }],
    ),
  );
  const found = new Map<string, Suggestion>();
  let from: string | undefined;
  for (const { source, problem } of open) {
    if (found.size >= maxSuggestions) break;
    const at = `${problem.file}:${problem.line}`;
    const fix = found.has(at) ? undefined : await fixIn(ledger, source, problem);
    if (fix === undefined) continue;
    from ??= await revisions.mergeBase(base, head);
    if ((await diff.shown(from, head, problem.file)).has(fix.line)) found.set(at, suggestionOf(problem, fix));
  }
  return [...found.values()];
};

const fixIn = async (ledger: Ledger, source: ProductionSource, problem: Problem): Promise<LineFix | undefined> => {
  const bytes = bytesOf(source, problem.file);
  if (bytes === undefined) return undefined;
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (problem.code !== "bound-missing") return fixOf(problem, lines);
  const version = await boundOf(ledger, source, problem);
  return version === undefined ? undefined : boundFix(problem, lines, version);
};

const bytesOf = (source: ProductionSource, file: string): Uint8Array | undefined => {
  if (file === source.file) return source.bytes;
  const entry = source.entries.find(({ path }) => `${source.folder}/${path}` === file);
  return entry?.kind === "file" ? entry.bytes : undefined;
};

/** The newest version that the range at this place allows, as `shrek bump` binds it. */
const boundOf = async (
  ledger: Ledger,
  { file, bytes, conventions }: ProductionSource,
  { line, col }: Problem,
): Promise<string | undefined> => {
  const read = readYaml(file, bytes);
  const rules = conventions === undefined ? undefined : readGoverning(conventions);
  if (read.kind !== "read" || rules?.kind !== "read") return undefined;
  const style = versionStyle(rules.conventions);
  const { inputs = {} } = read.value as Partial<Request>;
  for (const { name, tag, range } of rangedInputs(inputs, style)) {
    const place = read.places.at(["inputs", name, "version"]);
    if (place.line !== line || place.col !== col) continue;
    return newestIn(range, await pastOfTag(ledger, await ledger.head(), tag), style);
  }
  return undefined;
};
