import type { Asking } from "./asking.ts";

/**
 * A decision that several wait for is made once, whoever asks for it first: all get the one answer, a Failure too. Who
 * comes while it waits asks the same round, so that the driver sees one question.
 */
export const shared = <T>(make: () => Asking<T>): (() => Asking<T>) => {
  let begun: Shared<T> | undefined;
  return function* () {
    begun ??= begin(make());
    for (;;) {
      const { outcome } = begun;
      const step = outcome();
      if (step.done === true) return step.value;
      const replies = yield step.value;
      if (begun.outcome === outcome) begun.goOn(replies);
    }
  };
};

/** `shared` for each of what it is about: texts, which tell one from another. */
export const sharedEach = <About extends readonly (string | number)[], T>(
  make: (...about: About) => Asking<T>,
): ((...about: About) => Asking<T>) => {
  const known = new Map<string, () => Asking<T>>();
  return (...about) => {
    const name = JSON.stringify(about);
    const one = known.get(name) ?? shared(() => make(...about));
    known.set(name, one);
    return one();
  };
};

type Progress<T> = ReturnType<Asking<T>["next"]>;
type Shared<T> = { outcome: () => Progress<T>; readonly goOn: (...replies: Parameters<Asking<T>["next"]>) => void };

const begin = <T>(asking: Asking<T>): Shared<T> => {
  const one: Shared<T> = {
    outcome: outcomeOf(() => asking.next([])),
    goOn: (...replies) => {
      one.outcome = outcomeOf(() => asking.next(...replies));
    },
  };
  return one;
};

/** What came of the work, each time it is asked for: the value, or what was thrown. */
const outcomeOf = <T>(work: () => T): (() => T) => {
  try {
    const value = work();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
};
