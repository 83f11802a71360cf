import type { SubmissionState } from "../../submission/state.ts";
import type { OpenIntent } from "../authorization/authorization.ts";
import { effectiveCommands, unconfirmedOf } from "../authorization/unconfirmed.ts";
import { each, inState, type Planned, type Planning, withSeen } from "../planned.ts";

/**
 * Asks for the commands that are about to have an effect by standing on the ledger. What does not stand on GitHub today is
 * struck out. What cannot be asked for waits, with its submission, for the next pass.
 */
export async function verifyCommands(planning: Planning, from: Planned): Promise<Planned> {
  const given = inState(from, hasCommands);
  const verified = await each(planning.notes, given, async ({ key, state }) => {
    return { key, unconfirmed: await unconfirmedOf(planning, state, effectiveCommands(state)) };
  });
  const seen = verified.flatMap(({ key, unconfirmed }) => unconfirmed.map((one) => [key, one] as const));
  for (const [key, { reason }] of seen) planning.notes.trouble(key, reason);
  const answered = new Set(verified.map(({ key }) => key));
  const unverified = new Set(given.flatMap(({ key }) => (answered.has(key) ? [] : [key])));
  return { ...withSeen(planning, from, "Not obeyed:", seen), unverified };
}

/** Most that wait have none, and there may be thousands. */
const hasCommands = (state: SubmissionState): state is OpenIntent =>
  "past" in state && effectiveCommands(state).length > 0;
