import type { FromSchema } from "json-schema-to-ts";
import validateCampaign from "../generated/validate-campaign.js";
import { makeProblem, type Problem } from "../problems/problem.ts";
import { type Json, mapping } from "../text/canonical-json.ts";
import { fitsTag } from "../text/fits-tag.ts";
import { freezeEnd } from "../text/freeze-end.ts";
import { type Located, problemAt } from "../text/places.ts";
import { readYaml, type Trust } from "../text/read-yaml.ts";
import { schemaProblems } from "../text/schema-problems.ts";
import type { FolderEntry } from "../text/source-file.ts";
import { campaignSchema } from "./campaign-schema.ts";

export type Campaign = FromSchema<typeof campaignSchema>;

export type CampaignRead =
  /** `ends`: ISO text; what has no end ends never. */
  | { readonly kind: "read"; readonly campaign: Campaign; readonly ends: string; readonly where: Located }
  /** `names`: its productions, where at least these can be read. */
  | { readonly kind: "unreadable"; readonly problems: readonly Problem[]; readonly names: readonly string[] };

export const campaignsFolder = "campaigns";
export const isCampaignPath = (path: string): boolean => /^campaigns\/[^/]+\.yaml$/.test(path);
export const campaignName = (file: string): string => file.slice(campaignsFolder.length + 1, -".yaml".length);
export const campaignFile = (name: string): string => `${campaignsFolder}/${name}.yaml`;

/** Words of people stand in it: as a title, in addresses, in the names of pages. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$/;

export const readCampaign = (entry: FolderEntry, trust: Trust = "first-reading"): CampaignRead => {
  const { path: file } = entry;
  const wrong = (message: string, hint: string): CampaignRead => ({
    kind: "unreadable",
    problems: [makeProblem({ file }, "bad-campaign", { message, hint })],
    names: [],
  });
  if (entry.kind !== "file") return wrong(`${file} is no plain file.`, "put a plain file in its place");
  if (!nameForm.test(campaignName(file)))
    return wrong(
      "The name of a campaign has letters, digits, - and _, at most 60.",
      "rename it, such as campaigns/run24.yaml",
    );
  const read = readYaml(file, entry.bytes, trust);
  if (read.kind === "unreadable") return { ...read, names: [] };
  const where = { file, places: read.places };
  if (!isCampaign(read.value))
    return {
      kind: "unreadable",
      problems: schemaProblems(where, campaignSchema, read.value, validateCampaign.errors ?? []),
      names: readableNames(read.value),
    };
  const { end } = read.value;
  const ends = end === undefined ? "never" : freezeEnd(end)?.toISOString();
  return ends !== undefined
    ? { kind: "read", campaign: read.value, ends, where }
    : {
        kind: "unreadable",
        problems: [problemAt(where, ["end"], "bad-campaign", { message: `There is no ${end}.` })],
        names: read.value.productions,
      };
};

const readableNames = (value: unknown): readonly string[] => {
  const { productions } = mapping(value as Json);
  return Array.isArray(productions) ? productions.filter((one) => typeof one === "string") : [];
};

const isCampaign = (value: unknown): value is Campaign => validateCampaign(value);

/** Its place in the order of a campaign, from 0; `undefined`: the campaign does not name it. */
export const placeInCampaign = (patterns: readonly string[], tag: string): number | undefined => {
  const place = patterns.findIndex((pattern) => fitsTag(tag, pattern));
  return place < 0 ? undefined : place;
};
