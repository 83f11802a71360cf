import type { Judgement } from "../../core/judge/judge-production.ts";
import type { Neighbour } from "../../core/neighbours/facts.ts";
import { conventionsReader, judgeEach } from "../../core/neighbours/judge-sources.ts";
import { quietFolders, speaksAlone } from "../../core/neighbours/quiet-folders.ts";
import { countSeeds } from "../../core/neighbours/seeds.ts";
import { standingOf } from "../../core/neighbours/standing-of.ts";
import type { ProductionSource } from "../../core/text/source-file.ts";
import type { Bounds } from "../../ports/bounds.ts";

/** One request by itself. Folders that were judged in full before they came here are read once. */
export const judgeAlone = (
  source: ProductionSource,
  judgedBefore: ReadonlySet<string>,
  conventionsOf: ReturnType<typeof conventionsReader>,
  bounds: Bounds,
): readonly Judgement[] => {
  bounds.begin(source.file);
  const trust = judgedBefore.has(source.folder) ? "first-reading" : "two-readings";
  return judgeEach([source], () => trust, conventionsOf).map(madeWhole);
};

/** What is judged further; what refused it still refuses it in the end. */
const madeWhole = ({ whole, ...judgement }: Judgement): Judgement =>
  whole === undefined ? judgement : { ...judgement, accepted: whole };

export type JudgedAlone = {
  /** Of requests that are not forgotten. */
  readonly known: ReadonlyMap<ProductionSource, readonly Judgement[]>;
  /** Folders of which nothing can be said, and the facts of the productions in them. */
  readonly quiet: ReadonlySet<string>;
  readonly facts: readonly Neighbour[];
};

export const nothingForgotten: JudgedAlone = { known: new Map(), quiet: new Set(), facts: [] };

/**
 * Judges each request by itself, where there is no ledger, and forgets at once what nothing can be said of, but for its
 * facts: of ten thousand productions in memory, a tenth of the time went into holding them (docs/adr/0071).
 */
export const judgeAndForget = (
  sources: readonly ProductionSource[],
  judgedBefore: ReadonlySet<string>,
  bounds: Bounds,
): JudgedAlone => {
  const conventionsOf = conventionsReader();
  const known = new Map<ProductionSource, readonly Judgement[]>();
  const lines: Neighbour[] = [];
  const seeds = countSeeds();
  bounds.run(() => {
    for (const source of sources) {
      const judgements = judgeAlone(source, judgedBefore, conventionsOf, bounds);
      const standing = standingOf(source, judgements, conventionsOf(source));
      for (const { accepted } of judgements) if (accepted !== undefined) seeds.add(accepted.production);
      for (const line of standing) lines.push(line);
      if (!judgedBefore.has(source.folder) || standing.some(speaksAlone)) known.set(source, judgements);
    }
  });
  const isFull = (line: Neighbour): boolean =>
    line.kind === "accepted" && line.seeds.some(({ stream }) => !seeds.isEnough(stream));
  const full = new Set(lines.filter(isFull).map(({ path }) => path));
  const mayBe = (path: string): boolean => judgedBefore.has(path) && !full.has(path);
  const { folders: quiet } = quietFolders(
    lines.filter(({ path }) => mayBe(path)),
    lines.filter(({ path }) => !mayBe(path)),
    { recorded: () => true, growing: () => false },
  );
  return { known, quiet, facts: lines.filter(({ path }) => quiet.has(path)) };
};
