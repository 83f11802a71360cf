import type { Intent } from "../../ledger/event.ts";
import { identityFault } from "../../ledger/make-intent.ts";
import type { Observation } from "../../submission/observation.ts";
import type { MayCall } from "../authorization/authorization.ts";
import { type Preparing, prepare } from "../entering/prepare.ts";
import type { Packed } from "../planned.ts";

/** `kept`: the archive that this process made of the intent where main stands at its `validatedAt`. */
export type PreparingAgain = Preparing & { readonly kept: (intent: Intent) => Uint8Array | undefined };

/** What PanDA would get of an intent today, if that was intended. From main itself, where this process read it. */
export async function intendToday(
  preparing: PreparingAgain,
  intent: Intent,
  { head: validatedAt, commit, pullRequest, approval, ...valid }: MayCall,
): Promise<{ readonly packed: Packed; readonly seen?: undefined } | { readonly seen: Observation }> {
  const today = { ...intent, validatedAt };
  const archive = preparing.kept(today);
  if (archive !== undefined) return { packed: { intent, archive } };
  const packed = await prepare(preparing, valid, { ...intent, validatedAt, commit, pullRequest, approval });
  const fault = identityFault(intent, packed.intent);
  if (fault === undefined) {
    // One that an earlier pass gave is made for its tag, and need not be made again for its wave.
    preparing.notes.keep({ intent: today, archive: packed.archive });
    return { packed };
  }
  return {
    seen: sameNames(intent, packed.intent)
      ? { kind: "new-intent", intent: packed.intent }
      : { kind: "identity-changed", reason: fault },
  };
}

/** Its names must be those that the same thing has today: under others it is another submission. What main holds was compared before. */
const sameNames = (intent: Intent, today: Intent): boolean =>
  intent.outDS === today.outDS && intent.label === today.label;
