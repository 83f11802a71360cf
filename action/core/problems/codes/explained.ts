/** What people read under a code in `docs/problems.md`. */
export type Explained = { readonly title: string; readonly why: string; readonly wayOut: string };
