/** What people read under a code in `docs/problems.md`: at most three sentences. */
export type Explained = {
  readonly title: string;
  /** Why it matters, where the title does not say it. */
  readonly why?: string;
  readonly weight?: Weight;
  /** A rule of the conventions refuses it, which may become stricter. No other check computes with what is refused. */
  readonly rule?: true;
  /** For the page alone: each message says its own. */
  readonly wayOut?: string;
  /** The way out that is the same whatever the message says: of each problem that has none of its own. */
  readonly hint?: string;
};

/**
 * How sure a look at a text is. *certain*: every such job fails or its result is wrong, so it refuses. *likely*:
 * probably wrong, so it warns. `acknowledge` with a reason turns either into a note.
 */
export type Weight = "certain" | "likely";
export type Weighed = Explained & { readonly weight: Weight };
