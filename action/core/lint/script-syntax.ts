import type { Problem } from "../problems/problem.ts";
import { withAcknowledged } from "../production/acknowledge.ts";
import type { Production } from "../production/production.ts";
import { likelyCause, offsetOfComplaint } from "../text/bash-complaint.ts";
import { finding } from "./bash/script.ts";
import type { SentScript } from "./linted-step.ts";

/** Problems that `bash -n` finds in a script that the job runs, at the line of the script; an empty complaint is none. */
export const checkScriptSyntax = (
  { request }: Production,
  script: SentScript,
  complaint: string,
): readonly Problem[] => {
  if (complaint === "") return [];
  const at = offsetOfComplaint(script.text, complaint);
  if (mayBeRight(script.text, at)) return [];
  const message = `bash does not understand ${script.resource}: ${complaint}`;
  return withAcknowledged(request, [
    finding(script, at, "script-syntax", {
      message,
      hint: likelyCause(script.text) ?? `try bash -n ${script.resource}`,
    }),
  ]);
};

/** `bash -n` does not switch on the patterns that `shopt` does, and reads the lines after an `exit`. */
const mayBeRight = (text: string, at: number): boolean =>
  text.includes("extglob") || /^(?:exit|exec)\b/m.test(text.slice(0, at));
