/** What sphenixprod knows of a kind of data without the rule: what it is made of, by which hosts, and how many files a job makes. */
export type DstType = {
  readonly step: string;
  /** Raw files of hosts with the trigger's, or what is in each name of the files of another kind: one of these. */
  readonly reads:
    | { readonly kind: "raw"; readonly hosts: readonly string[]; readonly pattern: string }
    | { readonly kind: "files"; readonly types: readonly string[]; readonly pattern: string };
  /** The fewest hosts that a run must have; but for cosmics. */
  readonly atLeast?: number;
  /** A job makes files until its input ends: nobody knows how many. */
  readonly rollsOver?: true;
  /** Other files of a job, beside the one of its own name. */
  readonly also?: readonly string[];
};

const numbered = (name: string, count: number, width = 1): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}${String(index).padStart(width, "0")}`);

const calorimeterPattern = "seb(0[0-9]|1[0-8]|20)";
const calorimeters = [...numbered("seb", 19, 2), "seb20"];
const trackerPattern = "intt[0-7]|mvtx[0-5]|ebdc([01][0-9]|2[0-3])_[01]|ebdc39";
/** Each computer of the TPC writes two streams. */
const tpc = numbered("ebdc", 24, 2).flatMap((host) => [`${host}_0`, `${host}_1`]);
const trackers = [...numbered("intt", 8), ...numbered("mvtx", 6), ...tpc, "ebdc39"];

const ofHosts = (type: string, hosts: readonly string[], pattern: string) =>
  ({ kind: "files", types: hosts.map((host) => `${type}_${host}`), pattern: `${type}_(${pattern})` }) as const;
const ofOne = (type: string) => ({ kind: "files", types: [type], pattern: type }) as const;
const streams = ofHosts("DST_STREAMING_EVENT", trackers, trackerPattern);
const events = ofHosts("DST_TRIGGERED_EVENT", calorimeters, calorimeterPattern);

export const dstTypes: Readonly<Record<string, DstType>> = {
  DST_TRIGGERED_EVENT: {
    step: "combine",
    reads: { kind: "raw", hosts: calorimeters, pattern: calorimeterPattern },
    rollsOver: true,
  },
  DST_STREAMING_EVENT: {
    step: "combine",
    reads: { kind: "raw", hosts: trackers, pattern: trackerPattern },
    rollsOver: true,
  },
  DST_CALOFITTING: { step: "fit", reads: events, atLeast: calorimeters.length },
  DST_VERNIER: {
    step: "vernier",
    reads: ofHosts("DST_TRIGGERED_EVENT", ["seb18", "seb20"], "seb18|seb20"),
    atLeast: 2,
  },
  DST_CALO: { step: "calo", reads: ofOne("DST_CALOFITTING") },
  DST_JETS: { step: "jets", reads: ofOne("DST_CALO") },
  DST_JETCALO: { step: "jetcalo", reads: ofOne("DST_CALOFITTING"), also: ["DST_Jet"] },
  DST_TRKR_CLUSTER: { step: "cluster", reads: streams, atLeast: trackers.length },
  DST_TRKR_MVTXME: { step: "mvtxme", reads: streams },
  DST_TRKR_SEED: { step: "seed", reads: ofOne("DST_TRKR_CLUSTER") },
  DST_TRKR_TRACKS: { step: "track", reads: ofOne("DST_TRKR_SEED") },
};

/** The host that is asked for files, of the leaf that stands in their names; also of a pattern of leaves. */
export const hostOfLeaf = (leaf: string): string =>
  leaf.replace("_[01]", "(:1)?").replace(/_0$/, "").replace(/_1$/, ":1");
