import { type SubmissionKey, versionName } from "../../ledger/event.ts";
import type { SitedStep } from "../../production/sited-steps.ts";
import type { SubmissionState } from "../../submission/state.ts";
import { isUnsent, mayRun } from "../../submission/states.ts";

export type RequestAtSite = { readonly folder: string; readonly steps: readonly SitedStep[] };
/** `steps`: none where a person moved it there. */
export type SubmissionAtSite = {
  readonly key: SubmissionKey;
  readonly state: SubmissionState;
  readonly steps: readonly SitedStep[];
};

/** Where a submission stands that names the site: before PanDA, at PanDA, or behind it. */
export const siteProgress = (state: SubmissionState): "waits" | "at PanDA" | "stopped or done" =>
  isUnsent(state) ? "waits" : mayRun(state.kind) ? "at PanDA" : "stopped or done";

/** What names a site, a line each, with where else it may run. */
export const atSiteText = (
  requests: readonly RequestAtSite[],
  submissions: readonly SubmissionAtSite[],
  online: ReadonlySet<string>,
): string => {
  const lines = [
    ...group(
      "Requests here that name it",
      requests.map(({ folder, steps }) => `${folder}: ${stepsText(steps, online)}`),
    ),
    ...(["waits", "at PanDA", "stopped or done"] as const).flatMap((place) =>
      group(
        titles[place],
        submissions
          .filter(({ state }) => siteProgress(state) === place)
          .map(
            ({ key, state, steps }) =>
              `${versionName(key)}, ${state.kind}: ${steps.length === 0 ? "moved there" : stepsText(steps, online)}`,
          ),
      ),
    ),
  ];
  return lines.length === 0 ? "No request here and no submission under way names it." : lines.join("\n");
};

const titles = {
  waits: "Submissions that wait and name it",
  "at PanDA": "Submissions at PanDA that name it; `shrek move TAG@VERSION site=SITE` sends them elsewhere",
  "stopped or done": "Submissions that stopped, and name it when they are retried",
} as const;

const group = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];

/** Steps with the same other sites together. */
const stepsText = (steps: readonly SitedStep[], online: ReadonlySet<string>): string =>
  [...Map.groupBy(steps, ({ others }) => others.filter((site) => online.has(site)).join(", "))]
    .map(
      ([open, ones]) =>
        `${ones.map(({ step }) => step).join(", ")} (${open === "" ? "no other site online" : `also ${open}`})`,
    )
    .join("; ");
