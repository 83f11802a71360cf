import { acceptedAs, judgeOne } from "../../core/neighbours/judge-sources.ts";
import type { Observation } from "../../core/submission/observation.ts";
import type { SubmissionState } from "../../core/submission/state.ts";
import type { View } from "../gather/ledger-view.ts";
import { approvals } from "./approval.ts";
import type { Pass } from "./pass.ts";
import { record } from "./record.ts";

type Withheld = Extract<SubmissionState, { readonly kind: "withheld" }>;

/**
 * `/shrek submit` on what is withheld: an approval of exactly this content, and the end of a hold. It counts as any
 * approval does, so everything is asked anew: the merge, the people, the rules of main before it.
 */
export const releaseHeld = async (pass: Pass, from: View, mainHead: string): Promise<View> => {
  const asked = [...from.states].flatMap(([key, state]) =>
    state.kind === "withheld" && state.past.releases.length > 0 ? [{ key, state }] : [],
  );
  if (asked.length === 0) return from;
  const clearanceOf = approvals(pass, mainHead, [...new Set(asked.map(({ state }) => state.intent.folder))]);
  const seen = await pass.each(
    asked,
    async ({ key, state }) => [key, await observe(pass, clearanceOf, state)] as const,
  );
  return record(pass, from, new Map(seen), "Asked to submit:");
};

const observe = async (
  { ports: { main } }: Pass,
  clearanceOf: ReturnType<typeof approvals>,
  { intent, past }: Withheld,
): Promise<Observation> => {
  const source = await main.at(intent.judgedAt).production(intent.folder);
  const accepted = acceptedAs(judgeOne(source), intent.tag);
  if (accepted === undefined) return { kind: "not-allowed", reason: "today's judge refuses what was promised" };
  const submits = past.releases.map(({ by, at }) => ({ login: by, contentDigest: intent.contentDigest, at }));
  const { lacking, approval } = await clearanceOf(intent.commit, accepted.production, submits);
  return lacking === undefined
    ? { kind: "promised", intent: { ...intent, approval } }
    : { kind: "not-allowed", reason: lacking };
};
