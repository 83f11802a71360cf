import type { Finding } from "../../core/doctor/finding.ts";
import type { RucioPlace } from "../../core/login/rucio-settings.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Catalogue } from "../../ports/catalogue.ts";
import { examine, leftOutFindings } from "./step.ts";

/** `undefined`: the conventions name no Rucio. Opening it throws Failure where there is no login to it. */
export type RucioDoor = () => Promise<{ readonly place: RucioPlace; readonly open: () => Catalogue } | undefined>;

/** Logs in and asks who it is. */
export const lookAtRucio = async (door: RucioDoor): Promise<readonly Finding[]> => {
  const rucio = await door();
  if (rucio === undefined)
    return leftOutFindings(["Rucio"], "the conventions name none, so input data are not looked up");
  const { server, account } = rucio.place;
  const { findings } = await examine(
    "Rucio",
    async () => {
      const own = await rucio.open().account();
      if (own === account) return own;
      throw new Failure(`the login is of the account ${own}, and the conventions say ${account}`, {
        wayOut: "Correct `rucio: account` in the conventions, or the login.",
      });
    },
    (own) => ({ verdict: "good", says: `${server} answers, and knows the login as the account ${own}` }),
  );
  return findings;
};
