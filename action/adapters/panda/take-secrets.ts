import { rucioSecretVariables } from "../../core/login/rucio-settings.ts";
import { secretVariables } from "../../core/login/settings.ts";
import { Failure } from "../../core/problems/failure.ts";

/** What the environment says about PanDA and Rucio. The secrets are gone from it afterwards, and nobody can look into the process. */
export const takeSecrets = (env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> => {
  closeWindows(env);
  const taken = { ...env };
  for (const name of [...secretVariables, ...rucioSecretVariables]) delete env[name];
  return taken;
};

/** Flags by which Node opens a debugger or writes its memory to a file. */
const windows = /^--(?:inspect|heapsnapshot|heap-prof|abort-on-uncaught-exception|debug)/;

/**
 * For a process that will hold a secret, before it does. A report that Node writes when NODE_OPTIONS asks for one holds
 * the environment and the stack: it is off. SIGUSR1 would open a debugger's port: it does nothing. What cannot be
 * closed from inside is refused.
 */
export const closeWindows = (env: NodeJS.ProcessEnv): void => {
  const open = [...process.execArgv, ...(env["NODE_OPTIONS"] ?? "").split(/\s+/)].find((flag) => windows.test(flag));
  if (open !== undefined)
    throw new Failure(
      `Node was started with ${open.split("=")[0]}, by which others can read a secret of this process.`,
      { wayOut: "Take it out of NODE_OPTIONS and of the command." },
    );
  const { report } = process;
  report.excludeEnv = true;
  report.reportOnFatalError = false;
  report.reportOnSignal = false;
  report.reportOnUncaughtException = false;
  process.on("SIGUSR1", () => undefined);
};
