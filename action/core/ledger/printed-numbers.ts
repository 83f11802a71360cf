export type PrintedNumber = {
  readonly jobs: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
  /** Jobs in ten equal parts from the least to the most; left out: of fewer jobs than ten, or where all printed the same. */
  readonly spread?: readonly number[];
};

/** By name, what checks of outputs printed, of the jobs that succeeded. */
export type PrintedNumbers = Readonly<Record<string, PrintedNumber>>;

/** What a job printed, by its name there; a stranger's. */
export type Printed = Readonly<Record<string, unknown>>;

const maxNames = 20;
const nameOfNumber = /^[A-Za-z][A-Za-z0-9_.-]{0,39}$/;

const isFinite = (value: unknown): value is number => Number.isFinite(value);

/** Names and numbers alone: an author's other words are in the logs of the jobs. `undefined`: PanDA has no number. */
export const printedNumbers = (jobs: Iterable<Printed>): PrintedNumbers | undefined => {
  const found = new Map<string, number[]>();
  for (const [name, value] of [...jobs].flatMap((printed) => Object.entries(printed))) {
    if (!isFinite(value) || !nameOfNumber.test(name)) continue;
    const before = found.get(name);
    if (before !== undefined) before.push(value);
    else if (found.size < maxNames) found.set(name, [value]);
  }
  if (found.size === 0) return undefined;
  return Object.fromEntries([...found].map(([name, values]) => [name, numberOf(values)]));
};

const numberOf = (values: readonly number[]): PrintedNumber => {
  const sum = values.reduce((all, one) => all + one);
  const least = values.reduce((one, other) => Math.min(one, other));
  const most = values.reduce((one, other) => Math.max(one, other));
  const width = (most - least) / parts;
  const isSpread = values.length >= parts && width > 0 && width < Number.POSITIVE_INFINITY;
  const spread = isSpread ? { spread: spreadOf(values, least, width) } : {};
  return { jobs: values.length, sum, least, most, ...spread };
};

const parts = 10;

const spreadOf = (values: readonly number[], least: number, width: number): readonly number[] => {
  const partsOf = values.map((value) => Math.min(parts - 1, Math.floor((value - least) / width)));
  return Array.from({ length: parts }, (_, part) => partsOf.filter((one) => one === part).length);
};

/** `events 990 in all, 97 to 99 a job [.________#]; meanPt 0.69 to 0.71` */
export const printedText = (numbers: PrintedNumbers): string =>
  Object.entries(numbers)
    .map(([name, { sum, least, most, spread }]) => {
      const span = least === most ? short(least) : `${short(least)} to ${short(most)}`;
      return Number.isSafeInteger(sum) && Number.isInteger(least)
        ? `${name} ${sum} in all, ${span} a job${drawn(spread)}`
        : `${name} ${span}${drawn(spread)}`;
    })
    .join("; ");

const short = (value: number): string => String(Number(value.toPrecision(6)));

/** A picture that a terminal, a comment and a page show alike: how many jobs are in each part, of the fullest one. */
const drawn = (spread: PrintedNumber["spread"]): string => {
  if (spread === undefined) return "";
  const most = Math.max(...spread);
  return ` [${spread.map((jobs) => marks[Math.ceil((jobs / most) * (marks.length - 1))]).join("")}]`;
};

const marks = "_.:=#";
