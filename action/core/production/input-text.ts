import type { RequestInput } from "../request/request.ts";

/** An input as its author and the payload call it: `background` of `pass2`. */
export const inputWords = (step: string, input: string): string => `\`${input}\` of \`${step}\``;

/** The bash array of an input's files. */
export const inputNameOf = ({ from, as = from }: Pick<RequestInput, "from" | "as">): string => as;
