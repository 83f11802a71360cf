// What a comment needs, so it loads none of the settings of a repository.
/** A workflow file of main that starts nothing, and in GitHub's words since whose doing. */
export type StoppedWorkflow = { readonly file: string; readonly state: string };

/** What does not happen while one of these is disabled. */
const effects: Readonly<Record<string, string>> = {
  "reconcile.yml": "no merge and no command starts a pass",
  "reconcile-schedule.yml": "what runs is followed only when a merge or a command starts a pass",
};

export const stoppedLine = ({ file, state }: StoppedWorkflow): string => {
  const by =
    state === "disabled_inactivity" ? "GitHub disabled it after 60 days without activity" : "a person disabled it";
  const effect = effects[file];
  return `${file} starts nothing: ${by}${effect === undefined ? "" : `, and ${effect}`}. \`gh workflow enable ${file}\` ends that.`;
};

/** For those who wait for reconcile; `undefined`: its workflows start. */
export const reconcileStopped = (stopped: readonly StoppedWorkflow[]): string | undefined => {
  const lines = stopped.filter(({ file }) => file in effects).map(stoppedLine);
  return lines.length === 0 ? undefined : lines.join(" ");
};

/** What GitHub lists of workflows, as far as they are disabled. */
export const stoppedAmong = (listed: readonly unknown[]): readonly StoppedWorkflow[] =>
  listed.flatMap((one) => {
    const { path, state }: { readonly path?: unknown; readonly state?: unknown } =
      typeof one === "object" && one !== null ? one : {};
    return typeof path === "string" && typeof state === "string" && state.startsWith("disabled_")
      ? [{ file: path.split("/").at(-1) ?? "", state }]
      : [];
  });
