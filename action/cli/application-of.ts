import {
  type Application,
  buildApplication,
  buildRouteMap,
  type Command,
  type CommandContext,
  type RouteMap,
  run,
  type StricliProcess,
} from "@stricli/core";
import about from "../../package.json" with { type: "json" };
import { misuseText } from "./misuse.ts";
import { rootHelp, withMore } from "./more-help.ts";
import { reportCouldNot } from "./terminal/tell-failure.ts";

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
