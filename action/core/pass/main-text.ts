/** Of a main that does not descend from `processed` any more. */
export const forcePushed = (processed: string): string =>
  `main was force-pushed: the last processed commit ${processed.slice(0, 12)} is gone; nothing is submitted until \`/shrek accept\``;

/** Follows it, where that is a Failure. */
export const wayToAccept =
  "Put main back on top of that commit; or look at what main holds now, and write `/shrek accept` on any pull request.";
