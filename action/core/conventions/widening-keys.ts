/** Words of `mayWiden`: what the conventions of a folder below may widen, when those further up allow it by name. */
export const wideningKeys = [
  "experiment",
  "tag",
  "version",
  "software",
  "releases",
  "datasets",
  "gitHosts",
  "names",
  "scopes",
  "labels",
  "vo",
  "workingGroup",
  "sites",
  "setup",
  "monitor",
] as const;
export type WideningKey = (typeof wideningKeys)[number];
