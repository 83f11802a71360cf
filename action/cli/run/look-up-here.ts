import { takeSecrets } from "../../adapters/panda/take-secrets.ts";
import { openCatalogue } from "../../adapters/rucio/open-catalogue.ts";
import { type DataLook, type NeededData, neededData } from "../../core/catalogue/judge-data.ts";
import type { Env } from "../../core/login/server-url.ts";
import { Failure } from "../../core/problems/failure.ts";
import type { Production } from "../../core/production/production.ts";
import { lookUp } from "../../flows/look-up.ts";
import type { Catalogue } from "../../ports/catalogue.ts";

/** The secrets leave the environment with the first call. */
const environment = (): Env => (taken ??= takeSecrets(process.env));
let taken: Env | undefined;

/** The Rucio of these conventions, with the login of this terminal. */
export const catalogueHere = ({ rucio, experiment }: Production["conventions"]): Catalogue => {
  if (rucio === undefined)
    throw new Failure(`The conventions of ${experiment} name no Rucio.`, {
      wayOut: "Leave --look out, or add `rucio` to the conventions.",
    });
  return openCatalogue(environment())(rucio);
};

/** What each production reads, and what its Rucio has of it. */
export const lookUpHere = async (
  production: Production,
): Promise<{ readonly needed: readonly NeededData[]; readonly look: DataLook }> => {
  const needed = neededData(production);
  const catalogue = catalogueHere(production.conventions);
  return {
    needed,
    look: await lookUp(
      catalogue,
      needed.map(({ dataset }) => dataset),
    ),
  };
};
