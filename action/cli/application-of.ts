import {
  AliasNotFoundError,
  type Application,
  type ApplicationText,
  ArgumentParseError,
  buildApplication,
  buildRouteMap,
  type Command,
  type CommandContext,
  EnumValidationError,
  FlagNotFoundError,
  InvalidNegatedFlagSyntaxError,
  type RouteMap,
  run,
  type StricliProcess,
  text_en,
  UnexpectedFlagError,
  UnexpectedPositionalError,
  UnsatisfiedFlagError,
  UnsatisfiedPositionalError,
} from "@stricli/core";
import about from "../../package.json" with { type: "json" };
import { meantBy } from "../core/command/verbs.ts";
import { joinedBy } from "../core/text/amounts.ts";
import { rootHelp, withMore } from "./more-help.ts";
import { reportCouldNot } from "./terminal/tell-failure.ts";

/** Flags that had another name. */
const renamed: Readonly<Record<string, string>> = { out: "output" };

/** What is wrong with a command line, in the form of all other errors. */
const wrongArgument = (error: unknown): string => {
  if (error instanceof FlagNotFoundError) {
    const { input, corrections } = error;
    const now = renamed[input];
    if (now !== undefined) return `--${input} is called --${now}.`;
    const near = corrections.map((flag) => `--${flag}`);
    return `There is no flag --${input}.${near.length === 0 ? "" : ` Did you mean ${joinedBy(near, "or")}?`}`;
  }
  if (error instanceof AliasNotFoundError) return `There is no flag -${error.input}.`;
  if (error instanceof EnumValidationError)
    return `--${error.externalFlagName} takes ${joinedBy(error.values, "or")}, and "${error.input}" is none of them.`;
  if (error instanceof ArgumentParseError) {
    const { externalFlagNameOrPlaceholder: name, exception } = error;
    const flag = /^[a-z]/.test(name) ? `--${name}` : name;
    return `${flag}: ${exception instanceof Error ? exception.message : String(exception)}.`;
  }
  if (error instanceof UnsatisfiedFlagError) return `--${error.externalFlagName} needs a value, and there is none.`;
  if (error instanceof UnsatisfiedPositionalError) return `${error.placeholder} is missing.`;
  if (error instanceof UnexpectedPositionalError) return `"${error.input}" is a word too many.`;
  if (error instanceof UnexpectedFlagError)
    return `--${error.externalFlagName} is there twice: ${error.previousInput} and ${error.input}.`;
  if (error instanceof InvalidNegatedFlagSyntaxError) return `--${error.externalFlagName} takes no value.`;
  return text_en.exceptionWhileParsingArguments(error, false);
};

/** Names as commands of other systems have them lead to ours. */
const wrongCommand: ApplicationText["noCommandRegisteredForInput"] = ({ input, corrections }) => {
  const meant = meantBy.get(input.toLowerCase());
  const near = meant === undefined ? corrections.map((one) => one.replaceAll("`", "")) : [meant];
  const did = near.length === 0 ? "" : ` Did you mean ${joinedBy(near.slice(0, 3), "or")}?`;
  return `There is no command ${input}.${did} \`shrek help\` lists them.`;
};

const misuseText: ApplicationText = {
  ...text_en,
  exceptionWhileParsingArguments: wrongArgument,
  noCommandRegisteredForInput: wrongCommand,
};

type Routes = Parameters<typeof buildRouteMap<string, CommandContext>>[0]["routes"];
type RouteTarget = Command<CommandContext> | RouteMap<CommandContext>;

export const applicationOf = (routes: Routes): Application<CommandContext> => {
  const all = buildRouteMap({ routes: explained(routes), docs: { brief: "" } });
  return buildApplication<CommandContext>(
    { ...all, formatHelp: () => rootHelp },
    {
      name: "shrek",
      versionInfo: { currentVersion: about.version },
      scanner: { caseStyle: "allow-kebab-for-camel" },
      documentation: { disableAnsiColor: true },
      localization: { text: misuseText },
    },
  );
};

/** Each command's help with examples, exit codes and its page. */
const explained = (routes: Routes): Routes =>
  Object.fromEntries(Object.entries(routes).map(([name, target]) => [name, explain(target, name)]));

const explain = (target: RouteTarget, path: string): RouteTarget => {
  const formatHelp: RouteTarget["formatHelp"] = (args) => withMore(path, target.formatHelp(args));
  if (!("getRoutingTargetForInput" in target)) return { ...target, formatHelp };
  return {
    ...target,
    formatHelp,
    getRoutingTargetForInput: (input) => {
      const found = target.getRoutingTargetForInput(input);
      return found === undefined ? undefined : explain(found, `${path} ${input}`);
    },
  };
};

/** The reader of our output may close it, as `head` does: the command goes on to its end without saying more. */
const outliveReader = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EPIPE") throw error;
};

export const runApplication = async (
  application: Application<CommandContext>,
  args: readonly string[],
): Promise<void> => {
  for (const output of [process.stdout, process.stderr]) output.on("error", outliveReader);
  // Stricli gives negative codes for wrong usage, and writes nothing else to this standard error; commands have their own.
  let wrong = "";
  const seen: StricliProcess & { exitCode?: number | string | null } = {
    stdout: process.stdout,
    stderr: { write: (text) => void (wrong += text) },
    env: process.env,
  };
  await run(application, args, { process: seen });
  if (Number(seen.exitCode) >= 0) return;
  const hint = await usageOf(application, args);
  reportCouldNot({ code: "usage", message: wrong.trim(), hint }, args.includes("--json"));
  process.exitCode = 2;
};

/** How the command that was meant is written; empty where none was. */
const usageOf = async (application: Application<CommandContext>, args: readonly string[]): Promise<string> => {
  const [command = "", sub = ""] = args;
  const { root } = application;
  const target = "getRoutingTargetForInput" in root ? root.getRoutingTargetForInput(command) : undefined;
  const isBelow = target !== undefined && "getRoutingTargetForInput" in target;
  const words = isBelow && target.getRoutingTargetForInput(sub) !== undefined ? [command, sub] : [command];
  let help = "";
  const write = (text: string): void => void (help += text);
  await run(application, [...words, "--help"], { process: { stdout: { write }, stderr: { write: () => {} } } });
  const usage = /^USAGE\n([^]*?)\n +shrek.*--help\n/.exec(help)?.[1];
  return usage === undefined ? "" : `Usage:${usage.replace(/^ /, "")}\n\`shrek help ${words.join(" ")}\` says more.`;
};
