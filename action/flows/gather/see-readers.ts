import { mayNameTrial } from "../../core/conventions/trial.ts";
import { namesOfData } from "../../core/judge/production.ts";
import type { SeenBeside } from "../../core/neighbours/facts.ts";
import type { Line, MaybeLine } from "../../core/neighbours/index-file.ts";
import { conventionsReader, judgeEach } from "../../core/neighbours/judge-sources.ts";
import { judgeSeen, linesByTag, stillHolds, upstreamOf } from "../../core/neighbours/seen.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import type { Snapshot } from "../../ports/snapshot.ts";
import { inParts } from "./in-parts.ts";
import { stand } from "./judge-beside.ts";

/** These lines, and in those of productions that read others what came of judging them beside what they read. */
export const seeReaders = async (snapshot: Snapshot, lines: readonly Line[]): Promise<readonly Line[]> => {
  const lineWith = linesByTag(lines);
  const known = new Map<Line, SeenBeside>();
  const asked = new Set<string>();
  for (const line of lines) {
    if (line.kind !== "accepted" || !line.right || line.needs.length === 0) continue;
    const upstream = upstreamOf(line.needs, lineWith);
    if (upstream === undefined) continue;
    if (line.seen !== undefined && stillHolds(line.seen, upstream)) known.set(line, line.seen);
    else asked.add(line.path);
  }
  const judged = await inParts(snapshot, [...asked], (part) => seenIn(part, lineWith));
  const made = new Map(judged.map(([tag, path, seen]) => [`${tag} ${path}`, seen]));
  return lines.map((line): Line => {
    const { seen: _, ...rest } = line;
    const seen = known.get(line) ?? made.get(`${line.tag} ${line.path}`);
    return seen === undefined ? rest : { ...rest, seen };
  });
};

const seenIn = (
  sources: readonly ProductionSource[],
  lineWith: (tag: string) => MaybeLine | undefined,
): readonly (readonly [tag: string, path: string, SeenBeside])[] => {
  const conventionsOf = conventionsReader();
  const { own } = stand(
    judgeEach(sources, () => "first-reading", conventionsOf),
    conventionsOf,
  );
  return own.flatMap(({ production, facts }) => {
    const upstream = facts.needs.length === 0 ? undefined : upstreamOf(facts.needs, lineWith);
    // What a trial made is known to the ledger alone, by the name of its data.
    if (upstream === undefined || namesOfData(production).some(mayNameTrial)) return [];
    return [[facts.tag, facts.path, judgeSeen({ production, facts }, upstream)] as const];
  });
};
