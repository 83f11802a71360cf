import type { Problem } from "../problems/problem.ts";

/** A request, by its folder, or a campaign, by its file, that is on main and that the validation refuses there. */
export type RefusedOnMain = { readonly folder: string; readonly problems: readonly Problem[] };

/** And the commit of main that gave its folder what it holds. */
export type RefusedAt = RefusedOnMain & { readonly commit: string };
