import type { Problem } from "../problems/problem.ts";
import type { Edit } from "../text/edit-yaml.ts";
import type { Path } from "../text/places.ts";

export type Move = { readonly what: string; readonly from: string; readonly to: string };

/** And where it is written; a key that is missing goes after the one that `after` names. `text`: where it is no text. */
export type EditMove = Move & { readonly path: Path; readonly after?: string } & Partial<Pick<Edit, "text">>;
export type Moving = { readonly moves: readonly EditMove[]; readonly problems: readonly Problem[] };
export const noMoves: Moving = { moves: [], problems: [] };

export const joined = (parts: readonly Moving[]): Moving => ({
  moves: parts.flatMap(({ moves }) => moves),
  problems: parts.flatMap(({ problems }) => problems),
});
