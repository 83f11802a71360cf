/** Keys of a request that a lint looks at besides the texts. */
export const restingKeys = [
  "in",
  "out",
  "jobs",
  "eventsPerJob",
  "table",
  "parameters",
  "resources",
  "runs",
  "conditions",
] as const;
export type RestingKey = (typeof restingKeys)[number];

/** What of a step is not as its author meant it, because it is wrong: whatever rests on it is not known. */
export type Unsure = (step: string) => ReadonlySet<RestingKey>;

const nothing: ReadonlySet<RestingKey> = new Set();
export const allSure: Unsure = () => nothing;
