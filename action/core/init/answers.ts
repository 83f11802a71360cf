import type { Conventions } from "../conventions/conventions.ts";
import type { RucioPlace } from "../login/rucio-settings.ts";
import { asVo, type ledgerWriters, listOf, type loginWays, noExtras, noRucio } from "./questions.ts";
import { type RepositoryTemplateName, templateNamed } from "./repository-templates.ts";

/** A person's answers about the repository to make. */
export type InitAnswers = {
  readonly template: RepositoryTemplateName;
  readonly repository: string;
  readonly experiment: string;
  /** `@login`, at least one. */
  readonly owners: readonly string[];
  readonly tag: string;
  readonly vo: string;
  readonly workingGroup: string;
  readonly sites: readonly string[];
  readonly scopes: { readonly trial: string; readonly release: string };
  readonly monitor: string;
  readonly panda: string;
  readonly login: (typeof loginWays)[number];
  /** Of the VO; empty with an ID token. */
  readonly issuer: string;
  readonly ledger: (typeof ledgerWriters)[number];
  /** Names of workflows in addition to those that every repository has. */
  readonly extras: readonly string[];
  readonly rucio: (RucioPlace & { readonly scopes: readonly string[] }) | undefined;
};

/** From the answers to the questions, which were checked one by one. */
export const initAnswers = (given: ReadonlyMap<string, string>): InitAnswers => {
  const of = (name: string): string => given.get(name) ?? "";
  const login = of("login");
  return {
    template: templateNamed(of("template")),
    repository: of("repository"),
    experiment: of("experiment"),
    owners: listOf(of("owner")),
    tag: of("tag"),
    vo: of("vo"),
    workingGroup: of("working-group") === asVo ? of("vo") : of("working-group"),
    sites: listOf(of("site")),
    scopes: { trial: of("trial-scope"), release: of("scope") },
    monitor: of("monitor"),
    panda: of("panda"),
    login: login === "refresh-token" || login === "id-token" ? login : "robot",
    issuer: of("issuer"),
    ledger: of("ledger") === "every-collaborator" ? "every-collaborator" : "app",
    extras: listOf(of("with")).filter((name) => name !== noExtras),
    rucio: rucioOf(listOf(of("rucio"))),
  };
};

/** The question was checked: an address, a login, an account, scopes. */
const rucioOf = ([server = "", login, account = "", ...scopes]: readonly string[]): InitAnswers["rucio"] =>
  scopes.length === 0
    ? undefined
    : { server, login: login === "token" || login === "x509" ? login : "userpass", account, scopes };

/** Answers from existing conventions: these questions are not asked again. */
export const answeredBy = ({
  experiment,
  tag,
  vo,
  workingGroup,
  sites,
  scopes,
  monitor,
  ledger,
  rucio,
}: Conventions): ReadonlyMap<string, string> =>
  new Map([
    ["experiment", experiment],
    ["tag", tag.template],
    ["vo", vo],
    ["working-group", workingGroup],
    ["site", Object.keys(sites).join(" ")],
    ["scope", scopes.release],
    ["trial-scope", scopes.trial],
    ["monitor", monitor],
    ["rucio", rucio === undefined ? noRucio : [rucio.server, rucio.login, rucio.account, ...rucio.scopes].join(" ")],
    ["ledger", ledger === undefined ? "app" : "every-collaborator"],
  ]);

export const ownersIn = (text: string): readonly string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.replace(/#.*/, ""))
      .flatMap((line) => line.match(/(?<=\s)@[A-Za-z0-9-]+(?=\s|$)/g) ?? []),
  ),
];
