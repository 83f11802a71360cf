/** Asks when it is first needed, and never again: everybody gets the one answer, a failure too. */
export const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
};

/** What was made of the last text alone: a document has fifty times its size, and an older one is made again. */
export const keepLast = <T>(): ((text: string, make: () => T) => T) => {
  let last: { readonly text: string; readonly made: T } | undefined;
  return (text, make) => {
    if (last?.text !== text) last = { text, made: make() };
    return last.made;
  };
};

/** `once` for each key. */
export const onceEach = <T>(ask: (key: string) => Promise<T>): ((key: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const asked = known.get(key) ?? ask(key);
    known.set(key, asked);
    return asked;
  };
};
