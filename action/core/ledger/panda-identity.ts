/** Under which name and with which rights PanDA knows a submission. */
export type PandaIdentity = {
  readonly url: string;
  readonly vo: string;
  readonly role: string;
  /** As PanDA writes it into tasks: the token's `name`, title case. */
  readonly userName: string;
  readonly prodSourceLabel: string;
  readonly workingGroup: string;
};

/** Requests of iDDS and tasks that PanDA has for one submission, by id. */
export type Effects = { readonly requests: readonly number[]; readonly tasks: readonly number[] };
