import type { RucioPlace } from "../login/rucio-settings.ts";
import { at } from "../text/schema-text.ts";
import { type EnvironmentValue, lacking, setValue, valuePaths } from "./environments.ts";
import {
  type AdminFacts,
  fix,
  type GithubAnswer,
  type GithubSetting,
  good,
  memberNames,
  type SettingVerdict,
} from "./setting.ts";

const place = "panda";

/** What each kind of login needs; `gh` asks for each value. */
const loginValues: Readonly<Record<RucioPlace["login"], readonly EnvironmentValue[]>> = {
  userpass: [
    { kind: "variable", name: "RUCIO_USERNAME" },
    { kind: "secret", name: "RUCIO_PASSWORD" },
  ],
  token: [{ kind: "secret", name: "RUCIO_TOKEN" }],
  x509: [{ kind: "secret", name: "RUCIO_X509" }],
};
const secretNames = Object.values(loginValues).flatMap((values) =>
  values.flatMap(({ kind, name }) => (kind === "secret" ? [name] : [])),
);

const valuesOf = ({ server, login }: RucioPlace): readonly EnvironmentValue[] => [
  { kind: "variable", name: "RUCIO_HOST", from: new URL(server).host },
  ...loginValues[login],
];

/** The login that looks data up, in the one environment that both reconcile and the comment's job `look` use. */
export const rucioLogin: GithubSetting = {
  why: ({ rucio }) =>
    rucio === undefined
      ? undefined
      : `The login that looks input data up at ${new URL(rucio.server).host}, of the account ${rucio.account}: one that owns nothing is enough.`,
  commands: ({ repository, rucio }) =>
    rucio === undefined ? [] : valuesOf(rucio).map((value) => setValue(repository, place, value)),
  reads: valuePaths(place),
  found: (answers, { rucio }) => (rucio === undefined ? undefined : foundLogin(answers, rucio)),
};

const foundLogin = (answers: readonly GithubAnswer[], rucio: RucioPlace): SettingVerdict => {
  const values = valuesOf(rucio);
  const missing = lacking(values, answers);
  if (missing.length > 0) return fix(`the environment ${place} lacks ${missing.join(", ")}.`);
  const { host } = new URL(rucio.server);
  const set = at(
    answers[0]?.find((one) => at(one, ["name"]) === "RUCIO_HOST"),
    ["value"],
  );
  if (typeof set === "string" && set !== host)
    return fix(`RUCIO_HOST is ${set}, and the conventions name ${host}: nothing would be sent there.`);
  return good(
    `${values.map(({ name }) => name).join(", ")} are set; \`shrek doctor\` asks Rucio whether it takes them`,
  );
};

/** Where a workflow of a branch, or a job that runs what strangers wrote, would get them. */
const elsewhere = ["actions/secrets", "environments/ledger/secrets", "environments/tryout/secrets"] as const;
const deleting: Readonly<Record<(typeof elsewhere)[number], string>> = {
  "actions/secrets": "",
  "environments/ledger/secrets": " --env ledger",
  "environments/tryout/secrets": " --env tryout",
};

/** A secret of Rucio is in one environment, and nowhere else. */
export const rucioSecrets: GithubSetting = {
  reads: elsewhere,
  found: (answers, facts) => {
    const wrong = elsewhere.flatMap((path, index) =>
      memberNames(answers[index]).flatMap((name) =>
        secretNames.includes(name) ? [deletingText(facts, name, path)] : [],
      ),
    );
    if (wrong.length > 0)
      return fix(`a secret of Rucio is set outside of the environment ${place}: ${wrong.join("; ")}.`);
    return facts.rucio === undefined ? undefined : good(`in the environment ${place} alone`);
  },
};

const deletingText = ({ repository }: AdminFacts, name: string, path: (typeof elsewhere)[number]): string =>
  `\`gh secret delete ${name}${deleting[path]} --repo ${repository}\``;

const secret = { kind: "secret", name: "SHREK_NEWS", from: "news.txt" } as const;

/** The addresses of the channels that the conventions name. GitHub shows names of secrets alone: what is in it, a pass finds. */
export const newsSecret: GithubSetting = {
  why: ({ news }) =>
    news.length === 0
      ? undefined
      : `The addresses of the channels ${news.join(", ")}: news.txt, which is not committed, has a line NAME=ADDRESS for each.`,
  commands: ({ repository, news }) => (news.length === 0 ? [] : [setValue(repository, "panda", secret)]),
  reads: valuePaths("panda"),
  found: (answers, { news }) =>
    news.length === 0
      ? undefined
      : lacking([secret], answers).length === 0
        ? good(`${secret.name} is set; it needs a line for each of ${news.join(", ")}, which a pass finds out`)
        : fix(
            `the conventions name ${news.join(", ")}, and the environment panda lacks ${secret.name}: a line NAME=ADDRESS for each in news.txt, which is not committed.`,
          ),
};
