/** Asks when it is first needed, and never again: everybody gets the one answer, a failure too. */
export const once = <T>(ask: () => Promise<T>): (() => Promise<T>) => {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
};

/** What was made of the last text alone, or of so many: a document has fifty times its size, and an older one is made again. */
export const keepLast = <T>(most = 1): ((text: string, make: () => T) => T) => {
  const kept: { readonly text: string; readonly made: T }[] = [];
  return (text, make) => {
    const known = kept.find((one) => one.text === text);
    if (known !== undefined) return known.made;
    const made = make();
    if (kept.push({ text, made }) > most) kept.shift();
    return made;
  };
};

/** `once` for each of what it is about: texts and numbers, which tell one from another. */
export const onceEach = <About extends readonly (string | number)[], T>(
  ask: (...about: About) => Promise<T>,
): ((...about: About) => Promise<T>) => onceNamed((about) => about.join("\0"), ask);

/** `once` for each of what it is about; `nameOf` tells one from another. */
export const onceNamed = <About extends readonly unknown[], T extends object>(
  nameOf: (about: About) => string,
  ask: (...about: About) => T,
): ((...about: About) => T) => {
  const known = new Map<string, T>();
  return (...about) => {
    const name = nameOf(about);
    const asked = known.get(name) ?? ask(...about);
    known.set(name, asked);
    return asked;
  };
};

/** Made once for each object that it is about, as long as that lives. */
export const onceOf = <Of extends object, T extends object>(make: (of: Of) => T): ((of: Of) => T) => {
  const known = new WeakMap<Of, T>();
  return (of) => {
    const made = known.get(of) ?? make(of);
    known.set(of, made);
    return made;
  };
};
