import { secretVariables } from "../../core/login/settings.ts";

/**
 * What the environment says about PanDA. The secrets are gone from it afterwards: no child process inherits them, and
 * a diagnostic report, which Node writes with the environment and the stack when NODE_OPTIONS asks for one, is off.
 */
export const takeSecrets = (env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> => {
  const taken = { ...env };
  for (const name of secretVariables) delete env[name];
  withoutReports();
  return taken;
};

export const withoutReports = (): void => {
  const { report } = process;
  report.excludeEnv = true;
  report.reportOnFatalError = false;
  report.reportOnSignal = false;
  report.reportOnUncaughtException = false;
};
