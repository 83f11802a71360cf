import type { InputSource } from "./production.ts";

/** An input as its author calls it, and as the payload does: `background` (IN2 of `pass2`). */
export const inputWords = (step: string, { index, source }: NamedInput): string =>
  `\`${sourceName(source)}\` (IN${index + 1} of \`${step}\`)`;

export type NamedInput = { readonly index: number; readonly source: InputSource };

const sourceName = (source: InputSource): string => (source.kind === "step" ? source.step : source.input);
