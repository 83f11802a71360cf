import { fullName, type Repository } from "../repository.ts";
import type { World } from "../world.ts";
import type { Html } from "./html.ts";
import type { ShownRun } from "./shown-run.ts";

/** Somebody looks at a page of this repository. */
export type Visit = {
  readonly world: World;
  readonly repository: Repository;
  /** `/OWNER/NAME`. */
  readonly home: string;
  readonly query: URLSearchParams;
  readonly runs: readonly ShownRun[];
};

/** `data`: what is behind the page, for programs that ask with `?json`. */
export type Page = { readonly title: string; readonly body: Html; readonly data?: unknown };

/** What an address gives besides pages. */
export type Text = { readonly text: string; readonly type: string };
export type Shown = Page | Text | undefined;

export const visitOf = (world: World, repository: Repository, query: URLSearchParams): Visit => ({
  world,
  repository,
  home: `/${fullName(repository)}`,
  query,
  // Workflows run in the repository that is no fork.
  runs: repository.parent === undefined ? world.runs() : [],
});
