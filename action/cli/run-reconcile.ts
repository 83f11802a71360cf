import { hostname } from "node:os";
import { isLoopback, type Login, readLogin } from "../adapters/panda/login.ts";
import { pandaRest } from "../adapters/panda/panda-rest.ts";
import { systemBash } from "../adapters/system-bash.ts";
import { Failure } from "../core/failure.ts";
import { formatProblem } from "../core/problem.ts";
import { statusJson, statusText } from "../core/view/status-text.ts";
import { asksForPerson, type Reconciled, reconcile } from "../flows/reconcile/reconcile.ts";
import { exiting, print, printJson } from "./command.ts";
import { openRepository } from "./repository.ts";

type Flags = { readonly json: boolean; readonly remote?: string; readonly dryRun: boolean };

export const runReconcile = exiting(async ({ json, remote, dryRun }: Flags) => {
  const repository = await openRepository(remote);
  const login = await takeLogin(repository.clock.now());
  if (!dryRun && !isLoopback(login.url)) {
    throw new Failure(`From a terminal nothing is submitted to ${login.url}.`, {
      wayOut: "Use --dry-run here; the reconcile action submits what is merged.",
    });
  }
  const done = await reconcile(
    { ...repository, panda: pandaRest(login, repository.clock), bash: systemBash(), people: undefined },
    {
      panda: { url: login.url, vo: login.vo, role: login.role, userName: login.userName },
      monitor: process.env.SHREK_MONITOR ?? (isLoopback(login.url) ? login.url : undefined),
      run: `${hostname()}:${process.pid}`,
      dryRun,
      tell: json ? () => undefined : print,
    },
  );
  if (json)
    printJson({
      submissions: statusJson(done.submissions),
      problems: done.problems,
      troubles: Object.fromEntries(done.troubles),
      rewritten: done.rewritten,
      would: done.would,
    });
  else print(reconciledText(done, dryRun));
  return asksForPerson(done) ? 1 : 0;
});

/** The token leaves the environment before any child process starts. */
const takeLogin = async (now: Date): Promise<Login> => {
  const login = await readLogin(process.env, now);
  for (const name of ["PANDA_AUTH_ID_TOKEN", "OIDC_AUTH_ID_TOKEN", "OIDC_AUTH_TOKEN_FILE"]) delete process.env[name];
  return login;
};

const reconciledText = ({ submissions, problems, troubles, rewritten, would }: Reconciled, dryRun: boolean): string =>
  [
    ...problems.map(formatProblem),
    ...(rewritten
      ? ["Main does not descend from what was worked through: nothing is submitted until a person accepts it."]
      : []),
    ...[...troubles].map(([key, why]) => `${key}: not now: ${why}`),
    ...(dryRun ? (would.length === 0 ? ["Nothing would be done."] : would) : [statusText(submissions)]),
  ].join("\n");
