import { formLabel } from "../command/form-names.ts";
import { readRunCommands, runCommandsPath } from "../command/run-commands.ts";
import { readConventions } from "../conventions/read-conventions.ts";
import type { Policy } from "../conventions/validate-policy.ts";
import { describeError, Failure } from "../problems/failure.ts";
import { at } from "../text/schema-text.ts";
import { lacking, valuePaths } from "./environments.ts";
import { shippedWorkflowNames } from "./extra-workflows.ts";
import {
  appCommands,
  appValues,
  formAppText,
  policyLine,
  pullsAppName,
  runsAppText,
  upkeepAppText,
} from "./ledger-app.ts";
import { conventionsPath, formPath } from "./paths.ts";
import { isNoRelease, pinsIn } from "./pins.ts";
import { runsWorkflow, workflowNames, workflowsFolder } from "./repository-files.ts";
import { type AdminFacts, fix, type GithubAnswer, type GithubSetting, good, type SettingVerdict } from "./setting.ts";
import { sitePages, siteTryout } from "./site-tryout.ts";
import { stoppedAmong, stoppedLine } from "./stopped-workflows.ts";

const onMain = (path: string): string => `contents/${path}?ref=main`;
const runsWorkflowPath = onMain(`${workflowsFolder}/${runsWorkflow}`);
const formWorkflowPath = onMain(`${workflowsFolder}/form.yml`);
const upkeepWorkflowPath = onMain(`${workflowsFolder}/upkeep.yml`);
/** Those that open pull requests as the App. */
export const pullsWorkflowPaths = [runsWorkflowPath, formWorkflowPath, upkeepWorkflowPath];

/** The text of a file; `undefined`: not there. */
const textIn = (answer: GithubAnswer): string | undefined => {
  const content = at(answer, [0, "content"]);
  return typeof content === "string" ? Buffer.from(content, "base64").toString("utf8") : undefined;
};

const policyIn = (conventions: string | undefined): Policy | undefined => {
  const read = readConventions(conventionsPath, new TextEncoder().encode(conventions ?? ""));
  return read.kind === "read" ? read.conventions.policy : undefined;
};

/** Those of every repository have to be there, the others may be; all name one release. */
export const workflows: GithubSetting = {
  reads: shippedWorkflowNames.map((name) => onMain(`${workflowsFolder}/${name}.yml`)),
  found: (answers) => {
    const texts = shippedWorkflowNames.map((name, index) => [`${name}.yml`, textIn(answers[index])] as const);
    const needed: readonly string[] = workflowNames;
    return checkWorkflows(texts.filter(([name, text]) => text !== undefined || needed.includes(name)));
  },
};

/** Those of SHREK that start nothing. */
export const disabledWorkflows: GithubSetting = {
  reads: ["actions/workflows"],
  found: ([listed]) => {
    const ours = new Set(shippedWorkflowNames.map((name) => `${name}.yml`));
    const stopped = stoppedAmong(Array.isArray(listed) ? listed : []).filter(({ file }) => ours.has(file));
    return stopped.length === 0 ? undefined : fix(stopped.map(stoppedLine).join(" "));
  },
};

const checkWorkflows = (texts: readonly (readonly [string, string | undefined])[]): SettingVerdict => {
  const missing = texts.flatMap(([name, text]) => (text === undefined ? [name] : []));
  if (missing.length > 0)
    return fix(
      `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not on main. \`shrek init\` writes what is missing.`,
    );
  const pins = texts.map(([name, text = ""]) => ({ name, pins: pinsIn(text) }));
  const loose = pins.filter((one) => one.pins.length === 0 || one.pins.some(({ commit }) => isNoRelease(commit)));
  if (loose.length > 0)
    return fix(
      `${loose.map(({ name }) => name).join(", ")}: the commit of a release is not named there. \`shrek upgrade\` names it.`,
    );
  const commits = new Set(pins.flatMap((one) => one.pins.map(({ commit }) => commit)));
  if (commits.size > 1) return fix(`they name ${commits.size} releases; \`shrek upgrade\` makes it one.`);
  const [{ tag, commit } = { tag: "", commit: "" }] = pins.flatMap((one) => one.pins);
  return good(`on main, all of ${tag === "" ? commit.slice(0, 12) : tag}`);
};

/** An App that writes the ledger has its own setting. */
const ownAppCommands = ({ ledger, repository }: AdminFacts): readonly string[] =>
  ledger === "app" ? [] : appCommands(repository, ["ledger"]);

/** Of the workflow that appends runs, where it is: what it asks, and as whom it opens pull requests. */
export const runs: GithubSetting = {
  why: (facts) => (facts.extras.includes("runs") ? runsAppText(facts) : undefined),
  commands: ownAppCommands,
  reads: [runsWorkflowPath, onMain(runCommandsPath), ...valuePaths("ledger")],
  found: ([workflow, commands, ...values], facts) =>
    workflow === undefined ? undefined : checkRuns(textIn(commands), lacking(appValues, values), facts),
};

/** Of the workflow that makes pull requests of issues, where it is: as whom, for whom, and by which label it knows them. */
export const form: GithubSetting = {
  why: (facts) =>
    facts.extras.includes("form")
      ? `${formAppText(facts)} Where the App has another name than ${pullsAppName(facts, "form")}, \`policy\` in ${conventionsPath} must name it.`
      : undefined,
  commands: (facts) => [labelCommand(facts), ...ownAppCommands(facts)],
  reads: [formWorkflowPath, onMain(formPath), onMain(conventionsPath), `labels/${formLabel}`, ...valuePaths("ledger")],
  found: ([workflow, issues, conventions, label, ...values], facts) => {
    if (workflow === undefined) return undefined;
    const missing = lacking(appValues, values);
    return missing.length > 0
      ? lacksApp("form.yml", "makes nothing", missing, facts)
      : checkForm(textIn(issues), textIn(conventions), label, facts);
  },
};

const labelCommand = ({ repository }: AdminFacts): string =>
  `gh api -X POST repos/${repository}/labels -f name=${formLabel}`;

const lacksApp = (workflow: string, otherwise: string, missing: readonly string[], facts: AdminFacts): SettingVerdict =>
  fix(
    `${workflow} is on main, and ${otherwise}: it opens pull requests as a GitHub App, and the environment ledger lacks ${missing.join(" and ")}.`,
    ownAppCommands(facts),
  );

/** A person writes it, because main changes by pull requests only. */
const lacksRule = (otherwise: string, name: "form" | "upkeep", facts: AdminFacts): SettingVerdict =>
  fix(
    `${otherwise}: \`policy\` in ${conventionsPath} has no \`${name}\`. Write into it, with the name of the App: \`${policyLine(facts, name)}\`.`,
    [],
  );

const checkForm = (
  issues: string | undefined,
  conventions: string | undefined,
  label: GithubAnswer,
  facts: AdminFacts,
): SettingVerdict => {
  if (issues === undefined) return fix("the form is not on main: `shrek init --with form` writes it.", []);
  if (label === undefined)
    return fix(`the label ${formLabel} does not exist, so no issue is known as one of the form.`, [
      labelCommand(facts),
    ]);
  const rule = policyIn(conventions)?.form;
  return rule === undefined
    ? lacksRule("nobody may use the form", "form", facts)
    : good(
        `as ${rule.app}${rule.strangersPerDay === undefined ? "" : `, for everybody ${rule.strangersPerDay} times a day`}; the App needs Pull requests: read and write`,
      );
};

/** Of the workflow that proposes what is newer, where it is: as whom, and what. */
export const upkeep: GithubSetting = {
  why: (facts) =>
    facts.extras.includes("upkeep")
      ? `${upkeepAppText(facts)} Where the App has another name than ${pullsAppName(facts, "upkeep")}, \`policy\` in ${conventionsPath} must name it.`
      : undefined,
  commands: ownAppCommands,
  reads: [upkeepWorkflowPath, onMain(conventionsPath), ...valuePaths("ledger")],
  found: ([workflow, conventions, ...values], facts) =>
    workflow === undefined
      ? undefined
      : checkUpkeep(policyIn(textIn(conventions))?.upkeep, lacking(appValues, values), facts),
};

const checkUpkeep = (rule: Policy["upkeep"], missing: readonly string[], facts: AdminFacts): SettingVerdict => {
  if (missing.length > 0) return lacksApp("upkeep.yml", "proposes nothing", missing, facts);
  return rule === undefined
    ? lacksRule("upkeep.yml proposes nothing", "upkeep", facts)
    : good(`${rule.of.join(" and ")} as ${rule.app}; the App needs Pull requests: read and write`);
};

/** Of the workflow that shows the ledger as pages, where it is: that GitHub takes them from it. */
export const site = sitePages(onMain(`${workflowsFolder}/site.yml`));

/** Of the workflow that tries out on a machine of the experiment, where it is. */
export const tryoutAtSite = siteTryout(textIn, onMain(`${workflowsFolder}/tryout-site.yml`));

const checkRuns = (commands: string | undefined, missing: readonly string[], facts: AdminFacts): SettingVerdict => {
  if (missing.length > 0) return lacksApp("runs.yml", "proposes nothing", missing, facts);
  if (commands === undefined) return fix(`${runCommandsPath} is not on main, which says what runs.yml asks.`, []);
  try {
    const named = readRunCommands(commands);
    return named.length === 0
      ? { verdict: "warning", says: `${runCommandsPath} names no command yet.` }
      : good(`${named.map(({ production }) => production).join(", ")}; the App needs Pull requests: read and write`);
  } catch (error) {
    if (error instanceof Failure) return fix(describeError(error), []);
    throw error;
  }
};
