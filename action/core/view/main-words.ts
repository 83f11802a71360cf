/** Of a main that does not descend from `processed` any more. */
export const forcePushed = (processed: string): string =>
  `main was force-pushed: the last processed commit ${processed.slice(0, 12)} is gone; nothing is submitted until \`/shrek accept\``;
