import { rotatedText, skewText } from "../../core/login/lifetime.ts";
import { Failure, Outage } from "../../core/problems/failure.ts";
import type { Login } from "./login.ts";

/** A skewed clock is reported before the run; a rotated refresh token after it, since a person must act on it. */
export const runThenReport = async (
  { ahead, rotated }: Pick<Login, "ahead" | "rotated">,
  run: () => Promise<0 | 1>,
  tell: (words: string, kind: "warning" | "error") => void | Promise<void>,
): Promise<0 | 1> => {
  const skew = skewText(ahead);
  if (skew !== undefined) await tell(`${skew} The token's lifetime is measured by PanDA's.`, "warning");
  if (!rotated) return run();
  try {
    await run();
    return 1;
  } catch (error) {
    // An outage ends by itself and is no red run; this one does not.
    if (error instanceof Outage) throw new Failure(error.message, { wayOut: error.wayOut });
    throw error;
  } finally {
    await tell(rotatedText, "error");
  }
};
