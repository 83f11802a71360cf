import { type UpkeepKind, upkeepBranches } from "../command/form-names.ts";
import { canonicalJson, sha256 } from "../text/canonical-json.ts";
import type { EditMove } from "./move-versions.ts";

/** What could be proposed for one production: its branch is named by what moves, so the same is known again. */
export type UpkeepCandidate = { readonly folder: string; readonly branch: string; readonly moves: readonly EditMove[] };

export const candidateFor = (kind: UpkeepKind, folder: string, moves: readonly EditMove[]): UpkeepCandidate => {
  const named = moves.map(({ path, what, to }) => [path.map(String), what, to]);
  return { folder, moves, branch: `${branchesOf(kind, folder)}${sha256(canonicalJson(named)).slice(0, 16)}` };
};

const branchesOf = (kind: UpkeepKind, folder: string): string =>
  `${upkeepBranches(kind)}${sha256(folder).slice(0, 8)}-`;

/** `own`: the last commit of its branch, where the App made it; "gone": there is no such branch any more. */
export type OpenUpkeep = { readonly number: number; readonly branch: string; readonly own: string | undefined };

/** What main names, compared with what there is. `unsure`: folders of which something could not be looked up. */
export type UpkeepLooked = { readonly candidates: readonly UpkeepCandidate[]; readonly unsure: readonly string[] };

export type UpkeepStep =
  /** `theirs`: somebody pushed to its branch. `unsure`: nobody knows whether it is overtaken. */
  | { readonly kind: "leave"; readonly number: number; readonly why: "theirs" | "unsure" }
  | { readonly kind: "keep"; readonly number: number; readonly candidate: UpkeepCandidate }
  /** What it brings is on main, or something newer is there. */
  | { readonly kind: "close"; readonly number: number; readonly branch: string; readonly own: string }
  /** The first of these that nobody closed. */
  | { readonly kind: "propose"; readonly candidates: readonly UpkeepCandidate[] };

/** What to do next for a kind, of which one is open at most: what people took over stands in its place. */
export const nextUpkeep = (
  kind: UpkeepKind,
  open: readonly OpenUpkeep[],
  { candidates, unsure }: UpkeepLooked,
): UpkeepStep => {
  const steps = open.map(({ number, branch, own }): UpkeepStep => {
    if (own === undefined) return { kind: "leave", number, why: "theirs" };
    const candidate = candidates.find((one) => one.branch === branch);
    if (candidate !== undefined) return { kind: "keep", number, candidate };
    return unsure.some((folder) => branch.startsWith(branchesOf(kind, folder)))
      ? { kind: "leave", number, why: "unsure" }
      : { kind: "close", number, branch, own };
  });
  return steps.find((step) => step.kind === "close") ?? steps[0] ?? { kind: "propose", candidates };
};
