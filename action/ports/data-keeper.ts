import type { Did } from "../core/catalogue/data-seen.ts";

/** "unanswered" is a value: whoever ordered it looks before it is ordered again. */
export type CatalogueResult =
  | { readonly kind: "done"; readonly id: string | undefined }
  /** Rucio's class of the refusal, such as `DuplicateRule`, and its words. */
  | { readonly kind: "refused"; readonly why: string; readonly message: string }
  | { readonly kind: "unanswered"; readonly arrived: "no" | "maybe"; readonly message: string };

export type NewRule = {
  readonly did: Did;
  readonly account: string;
  readonly where: string;
  readonly copies: number;
  /** `undefined`: for ever. */
  readonly seconds: number | undefined;
  /** Rucio keeps it with the rule; by it ours are found again. */
  readonly comment: string;
};

/** What changes the experiment's Rucio. Each is exactly one call on the wire, repeated by no layer. Only `end` shortens one. */
export interface DataKeeper {
  /** `done` with the rule's id. A second one of the same account, place and number of copies is `DuplicateRule`. */
  keep(rule: NewRule): Promise<CatalogueResult>;
  /** The rule ends so many seconds from now, by Rucio's clock; `undefined`: never. The caller has read that this is later. */
  extend(rule: string, seconds: number | undefined): Promise<CatalogueResult>;
  /** The rule ends within an hour, and Rucio's daemons delete what no other rule keeps. Only on a person's command that named the data. */
  end(rule: string): Promise<CatalogueResult>;
  /** Columns that Rucio knows, such as `run_number`, `version`, `project`; or where its database has JSON, any names. All or none. */
  describe(did: Did, meta: Readonly<Record<string, string | number | readonly string[]>>): Promise<CatalogueResult>;
  makeContainer(did: Did): Promise<CatalogueResult>;
  attach(container: Did, datasets: readonly Did[]): Promise<CatalogueResult>;
}
