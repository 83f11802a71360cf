import { textFile } from "../../../action/core/text/source-file.ts";
import { chance } from "../../../scripts/fuzz/chance.ts";
import { requestFromSchema } from "../../../scripts/fuzz/from-schema.ts";
import { type Draft, judged } from "../a-production.ts";

export const someFiles = [textFile("macros/a.C", "a"), textFile("macros/b.C", "b", "100755")];

/** The request that chance makes of this seed, the same on every day. */
export const requestOf = (seed: number): Draft => requestFromSchema(chance(seed)) as Draft;

/** Of forty seeds one makes a request that is accepted. These did on 2026-11-26, and are tried first to save the search. */
const promising = [
  42, 73, 99, 143, 157, 223, 226, 244, 271, 295, 402, 446, 455, 456, 483, 495, 522, 525, 538, 689, 698, 878, 909, 919,
  959,
];

/** Seeds of requests that the judge accepts. Other processes are told them, because each search costs seconds. */
export const someSeeds = (count: number): readonly number[] => {
  const found: number[] = [];
  const others = Array.from({ length: 200 * count }, (_, seed) => seed).filter((seed) => !promising.includes(seed));
  for (const seed of [...promising, ...others]) {
    if (found.length === count) return found;
    if (judged(requestOf(seed), { files: someFiles }).accepted !== undefined) found.push(seed);
  }
  throw new Error(`only ${found.length} requests were accepted`);
};

/** Requests that chance made and the judge accepts. */
export const someRequests = (count: number): readonly Draft[] => someSeeds(count).map(requestOf);
