import assert from "node:assert/strict";
import { rucioRest } from "../../../action/adapters/rucio/rucio-rest.ts";
import { didOf } from "../../../action/core/catalogue/data-seen.ts";
import { fillPlace, openFiller } from "../../sandbox/rucio/fill.ts";
import { startRucio } from "../../sandbox/rucio/start.ts";
import type { Check } from "../check.ts";
import { askJedi, type MadeStep } from "../jedi/ask-jedi.ts";
import { examinedCase } from "../jedi/case-production.ts";
import type { Venv } from "../venv.ts";
import { comparedCalls, keyedCalls } from "./calls.ts";
import { catalogueAnswers, quick } from "./catalogue-answers.ts";
import { compareRucios } from "./compare-rucios.ts";
import { logInEachWay } from "./log-in-each-way.ts";
import { type RealRucio, type RucioDatabase, startRealRucio } from "./real-rucio.ts";

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

const files = 5;
/** What `examinedCase` calls data from outside. */
const containerOf = (input: string): string => `user.other.${input}.v1_000_make_${input}.root`;

/**
 * One request a name of data: of a container with a dataset of files, of one that Rucio does not know, of one without
 * GUIDs. JEDI reads PanDA's own Rucio; SHREK asks the experiment's, which knows the data that JEDI misses, and no other.
 */
const refineByJedi = async (venv: Venv, { url, password }: RealRucio, experiments: RealRucio): Promise<void> => {
  const filler = await openFiller(url, password);
  await fillPlace(filler);
  const other = await openFiller(experiments.url, experiments.password);
  await fillPlace(other);
  await other.dataset(`user.other:${containerOf("unknown")}`, files);
  for (const input of ["there", "nameless"]) {
    const scope = "user.other";
    await filler.dataset(`${scope}:${containerOf(input)}.part`, input === "there" ? files : 0, { open: true });
    await filler.container(`${scope}:${containerOf(input)}`, [`${scope}:${containerOf(input)}.part`]);
  }
  await filler.call("POST", `/dids/user.other/${containerOf("nameless")}.part/dids`, {
    dids: [{ scope: "user.other", name: "no-guid.root", bytes: 1, adler32: "0cc737eb" }],
    rse: "NEAR_DISK",
  });
  const cases = ["there", "unknown", "nameless"].map((input) => ({
    ...examinedCase({
      name: `data that are ${input}`,
      outside: { [input]: Array.from({ length: files }, (_, index) => `${index}`) },
      steps: {
        read: { in: [{ from: input, filesPerJob: 1 }], out: ["o.txt"], run: `cat "$${input}" >o.txt`, walltime: 1 },
      },
    }),
    rucio: { url, user: "root", password },
  }));
  const asked = cases.map(({ production, rucio }) => ({ production, datasets: {}, fails: {}, retried: [], rucio }));
  const [there, unknown, nameless] = (await askJedi(venv, asked)).map((one): MadeStep => {
    if ("error" in one) return assert.fail(one.error);
    return one.steps[0] ?? assert.fail("no step");
  });
  assert.ok(
    there !== undefined && !("error" in there),
    "error" in (there ?? {}) ? JSON.stringify(there).slice(-600) : "no step",
  );
  const read = there.jobs.flatMap((job) => Object.values(job.files).flat());
  assert.equal(there.jobs.length, files);
  assert.equal(new Set(read.filter((name) => name.startsWith(containerOf("there")))).size, files);
  const settings = { server: experiments.url, account: "reader", login: "userpass" } as const;
  const way = { kind: "userpass", user: "reader", password: "reader-word" } as const;
  const names = ["there", "unknown"].map((input) => didOf(`user.other:${containerOf(input)}`));
  const known = await rucioRest({ ...settings, way }, quick).collections(names);
  assert.deepEqual(
    [...known.values()].map(({ did, files: held }) => [did.name, held]),
    [[containerOf("unknown"), files]],
  );
  for (const [step, words] of [
    [unknown, /unknown|not found|missing/i],
    [nameless, /subscriptable/],
  ] as const) {
    assert.ok(step !== undefined && "error" in step, JSON.stringify(step).slice(-600));
    assert.match(step.error, words);
  }
};
