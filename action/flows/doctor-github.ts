import { runCommandsPath } from "../core/command/run-commands.ts";
import type { About, Finding } from "../core/doctor/finding.ts";
import type { AdminFacts } from "../core/init/admin-facts.ts";
import {
  checkAddress,
  checkApp,
  checkEnvironment,
  checkLogin,
  checkRuleset,
  checkRunsWorkflow,
  checkToken,
  checkWorkflows,
  type SettingVerdict,
} from "../core/init/check-settings.ts";
import { extraWorkflows } from "../core/init/extra-workflows.ts";
import { runsWorkflow, workflowNames, workflowsFolder } from "../core/init/repository-files.ts";
import type { RuledPlace } from "../core/init/rulesets.ts";
import type { EnvironmentSettings } from "../core/init/settings.ts";
import { adminSteps, runsAppCommands } from "../core/init/steps.ts";
import { Failure, orFailure, sentence } from "../core/problems/failure.ts";
import type { RepositorySettings } from "../ports/repository-settings.ts";

/** Says what is set on GitHub and what is not, in the order in which it has to be set, each with its commands. */
export const doctorGithub = async (settings: RepositorySettings, facts: AdminFacts): Promise<readonly Finding[]> => {
  const app = facts.ledger === "app";
  const blocks = new Map<string, readonly string[]>(adminSteps(facts).map(({ name, blocks: own }) => [name, own]));
  const one = async (
    about: About,
    look: () => Promise<SettingVerdict>,
    commands: readonly string[] | undefined = blocks.get(about),
  ): Promise<Finding> => {
    const found = await verdictOf(look);
    return {
      about,
      ...found,
      ...(found.verdict === "fix" && commands !== undefined ? { commands: [...commands] } : {}),
    };
  };
  const panda = once(() => settings.environment("panda"));
  const ledger = once(() => settings.environment("ledger"));
  const rules = (place: RuledPlace): Promise<Finding> =>
    one(`rules of ${place}`, async () => checkRuleset(place, app, await settings.rules(place)));
  const pushed = await one("repository", () => lookAtMain(settings, facts.repository), blocks.get("first push"));
  const opensRuns = await appendsRuns(settings);
  return [
    await one("environment panda", async () => checkEnvironment(await panda())),
    await one("environment ledger", async () => checkEnvironment(await ledger())),
    await one("address of PanDA", async () => checkAddress(await panda())),
    await one("login to PanDA", async () => checkLogin(await panda())),
    await one("App of the ledger", async () => checkApp(await both(panda, ledger), app, opensRuns)),
    pushed,
    await one("workflows", () => lookAtWorkflows(settings)),
    ...(opensRuns
      ? [await one("runs", async () => lookAtRuns(settings, await ledger()), app ? undefined : runsAppCommands(facts))]
      : []),
    // The commands of the first push begin it too.
    await one("ledger", () => lookAtLedger(settings), pushed.verdict === "fix" ? undefined : ["shrek ledger init"]),
    await rules("main"),
    await rules("ledger"),
    await rules("production tags"),
    await one("token of workflows", async () => checkToken(await settings.workflowToken())),
    await one("Actions", () => lookAtActions(settings)),
  ];
};

/** Who may not ask, or gets no answer, knows nothing. */
const verdictOf = async (look: () => Promise<SettingVerdict>): Promise<SettingVerdict & Pick<Finding, "wayOut">> => {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {
      verdict: "unknown",
      says: sentence(error.message),
      wayOut: error.wayOut,
    };
  }
};

type AskEnvironment = () => Promise<EnvironmentSettings | undefined>;
const once = (ask: AskEnvironment): AskEnvironment => {
  let asked: Promise<EnvironmentSettings | undefined> | undefined;
  return () => (asked ??= ask());
};

const both = async (panda: AskEnvironment, ledger: AskEnvironment) =>
  new Map([
    ["ledger", await ledger()],
    ["panda", await panda()],
  ]);

const lookAtWorkflows = async (settings: RepositorySettings): Promise<SettingVerdict> => {
  const read = (name: string): Promise<string | undefined> => settings.file(`${workflowsFolder}/${name}`);
  const texts = new Map(
    await Promise.all(workflowNames.map(async (name) => [name as string, await read(name)] as const)),
  );
  for (const name of Object.keys(extraWorkflows).map((one) => `${one}.yml`)) {
    const text = await read(name);
    if (text !== undefined) texts.set(name, text);
  }
  return checkWorkflows(texts);
};

/** Whoever may not see it hears that of the workflows. */
const appendsRuns = async (settings: RepositorySettings): Promise<boolean> => {
  const found = await orFailure(() => settings.file(`${workflowsFolder}/${runsWorkflow}`));
  return typeof found === "string";
};

const lookAtRuns = async (
  settings: RepositorySettings,
  ledger: EnvironmentSettings | undefined,
): Promise<SettingVerdict> => checkRunsWorkflow(await settings.file(runCommandsPath), ledger);

const lookAtMain = async (settings: RepositorySettings, repository: string): Promise<SettingVerdict> =>
  (await settings.hasBranch("main"))
    ? { verdict: "good", says: `${repository}, with its main` }
    : {
        verdict: "fix",
        says: `${repository} has no branch main: nothing was pushed, or this login may not see it.`,
      };

const lookAtLedger = async (settings: RepositorySettings): Promise<SettingVerdict> =>
  (await settings.hasBranch("ledger"))
    ? { verdict: "good", says: "the branch exists" }
    : { verdict: "fix", says: "the branch does not exist: nothing can be submitted." };

const lookAtActions = async (settings: RepositorySettings): Promise<SettingVerdict> =>
  (await settings.actions())
    ? { verdict: "good", says: "are on" }
    : { verdict: "fix", says: "are off: no workflow runs." };
