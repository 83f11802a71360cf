/** For tests that look at what could not be done; the ways out of the program are judged in `failures.test.ts`. */
export const anyWay = { wayOut: "Try again." } as const;
