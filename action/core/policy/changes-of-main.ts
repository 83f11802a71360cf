/** A commit of main that changed, added or removed conventions or a CODEOWNERS, with those paths alone. */
export type RuleChange = { readonly commit: string; readonly paths: readonly string[] };

export type LastChange = { readonly commit: string; readonly author: string };
