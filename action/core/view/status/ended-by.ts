import type { GivenCommand } from "../../ledger/event.ts";
import { commandOfPerson } from "../../submission/pending-command.ts";
import type { SubmissionState } from "../../submission/state.ts";

/** Of what ended by it: what becomes of the data, and who withdrew it, or what main says. */
export const withdrawnText = (state: Extract<SubmissionState, { readonly kind: "withdrawn" | "retired" }>): string => {
  const isUnsent = state.kind === "withdrawn" && !state.past.mayHaveActed;
  const byMain = state.kind === "withdrawn" ? state.reason : undefined;
  const why = withdrawerText(state) ?? byMain;
  return `${isUnsent ? "it was never submitted" : `its data: ${state.data}`}${why === undefined ? "" : `; ${why}`}`;
};

/** While it is withdrawn. */
export const withdrawingText = (state: SubmissionState): string | undefined => {
  const who = withdrawerText(state);
  return who === undefined || !("past" in state)
    ? undefined
    : `${who} (data: ${state.past.withdrawal?.data}); it ends when nothing of it runs at PanDA`;
};

/** `ada withdrew it: the geometry was wrong` */
const withdrawerText = (state: SubmissionState): string | undefined => {
  const withdrawal = "past" in state ? state.past.withdrawal : undefined;
  if (withdrawal === undefined) return undefined;
  return `${withdrawal.by} withdrew it${withdrawal.reason === "" ? "" : `: ${withdrawal.reason}`}`;
};

/** Of a state whose tasks are known. */
type Aborted = Extract<SubmissionState, { readonly tasks: unknown }>;

/** Who killed its tasks by a command; `undefined`: nobody that the ledger knows. */
const killOf = ({ past, tasks }: Aborted): GivenCommand | undefined => {
  const killed = tasks.filter(({ status }) => status === "aborted").map(({ id }) => id);
  const kill = past.pendingCommands.findLast(
    ({ verb, sent }) => verb === "kill" && sent.some(({ task }) => killed.includes(task)),
  );
  return kill === undefined ? undefined : commandOfPerson(kill);
};

/** `killed by ada (it fills the disk)`, and of what nobody killed by a command `killed at PanDA`; of several only what all share. */
export const killedText = (states: readonly Aborted[]): string => {
  const kills = states.map(killOf);
  const [by, ...others] = new Set(kills.map((kill) => kill?.by));
  if (others.length > 0) return "killed";
  if (by === undefined) return "killed at PanDA";
  const [reason = "", ...different] = new Set(kills.map((kill) => kill?.reason ?? ""));
  return `killed by ${by}${reason === "" || different.length > 0 ? "" : ` (${reason})`}`;
};

export const isAborted = (state: SubmissionState): state is Aborted => state.kind === "aborted";
