import type { Change } from "./changes.ts";

/** The text with every change in it, each behind a switch that `globalThis.__mutant(number)` holds. */
export const switched = (text: string, changes: readonly Change[], first: number): string => {
  const numbered = changes.map((change, index) => ({ ...change, number: first + index }));
  const render = (from: number, to: number, inside: readonly (typeof numbered)[number][]): string => {
    let out = "";
    let at = from;
    while (at < to) {
      const one = inside.find(({ start }) => start >= at);
      if (one === undefined) break;
      const here = inside.filter(({ start, end }) => start === one.start && end === one.end);
      const below = inside.filter((each) => each.start >= one.start && each.end <= one.end && !here.includes(each));
      out += text.slice(at, one.start) + choose(here, render(one.start, one.end, below));
      at = one.end;
    }
    return out + text.slice(at, to);
  };
  return render(0, text.length, numbered);
};

const choose = (here: readonly (Change & { readonly number: number })[], original: string): string =>
  here.reduceRight(
    (rest, change) =>
      change.kind === "no-statement"
        ? // In braces of its own, or an `else` that follows would belong to the switch.
          `{ if (!globalThis.__mutant(${change.number})) { ${rest} } }`
        : `(globalThis.__mutant(${change.number}) ? (${change.to}) : ${rest})`,
    here.some(({ kind }) => kind === "expression") ? `(${original})` : original,
  );
