/** The terminal's text about releases once a pass of reconcile has recorded it. */
export const heldWithoutApp =
  "The merge submits no release: no GitHub App alone writes the ledger (see `ledger` of the conventions).";

/** Added to an outcome that no pass has confirmed. */
export const perhapsHeld =
  "No pass of reconcile has said yet whether a GitHub App alone writes the ledger; without one no release is submitted.";
