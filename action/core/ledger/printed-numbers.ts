/** One number over the jobs that printed it. */
export type PrintedNumber = {
  readonly jobs: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
};

/** By name, what checks of outputs printed, of the jobs that succeeded. */
export type PrintedNumbers = Readonly<Record<string, PrintedNumber>>;

/** What a job printed, by its name there; a stranger's. */
export type Printed = Readonly<Record<string, unknown>>;

const mostNames = 20;
const nameOfNumber = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/;

const isFinite = (value: unknown): value is number => Number.isFinite(value);

/** Names and numbers alone: an author's other words are in the logs of the jobs. `undefined`: PanDA has no number. */
export const printedNumbers = (jobs: Iterable<Printed>): PrintedNumbers | undefined => {
  const found = new Map<string, PrintedNumber>();
  for (const [name, value] of [...jobs].flatMap((printed) => Object.entries(printed))) {
    if (!isFinite(value) || !nameOfNumber.test(name)) continue;
    const before = found.get(name);
    if (before === undefined && found.size === mostNames) continue;
    found.set(name, {
      jobs: (before?.jobs ?? 0) + 1,
      sum: (before?.sum ?? 0) + value,
      least: Math.min(before?.least ?? value, value),
      most: Math.max(before?.most ?? value, value),
    });
  }
  return found.size === 0 ? undefined : Object.fromEntries(found);
};

/** `events 990 in all, 97 to 99 a job; meanPt 0.69 to 0.71` */
export const printedText = (numbers: PrintedNumbers): string =>
  Object.entries(numbers)
    .map(([name, { sum, least, most }]) => {
      const span = least === most ? short(least) : `${short(least)} to ${short(most)}`;
      return Number.isSafeInteger(sum) && Number.isInteger(least)
        ? `${name} ${sum} in all, ${span} a job`
        : `${name} ${span}`;
    })
    .join("; ");

const short = (value: number): string => String(Number(value.toPrecision(6)));
