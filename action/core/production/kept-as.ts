import { type KeepTime, keepText, readKeepTime } from "../text/keep-time.ts";
import type { Production } from "./production.ts";

/** Where and how long the outputs of a production are kept in Rucio, and who is asked about them. */
export type KeptAs = {
  /** Storage elements, in Rucio's expressions. */
  readonly at: string;
  readonly copies: number;
  readonly keep: string;
  /** The longest that the conventions allow, which a date may exceed. */
  readonly most?: string;
};

/** `undefined`: the conventions keep nothing, or it is a trial, whose data nobody may read. */
export const keptAs = ({
  request,
  conventions: { rucio },
  trial,
}: Pick<Production, "request" | "conventions" | "trial">): KeptAs | undefined => {
  if (rucio?.keep === undefined || trial) return undefined;
  const { at, copies = 1, most } = rucio.keep;
  return { at, copies, keep: request.keep ?? rucio.keep.for, ...(most === undefined ? {} : { most }) };
};

/** Who is asked what becomes of its data: one person or team, with @. */
export const ownerOf = ({ request, conventions }: Pick<Production, "request" | "conventions">): string =>
  request.owner ?? conventions.rucio?.keep?.owner ?? request.contact[0] ?? "";

/** Its schema has read it: a time that cannot be read is kept for ever, because that loses nothing. */
export const timeOf = (keep: string): KeepTime => readKeepTime(keep) ?? { kind: "forever" };

/** For people; `undefined`: nobody keeps them. */
export const keptLine = (production: Pick<Production, "request" | "conventions" | "trial">): string | undefined => {
  const kept = keptAs(production);
  if (kept === undefined) return undefined;
  const { at, keep, most } = kept;
  const time = timeOf(keep);
  const within = time.kind === "until" && most !== undefined ? `, at most ${keepText(timeOf(most))}` : "";
  return `When it ends well its outputs are kept at ${at} ${keepText(time)}${within}; ${ownerOf(production)} is asked before they expire.`;
};
