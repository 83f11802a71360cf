import type { Conventions } from "../conventions/conventions.ts";
import type { Problem } from "../problems/problem.ts";
import type { Request } from "../request/request.ts";
import { isLonger, keepText, readKeepTime } from "../text/keep-time.ts";
import { type Located, problemAt } from "../text/places.ts";

/** Whether the conventions keep data at all, and so long. A date is not compared with a time: that depends on the day on which it ends. */
export const checkKeep = (
  where: Located,
  { keep }: Request,
  { rucio, experiment }: Conventions,
): readonly Problem[] => {
  if (keep === undefined) return [];
  const bad = (message: string, hint: string): readonly Problem[] => [
    problemAt(where, ["keep"], "bad-keep", { message, hint }),
  ];
  if (rucio?.keep === undefined)
    return bad(
      `The conventions of ${experiment} say of no storage that it keeps data, so \`keep\` would have no effect.`,
      "remove it, or add `rucio: keep` to the conventions",
    );
  const asked = readKeepTime(keep);
  if (asked === undefined)
    return bad(`There is no day ${keep.slice("until ".length)}.`, "write a date of the calendar");
  const [least, most] = [rucio.keep.least, rucio.keep.most].map((text) =>
    text === undefined ? undefined : readKeepTime(text),
  );
  if (most !== undefined && isLonger(asked, most))
    return bad(
      `Data kept ${keepText(asked)} are kept too long: the conventions allow ${rucio.keep.most}.`,
      `keep: ${rucio.keep.most}`,
    );
  if (least !== undefined && isLonger(least, asked))
    return bad(
      `Data kept ${keepText(asked)} are not kept long enough: the conventions want ${rucio.keep.least}.`,
      `keep: ${rucio.keep.least}`,
    );
  return [];
};
