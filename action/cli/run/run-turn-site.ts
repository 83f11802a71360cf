import { join } from "node:path";
import { replaceFile } from "../../adapters/disk/replace-file.ts";
import { maxOfflineReason, offlineReason } from "../../core/conventions/sites-schema.ts";
import { describeError, Failure } from "../../core/problems/failure.ts";
import { atSiteText, siteProgress } from "../../core/view/local/site-text.ts";
import { targetOf } from "../../core/view/status/status-text.ts";
import { type SiteSeen, turnSiteIn } from "../../flows/turn-site.ts";
import { exiting, print, printJson, tell } from "./command.ts";
import { openWorkPlace } from "./work-place.ts";

type TurnFlags = { readonly json: boolean; readonly dryRun: boolean };

export const runOffline = exiting(
  async ({ reason, ...flags }: TurnFlags & { readonly reason: string }, site: string) => {
    if (reason.trim() === "" || reason.length > maxOfflineReason || /[\r\n]/.test(reason))
      throw new Failure(`The reason is one line of 1 to ${maxOfflineReason} characters.`, {
        wayOut: "Write it for those who wait.",
      });
    return turn(flags, site, reason.trim());
  },
);

export const runOnline = exiting(async (flags: TurnFlags, site: string) => turn(flags, site, undefined));

const turn = async ({ json, dryRun }: TurnFlags, site: string, reason: string | undefined): Promise<0> => {
  const place = await openWorkPlace();
  const seen = await turnSiteIn(place, { site, reason });
  if (!dryRun) for (const { path, bytes } of seen.changed) await replaceFile(join(place.top, path), bytes);
  if (json) {
    printJson(asJson(site, seen, !dryRun));
    return 0;
  }
  const { submissions, requests, online } = seen;
  print(
    [
      ...resultText(seen, site, reason, dryRun),
      atSiteText(requests, submissions instanceof Failure ? [] : submissions, online),
    ].join("\n"),
  );
  if (submissions instanceof Failure) tell(`Submissions are not known: ${describeError(submissions)}`);
  return 0;
};

const resultText = (
  { changed, left }: SiteSeen,
  site: string,
  reason: string | undefined,
  dryRun: boolean,
): readonly string[] => {
  const state = reason === undefined ? "online" : `offline${offlineReason({ reason })}`;
  return [
    ...changed.map(({ path }) => `${path}: ${site} is ${state}`),
    ...(changed.length === 0 ? [`${site} is already ${state}.`] : []),
    ...left.map((path) => `${path}: left offline, for a reason of its own`),
    ...(changed.length === 0
      ? []
      : [dryRun ? "Nothing was written." : "It counts once a pull request brings it to main."]),
  ];
};

const asJson = (site: string, { changed, left, requests, submissions }: SiteSeen, written: boolean): object => ({
  site,
  changed: changed.map(({ path }) => path),
  left,
  written: written && changed.length > 0,
  requests,
  submissions:
    submissions instanceof Failure
      ? null
      : submissions.map(({ key, state, steps }) => ({
          name: targetOf(key),
          state: state.kind,
          place: siteProgress(state),
          steps,
        })),
});
