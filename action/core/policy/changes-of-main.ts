/** A commit of main that changed, added or removed conventions, a CODEOWNERS or a campaign, with those paths alone. `at`: its time by git, as ISO text. */
export type RuleChange = { readonly commit: string; readonly at: string; readonly paths: readonly string[] };

export type LastChange = { readonly commit: string; readonly author: string };

/** Of changes in the order of history, the newest first, the first that is about one of these paths. */
export const newestOf = (
  changes: ReadonlyMap<string, LastChange>,
  paths: readonly string[],
): LastChange | undefined => {
  const changed = new Set(paths.filter((path) => changes.has(path)));
  const [only] = changed;
  const newest = changed.size > 1 ? [...changes.keys()].find((path) => changed.has(path)) : only;
  return newest === undefined ? undefined : changes.get(newest);
};
