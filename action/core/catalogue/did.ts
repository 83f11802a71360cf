/** What Rucio calls data by: a scope and a name, unique together and never given again. */
export type Did = { readonly scope: string; readonly name: string };

export const didText = ({ scope, name }: Did): string => `${scope}:${name}`;

/**
 * The DID of a dataset as a request names it, read as JEDI reads it (RUCIO C12): what stands before a colon is the
 * scope, else the first part of the name, of data of users and groups the first two. A / at the end marks a container.
 */
export const didOf = (dataset: string): Did => {
  const name = dataset.replace(/\/$/, "");
  const colon = name.indexOf(":");
  if (colon >= 0) return { scope: name.slice(0, colon), name: name.slice(colon + 1) };
  const parts = name.split(".");
  return { scope: parts.slice(0, /^(user|group)/.test(name) ? 2 : 1).join("."), name };
};

/** Rucio's generic schema: another name is in no answer, and one such name spoils a question about hundreds (RUCIO C8). */
export const isDid = ({ scope, name }: Did): boolean =>
  /^[a-zA-Z_\-.0-9]{1,25}$/.test(scope) && /^[/A-Za-z0-9][/A-Za-z0-9._-]{0,249}$/.test(name);
