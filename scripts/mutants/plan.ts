import { hash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { type Change, changesOf } from "./changes.ts";
import { type Mutant, mutantOf } from "./mutant.ts";
import type { Room } from "./rooms.ts";

export type Planned = Mutant & { readonly at: number; readonly number: number };
export type File = {
  readonly path: string;
  readonly text: string;
  readonly first: number;
  readonly changes: readonly Change[];
};
export type Plan = { readonly room: Room; readonly files: readonly File[]; readonly mutants: readonly Planned[] };

/** The mutants of a room's files, those below these paths only; all without one. Numbers go through the room. */
export const planRoom = (room: Room, below: readonly string[]): Plan => {
  const isBelow = (path: string): boolean =>
    below.length === 0 || below.some((one) => path === one || path.startsWith(`${one.replace(/\/$/, "")}/`));
  const files: File[] = [];
  let first = 0;
  for (const path of globSync([...room.mutate])
    .filter(isBelow)
    .toSorted()) {
    const text = readFileSync(path, "utf8");
    const changes = changesOf(text);
    files.push({ path, text, first, changes });
    first += changes.length;
  }
  const mutants = files.flatMap(({ path, text, first: from, changes }) =>
    changes.map((change, index) => ({ ...mutantOf(path, text, change), number: from + index })),
  );
  return { room, files, mutants };
};

/** So many mutants of all plans by chance. Each draws by its own text, so an edit of a file changes no other's lot. */
export const sampled = (plans: readonly Plan[], size: number, seed: number): readonly Plan[] => {
  const lot = ({ file, line, original, mutation }: Mutant): string =>
    hash("sha256", JSON.stringify([seed, file, line, original, mutation]));
  const drawn = plans
    .flatMap(({ mutants }) => mutants.map((mutant) => ({ mutant, lot: lot(mutant) })))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, size);
  const chosen = new Set(drawn.map(({ mutant }) => mutant));
  return plans.map((plan) => ({ ...plan, mutants: plan.mutants.filter((mutant) => chosen.has(mutant)) }));
};
