import type { JsonObject } from "../json.ts";
import type { PrunArguments } from "./prun-arguments.ts";

/** One site is a site; several are a choice for the broker, and then there is none. `AUTO` is prun's word for "any". */
export const siteParameters = (options: PrunArguments): JsonObject => {
  const given = options.text("site") ?? "AUTO";
  const several = given.includes(",");
  return {
    site: several || given === "AUTO" ? null : given,
    excludedSite: splitList(options.list("excludedSite").join(",")),
    includedSite: several ? splitList(given) : null,
  };
};

const splitList = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  ),
];
