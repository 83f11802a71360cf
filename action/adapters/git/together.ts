/** Does together what is asked for while it is at work. `choose`: those that may; the others wait for the next time. */
export const together = <T, R>(
  work: (ones: readonly T[]) => Promise<R>,
  choose: (waiting: readonly T[]) => readonly T[] = (waiting) => waiting,
): ((one: T) => Promise<R>) => {
  let waiting: { readonly one: T; readonly answer: (outcome: Promise<R>) => void }[] = [];
  let busy: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    const chosen = new Set(choose(waiting.map(({ one }) => one)));
    if (chosen.size === 0) return;
    const going = waiting.filter(({ one }) => chosen.has(one));
    waiting = waiting.filter(({ one }) => !chosen.has(one));
    const outcome = work([...chosen]);
    for (const { answer } of going) answer(outcome);
    // Each who waits gets the failure; the next go on.
    await outcome.catch(() => undefined);
  };
  return (one) =>
    new Promise((resolve) => {
      waiting.push({ one, answer: resolve });
      busy = busy.then(flush);
    });
};
