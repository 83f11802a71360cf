/** A change of the program that breaks a promise. Each text stands once in its file. */
export type Mutation = { readonly name: string; readonly edits: readonly Edit[] } & (ByStories | ByLiars | ByTest);

export type ByStories = {
  /** The rule that must be found broken, and the theme whose stories find it. */
  readonly breaks: string;
  readonly theme: string;
  /** So many stories of a length find it, whatever the seed: measured with ten seeds. */
  readonly most: number;
};
/** So many worlds of liars find that this is broken, from the seed on. */
export type ByLiars = { readonly breaks: string; readonly liars: number };
/** What lies below the model: the wire, git, GitHub. */
export type ByTest = {
  readonly test: string;
  /** The whole name of the test that must fail, or the end of it. */
  readonly fails: string;
};

export type Edit = { readonly file: string; readonly from: string; readonly to: string };

export const editsVariable = "PROVE_EDITS";

/** The text of a file of the program with the edits of the environment in it. */
export const withEdits = (path: string, text: string): string =>
  editsOf(path).reduce((before, { file, from, to }) => {
    if (before.split(from).length !== 2) throw new Error(`${file} does not hold exactly once: ${from}`);
    return before.replace(from, () => to);
  }, text);

export const editsOf = (path: string): readonly Edit[] => {
  const edits: readonly Edit[] = JSON.parse(process.env[editsVariable] ?? "[]");
  return edits.filter(({ file }) => path.endsWith(`/${file}`));
};
