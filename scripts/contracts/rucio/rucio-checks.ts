import assert from "node:assert/strict";
import { startRucio } from "../../sandbox/rucio/start.ts";
import type { Check } from "../check.ts";
import type { Venv } from "../venv.ts";
import { comparedCalls, keyedCalls } from "./calls.ts";
import { catalogueAnswers } from "./catalogue-answers.ts";
import { compareRucios } from "./compare-rucios.ts";
import { logInEachWay } from "./log-in-each-way.ts";
import { type RealRucio, type RucioDatabase, startRealRucio } from "./real-rucio.ts";
import { refineByJedi } from "./refine-by-jedi.ts";

const password = "contract-word";

export const rucioChecks = (venv: Venv, python: string): readonly Check[] => {
  const withReal = async (work: (real: RealRucio) => Promise<void>, database?: RucioDatabase): Promise<void> => {
    await using real = await startRealRucio(python, password, { database });
    await work(real);
  };
  let asked = 0;
  return [
    {
      name: "Rucio's own server takes a password, a certificate, a proxy of it and an issuer's token from SHREK's client, and refuses others",
      run: async () => {
        const refused = "Rucio refuses the login of the account reader.";
        const noToken = "Rucio refused to log in: Cannot authenticate with given credentials";
        assert.deepEqual(Object.fromEntries(await logInEachWay(python, password)), {
          ...{ password: "reader", certificate: "reader", proxy: "reader", token: "reader" },
          "another's certificate": refused,
          "token for another audience": noToken,
          "token that has ended": noToken,
          "token of another subject": noToken,
        });
      },
    },
    {
      name: "With two of Rucio's own servers at once JEDI's own client finds the files of a dataset in PanDA's, and breaks a task whose dataset is not there or whose files have no GUID, while SHREK's client asks the experiment's alone",
      run: () => withReal((pandas) => withReal((experiments) => refineByJedi(venv, pandas, experiments))),
    },
    {
      name: "Rucio's own server and the sandbox Rucio answer each call alike",
      run: () =>
        withReal(async (real) => {
          await using ours = await startRucio({ password });
          const compared = await compareRucios(real, { ...ours, password }, comparedCalls);
          asked = compared.asked;
          assert.deepEqual(compared.differences, []);
          assert.ok(asked > 150);
        }),
      shown: () => [`${asked} calls`],
    },
    {
      name: "SHREK's client says the same of data in Rucio's own server over PostgreSQL as of data in the sandbox Rucio, and keys of any name stay with them",
      run: () =>
        withReal(async (real) => {
          await using ours = await startRucio({ password });
          ours.state.holdsJson = true;
          const [first, second] = await Promise.all([
            catalogueAnswers(real.url, password),
            catalogueAnswers(ours.url, password),
          ]);
          assert.deepEqual(first, second);
          const { differences } = await compareRucios(real, { ...ours, password }, keyedCalls);
          assert.deepEqual(differences, []);
        }, "postgresql"),
    },
  ];
};
