import { campaignJson, campaignText } from "../../core/outcomes/campaign-text.ts";
import { deliveredJson } from "../../core/outcomes/delivered-text.ts";
import { describeError, Failure } from "../../core/problems/failure.ts";
import type { StateKind } from "../../core/submission/state.ts";
import { isStopped } from "../../core/submission/states.ts";
import { asksPerson } from "../../core/submission/ways-out.ts";
import { statusJson, statusText } from "../../core/view/status/status-terminal.ts";
import { type CampaignSeen, campaignStatus, type StatusSeen, status, watchStatus } from "../../flows/status.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { asTyped } from "../terminal/as-typed.ts";
import { untilStopped } from "../terminal/until-stopped.ts";
import { needsTerminal, openScreen, pauseUnless } from "../terminal/watch-screen.ts";
import { exiting, print, printJson } from "./command.ts";
import { openRepository } from "./work-place.ts";

type StatusChoice = { readonly state?: StateKind; readonly failed: boolean };
type StatusFlags = StatusChoice & {
  readonly json: boolean;
  readonly remote?: string;
  readonly watch: boolean;
  readonly every?: number;
  readonly campaign?: string;
};

export const runStatus = exiting(async (flags: StatusFlags, ...productions: readonly string[]) => {
  const { json, watch, every } = flags;
  if (watch && json) throw new Failure("--watch and --json exclude each other.", { wayOut: "Remove one of them." });
  if (!watch && every !== undefined)
    throw new Failure("--every says how often --watch looks.", { wayOut: "Add --watch, or remove --every." });
  if (watch && !process.stdout.isTTY) throw needsTerminal();
  const { ledger, main } = await openRepository(flags.remote);
  if (flags.campaign !== undefined) {
    if (watch || productions.length > 0)
      throw new Failure("--campaign shows all of one campaign, once.", {
        wayOut: "Remove the names of productions, and --watch.",
      });
    return showCampaign(await campaignStatus({ ledger, main }, flags.campaign), flags);
  }
  if (watch) return watchUntilStopped(ledger, productions, flags);
  const seen = await status(ledger, productions);
  const { statuses, samples, refused } = chosen(seen, flags);
  if (json) printJson({ submissions: statusJson(statuses), samples: samples.map(deliveredJson), refused });
  else print(pageOf(seen, flags));
  return refused.length > 0 || statuses.some(({ state }) => asksPerson(state)) ? 1 : 0;
});

const showCampaign = (seen: CampaignSeen, flags: StatusFlags): 0 | 1 => {
  const { statuses, samples } = chosen(seen, flags);
  if (flags.json)
    printJson({
      campaign: campaignJson(seen.campaign, seen.made),
      ...{ submissions: statusJson(statuses), samples: samples.map(deliveredJson), refused: [] },
    });
  else print(`${campaignText(seen.campaign, seen.made)}\n\n${pageOf(seen, flags)}`);
  return statuses.some(({ state }) => asksPerson(state)) ? 1 : 0;
};

/** Those that the flags name; a name that finds nothing is a Failure. */
const chosen = (seen: StatusSeen, { state, failed }: StatusChoice): StatusSeen => {
  const { statuses, unknown } = seen;
  if (unknown.length > 0)
    throw new Failure(unknown.map(({ why }) => why).join(" "), {
      wayOut: asTyped(unknown[0]?.wayOut ?? "Write the tag, or tag@version, as the ledger's page lists them."),
    });
  const meant = statuses.filter(
    (one) => (state === undefined || one.state.kind === state) && (!failed || isStopped(one.state.kind)),
  );
  return { ...seen, statuses: meant };
};

const pageOf = (seen: StatusSeen, flags: StatusChoice): string => {
  const { statuses, refused, samples } = chosen(seen, flags);
  return statusText(statuses, { refused, samples }, flags.state !== undefined || flags.failed);
};

/** Ctrl-C is how it ends; what was seen last stays in the terminal. */
const watchUntilStopped = async (ledger: Ledger, productions: readonly string[], flags: StatusFlags): Promise<0> => {
  const seconds = flags.every ?? 30;
  const { signal } = untilStopped();
  const screen = await openScreen(process.stdout);
  let [page, commit] = ["", ""];
  const drawn = (state: string): void => screen.draw(`of ledger ${commit}, ${state}`, page);
  try {
    await watchStatus(ledger, productions, {
      show: (seen) => {
        [page, commit] = [pageOf(seen, flags), seen.commit.slice(0, 7)];
        drawn(`looked at every ${seconds} s; Ctrl-C ends`);
      },
      // What Ctrl-C ended, git among it, is no news.
      missed: (why) => {
        if (!signal.aborted) drawn(`which cannot be read now: ${describeError(why)}`);
      },
      pause: () => pauseUnless(signal, seconds * 1000),
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    screen.end();
  }
  if (page !== "") print(page);
  return 0;
};
