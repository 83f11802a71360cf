import type { IncomingHttpHeaders } from "node:http";
import { isObject } from "./json.ts";
import { Refusal } from "./refusal.ts";

/** Versions of the REST API that GitHub serves; who names none gets the first (docs.github.com, "API Versions"). */
const versions = ["2022-11-28", "2026-03-10"] as const;
type ApiVersion = (typeof versions)[number];

export const versionOf = (headers: IncomingHttpHeaders): ApiVersion => {
  const given = headers["x-github-api-version"];
  const found = given === undefined ? versions[0] : versions.find((each) => each === given);
  // docs.github.com, "Troubleshooting the REST API", Not a supported version.
  if (found === undefined) throw new Refusal(400, `${String(given)} is not a supported version.`);
  return found;
};

/** What version 2026-03-10 took away from what is served here (docs.github.com, "Breaking changes"). */
const gone = new Set(["merge_commit_sha", "assignee", "has_downloads", "use_squash_pr_title_as_default", "rate"]);

/** An answer of the older version as a version has it. */
export const inVersion = (version: ApiVersion, body: unknown): unknown =>
  version === "2022-11-28" || Buffer.isBuffer(body) ? body : withoutGone(body);

const withoutGone = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutGone);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (gone.has(name) ? [] : [[name, withoutGone(each)]])),
  );
};
