/** `about`, a folder or a path, goes with the others of its round, and each gets its own from what the call gives. */
export const inOneCall = <T>(
  call: (at: string, about: readonly string[]) => Promise<(about: string) => T | Promise<T>>,
): ((at: string, about: string) => Promise<T>) => {
  type Round = { readonly about: string[]; readonly answered: Promise<(about: string) => T | Promise<T>> };
  const rounds = new Map<string, Round>();
  const begin = (at: string): Round => {
    const about: string[] = [];
    const answered = Promise.resolve().then(() => {
      rounds.delete(at);
      return call(at, about);
    });
    const round = { about, answered };
    rounds.set(at, round);
    return round;
  };
  return async (at, about) => {
    const round = rounds.get(at) ?? begin(at);
    round.about.push(about);
    return (await round.answered)(about);
  };
};
