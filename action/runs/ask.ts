import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { basename, dirname } from "node:path/posix";
import { openDisk } from "../adapters/disk/disk.ts";
import { info, notice } from "../adapters/runner/actions-report.ts";
import { maxPacked, pack } from "../adapters/runner/handed-on.ts";
import { askCommand } from "../adapters/system/ask-command.ts";
import { type AskedRuns, readRunCommands, runCommandsPath, writeAsked } from "../core/command/run-commands.ts";
import { Failure } from "../core/problems/failure.ts";
import { quotable } from "../core/problems/problem.ts";
import { leaveOutKnown } from "../flows/propose/leave-out-known.ts";
import type { AskInputs } from "./inputs.ts";

/** Each command in turn; one that fails holds up no other. */
export const askAll = async ({ workspace, env }: AskInputs): Promise<AskedRuns> => {
  const text = await readFile(join(workspace, runCommandsPath), "utf8").catch(() => undefined);
  if (text === undefined)
    throw new Failure(`${runCommandsPath} is not on main.`, {
      wayOut: "Write there which command knows the runs of which production, one PRODUCTION: COMMAND a line.",
    });
  const answers: AskedRuns["answers"][number][] = [];
  const failed: string[] = [];
  const commands = readRunCommands(text);
  if (commands.length === 0) notice(`${runCommandsPath} names no command yet.`);
  for (const { production, command } of commands) {
    const answer = await askCommand(command, workspace, env, (line) => info(quotable(line)));
    if (answer.kind === "printed") answers.push({ production, command, text: answer.text });
    else failed.push(`The command for ${production} failed: ${answer.why}.`);
    info(`${production}: ${answer.kind === "printed" ? `${answer.text.length} characters` : answer.why}`);
  }
  const disk = openDisk(workspace);
  const fileAt = (path: string): Uint8Array | undefined => disk.plain(dirname(path), basename(path));
  return { answers: answers.map((answer) => leaveOutKnown(answer, fileAt)), failed };
};

/** The job that proposes has nothing to do: each job that begins is paid for with a minute. */
export const isQuiet = ({ answers, failed }: AskedRuns): boolean =>
  failed.length === 0 && answers.every(({ text }) => text.trim() === "");

/** Packed; the longest answers stay here where all of them are too much to be handed on, and the run is red for them. */
export const handOn = async ({ answers, failed }: AskedRuns): Promise<string> => {
  const packed = await pack(writeAsked({ answers, failed }));
  const longest = answers.toSorted((a, b) => b.text.length - a.text.length)[0];
  if (packed.length <= maxPacked || longest === undefined) return packed;
  const words = `The runs for ${longest.production} are too many to be handed on (${longest.text.length} characters): let its command print only the newest.`;
  return handOn({ answers: answers.filter((one) => one !== longest), failed: [...failed, words] });
};
