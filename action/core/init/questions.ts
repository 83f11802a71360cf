import { rucioSchema } from "../conventions/rucio-schema.ts";
import { conventionsSchema } from "../conventions/schema.ts";
import { fieldsOf, templateFault } from "../conventions/template.ts";
import { extraWorkflows } from "./extra-workflows.ts";
import type { TemplateQuestion } from "./new-fields.ts";
import { type RepositoryTemplateName, repositoryTemplates } from "./repository-templates.ts";

/** Who logs in to PanDA, best first. */
export const loginWays = ["robot", "refresh-token", "id-token"] as const;
/** Chooses no workflow beyond the necessary ones. */
export const noExtras = "none";
/** The experiment has no Rucio, or its data are not looked up. */
export const noRucio = "none";
/** The working group has the VO's name. */
export const asVo = "as-the-VO";
export const ledgerWriters = ["app", "every-collaborator"] as const;

const { experiment, tag, vo, workingGroup, sites, scopes, monitor } = conventionsSchema.properties;

const matching =
  (pattern: RegExp, expects: string) =>
  (answer: string): string | undefined =>
    pattern.test(answer) ? undefined : `"${answer}" is not ${expects}`;

const each =
  (pattern: RegExp, expects: string) =>
  (answer: string): string | undefined => {
    const wrong = listOf(answer).find((one) => !pattern.test(one));
    return listOf(answer).length === 0 || wrong !== undefined ? `"${wrong ?? answer}" is not ${expects}` : undefined;
  };

/** Several answers in one, with blanks or commas between them; each once. */
export const listOf = (answer: string): readonly string[] => [
  ...new Set(answer.split(/[\s,]+/).filter((one) => one !== "")),
];

const scope = matching(new RegExp(scopes.properties.trial.pattern), "user.NICKNAME or group.NAME");
/** A request says them itself, and a tag takes them from there. */
export const askedElsewhere: readonly string[] = ["build", "conditions"];
const meantOtherwise = ["version", "scope", "run", "tag"];

const { server, account, login, scopes: rucioScopes } = rucioSchema.properties;
const rucioLogins: readonly string[] = login.enum;
const rucioFault = (answer: string): string | undefined => {
  const [address = "", way = "", who = "", ...of] = listOf(answer);
  if (answer === noRucio) return undefined;
  const isRight =
    new RegExp(server.pattern).test(address) && rucioLogins.includes(way) && new RegExp(account.pattern).test(who);
  return isRight && of.length > 0 && of.every((one) => new RegExp(rucioScopes.items.pattern).test(one))
    ? undefined
    : `"${answer}" is not https://HOST LOGIN ACCOUNT SCOPE..., such as "https://rucio.example.org userpass reader raw"`;
};

const maxTagLength = tag.properties.template.maxLength;

const tagFault = (answer: string): string | undefined => {
  if (answer.length > maxTagLength) return `a tag of ${answer.length} characters is too long: at most ${maxTagLength}`;
  const names = fieldsOf(answer);
  const fault = templateFault(answer);
  if (fault !== undefined) return fault;
  if (names.every((name) => askedElsewhere.includes(name)))
    return `"${answer}" is not a tag of fields, such as {campaign}-{physics}-{stage}`;
  const wrong = names.find((name, index) => meantOtherwise.includes(name) || names.indexOf(name) !== index);
  return wrong === undefined ? undefined : `{${wrong}} stands there twice, or means something else already`;
};

/** As GitHub names them: no repository is called `.` or `..` or ends in `.git`. */
const onGithub = /^[A-Za-z0-9][A-Za-z0-9_-]*\/(?!\.{1,2}$)(?!.*\.git$)[\w.-]+$/;

const choice = (name: string, words: string, choices: readonly string[], usual: string): TemplateQuestion => ({
  name,
  words,
  choices,
  usual,
  fault: (answer) => (choices.includes(answer) ? undefined : `"${answer}" is none of ${choices.join(", ")}`),
});

const open = (name: string, words: string, fault: TemplateQuestion["fault"], usual?: string): TemplateQuestion => ({
  name,
  words,
  choices: undefined,
  fault,
  ...(usual === undefined ? {} : { usual }),
});

/** Comes first, because it answers others. */
export const templateQuestion: TemplateQuestion = choice(
  "template",
  `what the repository is for: ${Object.entries(repositoryTemplates)
    .map(([name, { words }]) => `${name} (${words})`)
    .join(", ")}`,
  Object.keys(repositoryTemplates),
  "plain",
);

/** The others, with the answers that the template has. */
export const questionsWith = (template: RepositoryTemplateName): readonly TemplateQuestion[] => {
  const usual = new Map<string, string>(Object.entries(repositoryTemplates[template].usual));
  return initQuestions.map((question) => {
    const answer = usual.get(question.name);
    return answer === undefined ? question : { ...question, usual: answer };
  });
};

/** What `shrek init` has to know. Each has a flag of its name. */
export const initQuestions: readonly TemplateQuestion[] = [
  open("repository", "the repository on GitHub, OWNER/NAME", matching(onGithub, "OWNER/NAME")),
  open(
    "experiment",
    "the name of the experiment, such as sPHENIX",
    matching(new RegExp(`^[\\p{L}\\p{N} ._-]{1,${experiment.maxLength}}$`, "u"), "a name of letters and digits"),
  ),
  open(
    "owner",
    "who approves productions and rules: GitHub logins, such as @ada @bert",
    each(/^@[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/, "a GitHub login with @"),
  ),
  open("tag", "how a tag is built from its fields", tagFault, "{campaign}-{physics}-{stage}"),
  open("vo", "the VO at PanDA, such as sphenix", matching(new RegExp(vo.pattern), vo["x-expects"])),
  open(
    "working-group",
    `the working group at PanDA, or ${asVo}: whoever administers the VO knows it`,
    matching(new RegExp(workingGroup.pattern), workingGroup["x-expects"]),
    asVo,
  ),
  open(
    "site",
    "PanDA sites, such as BNL_OSG_SPHENIX",
    each(new RegExp(sites.propertyNames.pattern), sites.propertyNames["x-expects"]),
  ),
  open("scope", "the scope of the datasets of releases, such as group.sphenix", scope),
  open("trial-scope", "the scope of the datasets of trials, such as user.sphnxpro", scope),
  open(
    "monitor",
    "the address of the monitor",
    matching(new RegExp(monitor.pattern), monitor["x-expects"]),
    "https://panda-doma.cern.ch",
  ),
  open(
    "panda",
    "the address of PanDA, such as https://HOST/server/panda",
    matching(/^https:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?\/[\w./-]+$/, "an address such as https://HOST/server/panda"),
  ),
  choice("login", "how reconcile logs in to PanDA", loginWays, "robot"),
  open(
    "rucio",
    `the experiment's Rucio, where input data are looked up: https://HOST, ${rucioLogins.join(" or ")}, ACCOUNT and SCOPES, or ${noRucio}`,
    rucioFault,
    noRucio,
  ),
  choice("ledger", "who may write the ledger: a GitHub App alone, or everybody who may push", ledgerWriters, "app"),
  open(
    "with",
    `workflows beside those that every repository needs: ${Object.entries(extraWorkflows)
      .map(([name, words]) => `${name} (${words})`)
      .join(", ")}, or ${noExtras}`,
    each(new RegExp(`^(${[...Object.keys(extraWorkflows), noExtras].join("|")})$`), "an extra workflow"),
    noExtras,
  ),
];

/** Only where a login is renewed at the issuer. */
export const issuerQuestion: TemplateQuestion = open(
  "issuer",
  "the host of the VO's issuer, such as iam.example.org",
  matching(/^[a-z0-9.-]+(:[0-9]{1,5})?$/, "the name of a host"),
);
