/** The same function, and with what it was called. */
export const noting = <A extends readonly unknown[], R>(call: (...args: A) => R) => {
  const calls: A[] = [];
  const noted = (...args: A): R => {
    calls.push(args);
    return call(...args);
  };
  return Object.assign(noted, { calls });
};
