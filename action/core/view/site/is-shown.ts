/** A run of a workflow that succeeded: when it began, and the commit of main that it worked for. */
export type GoodRun = { readonly began: string; readonly main: string };

/**
 * Whether the last run that succeeded made the same pages: nothing was written to the ledger since it began, and main,
 * which names the program that makes them, is the same. What is written while a run reads is shown by the next one again.
 */
export const isShown = (
  last: GoodRun | undefined,
  now: { readonly written: number | undefined; readonly main: string },
): boolean =>
  last !== undefined &&
  last.main === now.main &&
  now.written !== undefined &&
  now.written < new Date(last.began).getTime();
