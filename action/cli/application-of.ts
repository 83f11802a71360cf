import {
  type Application,
  buildApplication,
  buildRouteMap,
  type CommandContext,
  run,
  type StricliProcess,
} from "@stricli/core";
import about from "../../package.json" with { type: "json" };

type Routes = Parameters<typeof buildRouteMap<string, CommandContext>>[0]["routes"];

export const applicationOf = (routes: Routes): Application<CommandContext> =>
  buildApplication(
    buildRouteMap({
      routes,
      docs: { brief: "Productions requested, reviewed and run on PanDA from a Git repository" },
    }),
    {
      name: "shrek",
      versionInfo: { currentVersion: about.version },
      scanner: { caseStyle: "allow-kebab-for-camel" },
      documentation: { disableAnsiColor: true },
    },
  );

// Stricli tells wrong usage by negative codes; ours is "could not do what was asked". Commands set the real one.
const seen: StricliProcess & { exitCode?: number | string | null } = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
};

/** Who reads our output may close it, as `head` does: the command goes on to its end without saying more. */
const outliveReader = (error: NodeJS.ErrnoException): void => {
  if (error.code !== "EPIPE") throw error;
};

export const runApplication = async (
  application: Application<CommandContext>,
  args: readonly string[],
): Promise<void> => {
  for (const output of [process.stdout, process.stderr]) output.on("error", outliveReader);
  await run(application, args, { process: seen });
  if (Number(seen.exitCode) < 0) process.exitCode = 2;
};
