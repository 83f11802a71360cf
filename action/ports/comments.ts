/** Comments of others, as they stand now. Read only. */
export interface Comments {
  /** `undefined`: there is no such comment. */
  comment(id: number): Promise<PersonsComment | undefined>;
}

export type PersonsComment = { readonly body: string; readonly login: string; readonly pullRequest: number };
