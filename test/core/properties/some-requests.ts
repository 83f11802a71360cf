import { textFile } from "../../../action/core/text/source-file.ts";
import { chance } from "../../../scripts/fuzz/chance.ts";
import { requestFromSchema } from "../../../scripts/fuzz/from-schema.ts";
import { type Draft, judged } from "../a-production.ts";

export const someFiles = [textFile("macros/a.C", "a"), textFile("macros/b.C", "b", "100755")];

/** Requests that chance made and the judge accepts, the same on every day. */
export const someRequests = (count: number): readonly Draft[] => {
  const found: Draft[] = [];
  for (let seed = 0; found.length < count && seed < 200 * count; seed++) {
    const request = requestFromSchema(chance(seed)) as Draft;
    if (judged(request, { files: someFiles }).accepted !== undefined) found.push(request);
  }
  if (found.length < count) throw new Error(`only ${found.length} requests were accepted`);
  return found;
};
