/** A change of the program that breaks a promise. Each text stands once in its file. */
export type Mutation = {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The rule that must be found broken, and the theme whose stories find it. */
  readonly breaks: string;
  readonly theme: string;
  /** So many stories of a length find it, whatever the seed: measured with ten seeds. */
  readonly most: number;
};
export type Edit = { readonly file: string; readonly from: string; readonly to: string };

export const editsVariable = "PROVE_EDITS";
