import type { Quality } from "../command/parse-command.ts";

/** What a person said of the data of a submission. `saidOn`: when it was read, once those that read the data were told. */
export type Declared = {
  readonly by: string;
  readonly id: string;
  readonly reason: string;
  readonly step?: string | undefined;
  readonly quality: Quality;
  readonly saidOn: string | undefined;
};

/** What was said of data, told to those that read them. */
export type InputDeclared = {
  readonly input: { readonly tag: string; readonly version: string; readonly run?: number | undefined };
  readonly step?: string | undefined;
  readonly quality: Quality;
  readonly by: string;
  readonly reason: string;
};

/** One word, one effect: it counts once, however often it is written. */
export const withDeclaration = (
  declared: readonly Declared[],
  { by, id, reason, step, quality }: Omit<Declared, "quality" | "saidOn"> & { readonly quality?: Quality | undefined },
): readonly Declared[] =>
  quality === undefined || declared.some((one) => one.id === id)
    ? declared
    : [...declared, { by, id, reason, step, quality, saidOn: undefined }];

export const withTold = (
  declared: readonly Declared[],
  { id, saidOn }: { readonly id: string; readonly saidOn: string },
): readonly Declared[] => declared.map((one) => (one.id === id && one.saidOn === undefined ? { ...one, saidOn } : one));

/** Whose word makes data of these steps bad: the newest. `undefined`: nobody's. */
export const badWord = (declared: readonly Declared[], steps: readonly string[]): Declared | undefined =>
  newestWords(declared, steps).find((word) => word?.quality === "bad");

/** Whose newest word makes data of one of these steps good. */
export const goodWord = (declared: readonly Declared[], steps: readonly string[]): Declared | undefined =>
  newestWords(declared, steps).find((word) => word?.quality === "good");

/** Whether the newest words make data of all these steps good. */
export const isDeclaredGood = (declared: readonly Declared[], steps: readonly string[]): boolean =>
  newestWords(declared, steps).every((word) => word?.quality === "good");

const newestWords = (declared: readonly Declared[], steps: readonly string[]): readonly (Declared | undefined)[] => {
  const timeOf = ({ saidOn }: Declared): number => (saidOn === undefined ? Number.MAX_VALUE : Date.parse(saidOn));
  const words = declared.toSorted((a, b) => timeOf(a) - timeOf(b));
  return steps.map((step) => words.findLast((one) => one.step === undefined || one.step === step));
};

/** The newest of each input; a good word takes the bad one's place. */
export const withInputDeclared = (
  before: readonly InputDeclared[],
  { input, step, quality, by, reason }: InputDeclared,
): readonly InputDeclared[] => [
  ...before.filter((one) => !isSameInput(one, { input, step })),
  { input, ...(step === undefined ? {} : { step }), quality, by, reason },
];

export const isNewOfInput = (before: readonly InputDeclared[], said: InputDeclared): boolean =>
  !before.some(
    (one) => isSameInput(one, said) && one.quality === said.quality && one.by === said.by && one.reason === said.reason,
  );

type AboutInput = Pick<InputDeclared, "input" | "step">;
const isSameInput = (one: AboutInput, other: AboutInput): boolean =>
  one.input.tag === other.input.tag &&
  one.input.version === other.input.version &&
  one.input.run === other.input.run &&
  one.step === other.step;
