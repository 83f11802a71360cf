import type { Problem } from "../../problems/problem.ts";

/** A request that is on main and that the validation refuses there. */
export type RefusedOnMain = { readonly folder: string; readonly problems: readonly Problem[] };
