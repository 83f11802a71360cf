import { hostname } from "node:os";
import { addressOf } from "../../adapters/git/local.ts";
import { logIn } from "../../adapters/panda/log-in.ts";
import type { Login } from "../../adapters/panda/login.ts";
import { pandaCache } from "../../adapters/panda/panda-cache.ts";
import { pandaRest } from "../../adapters/panda/panda-rest.ts";
import { pandaWatch } from "../../adapters/panda/panda-watch.ts";
import { runThenReport } from "../../adapters/panda/run-then-tell.ts";
import { takeSecrets } from "../../adapters/panda/take-secrets.ts";
import { openCatalogue, openKeeper, openStored } from "../../adapters/rucio/open-catalogue.ts";
import { systemBash } from "../../adapters/system/system-bash.ts";
import { hasRucioLogin } from "../../core/login/rucio-settings.ts";
import { isLoopback } from "../../core/login/server-url.ts";
import { readSettings } from "../../core/login/settings.ts";
import { passSecondsIn } from "../../core/pass/left.ts";
import { forcePushed } from "../../core/pass/main-text.ts";
import { Failure } from "../../core/problems/failure.ts";
import { formatProblem } from "../../core/problems/problem.ts";
import { pageOfRemote } from "../../core/request/git-address.ts";
import { statusJson, statusText } from "../../core/view/status/status-terminal.ts";
import { wouldLine } from "../../core/view/status/would.ts";
import type { ReconcilePorts } from "../../flows/reconcile/ports.ts";
import { asksForPerson, type Reconciled, reconcile } from "../../flows/reconcile/reconcile.ts";
import { exiting, print, printJson, tell } from "./command.ts";
import { openRepository, type Repository } from "./work-place.ts";

type ReconcileFlags = { readonly json: boolean; readonly remote?: string; readonly dryRun: boolean };

export const runReconcile = exiting(async (flags: ReconcileFlags) => {
  const env = takeSecrets(process.env);
  const settings = readSettings(env);
  const repository = await openRepository(flags.remote, "many");
  if (!flags.dryRun && !isLoopback(settings.url)) {
    throw new Failure(`From a terminal nothing is submitted to ${settings.url}.`, {
      wayOut: "Use --dry-run here; the reconcile action submits what is merged.",
    });
  }
  const login = await logIn(settings, repository.clock.now);
  return runThenReport(
    login,
    () =>
      pass(flags, repository, {
        ...{ login, catalogue: openCatalogue(env), stored: openStored(env) },
        keeper: openKeeper(env),
        seeksLost: hasRucioLogin(env),
      }),
    tell,
  );
});

type Logins = { readonly login: Login; readonly seeksLost: boolean } & Required<
  Pick<ReconcilePorts, "catalogue" | "stored" | "keeper">
>;

const pass = async (
  { json, dryRun }: ReconcileFlags,
  repository: Repository,
  { login, keeper, seeksLost, ...data }: Logins,
): Promise<0 | 1> => {
  const remote = repository.remote && (await addressOf(repository.dir, repository.remote));
  const done = await reconcile(
    {
      ...repository,
      panda: pandaRest(login),
      cache: pandaCache(login, repository.clock),
      watch: pandaWatch(login),
      bash: systemBash(),
      ...data,
      ...(dryRun ? {} : { keeper }),
      people: undefined,
    },
    {
      panda: { url: login.url, vo: login.vo, role: login.role, userName: login.userName },
      monitor: process.env.SHREK_MONITOR ?? (isLoopback(login.url) ? login.url : undefined),
      address: remote && pageOfRemote(remote),
      run: `${hostname()}:${process.pid}`,
      dryRun,
      seeksLost,
      assumesApproval: dryRun && !isLoopback(login.url),
      seconds: passSecondsIn(process.env),
      soleWriter: false,
      tell: json ? () => undefined : print,
    },
  );
  if (json)
    printJson({
      ...(dryRun ? { would: done.would } : {}),
      submissions: statusJson(done.submissions),
      problems: done.problems,
      troubles: Object.fromEntries(done.troubles),
      postponed: done.postponed,
      moved: done.moved,
      rewritten: done.rewritten !== undefined,
    });
  else print(reconciledText(done, dryRun));
  return asksForPerson(done) || done.entersNone ? 1 : 0;
};

const reconciledText = (
  { submissions, problems, troubles, rewritten, moved, postponed, would }: Reconciled,
  dryRun: boolean,
): string =>
  [
    ...problems.map(formatProblem),
    ...(rewritten === undefined ? [] : [forcePushed(rewritten)]),
    ...moved,
    ...[...troubles].map(([key, why]) => `${key}: postponed: ${why}`),
    ...(dryRun ? wouldText(would) : [...postponed, statusText(submissions)]),
  ].join("\n");

const wouldText = (would: Reconciled["would"]): readonly string[] =>
  would.length === 0 ? ["There is nothing to do."] : would.map(wouldLine);
