import type { Checked, Submitted, Unanswered } from "../../core/submission/panda-answer.ts";
import type { SubmissionRequest } from "../../core/submission/submission-request.ts";
import { parseJson } from "../../core/text/parse-json.ts";
import { type Answer, notArrived, serverText } from "./wire.ts";

type WorkflowReply = {
  readonly status: unknown;
  readonly request: unknown;
  readonly log: string;
  readonly date: Date | undefined;
};
type ReadAnswer =
  | { readonly kind: "verdict"; readonly verdict: WorkflowReply }
  | { readonly kind: "unanswered"; readonly arrived: "no" | "maybe"; readonly message: string };

/** `[true, {status, request_id, log}]` and nothing else is a verdict; everything else leaves doubt (SAFETY S6). */
const readAnswer = (answer: Answer): ReadAnswer => {
  if (answer.kind === "unanswered") return answer;
  const doubt = (arrived: "no" | "maybe"): ReadAnswer => ({
    kind: "unanswered",
    arrived,
    message: `HTTP ${answer.status}: ${serverText(answer.text)}`,
  });
  if (notArrived(answer.status)) return doubt("no");
  const value = parseJson(answer.text);
  if (answer.status !== 200 || !Array.isArray(value) || value[0] !== true) return doubt("maybe");
  const verdict: unknown = value[1];
  if (
    typeof verdict !== "object" ||
    verdict === null ||
    !("status" in verdict) ||
    !("request_id" in verdict) ||
    !("log" in verdict)
  )
    return doubt("maybe");
  return {
    kind: "verdict",
    verdict: { status: verdict.status, request: verdict.request_id, log: String(verdict.log), date: answer.date },
  };
};

/** What PanDA's own parser said of the workflow, with the exact task names it will use. */
export const readChecked = (answer: Answer, submissionRequest: SubmissionRequest, sandbox: string): Checked => {
  const answered = readAnswer(answer);
  if (answered.kind === "unanswered") return answered;
  const { status, request, log } = answered.verdict;
  if (status === true && request === null) return acceptedNames(submissionRequest, sandbox, log);
  if (status === false && request === null && !reachedIdds(log)) {
    return outageOf(log) ?? { kind: "rejected", message: lastWords(log) };
  }
  // A check that made a request, or that came as far as iDDS, has submitted.
  return {
    kind: "unanswered",
    arrived: "maybe",
    message: `PanDA answered the check with a submission: ${lastWords(log)}`,
  };
};

/** Success is `status === true` and an integer request id; "true, null" comes from an exception near iDDS. */
export const readSubmitted = (answer: Answer): Submitted => {
  const answered = readAnswer(answer);
  if (answered.kind === "unanswered") return answered;
  const { status, request, log, date } = answered.verdict;
  if (status === true && typeof request === "number" && Number.isSafeInteger(request))
    return { kind: "accepted", request, pandaDate: date?.toISOString() };
  if (status === false && request === null && !reachedIdds(log))
    return outageOf(log) ?? { kind: "refused", message: lastWords(log) };
  const words = status === false ? refusalOfIdds(request) : undefined;
  if (words !== undefined) return { kind: "refused", message: serverText(words) };
  return { kind: "unanswered", arrived: "maybe", message: `PanDA's answer contains no request id: ${lastWords(log)}` };
};

/** The server's own fault: nothing is wrong with the workflow, and it is tried again. */
const outageOf = (log: string): Unanswered | undefined => {
  const arrived = serverFault(log);
  return arrived === undefined
    ? undefined
    : { kind: "unanswered", arrived, message: `PanDA's server is in trouble: ${lastWords(log)}` };
};

/** iDDS answered HTTP 400 and made nothing (PANDA R7). Any other `false` with words may hide an effect. */
const refusalOfIdds = (request: unknown): string | undefined => {
  if (!Array.isArray(request) || request.length !== 2 || request[0] !== false) return undefined;
  const words: unknown = request[1];
  return typeof words === "string" && /^Bad request exception\b/.test(words) ? words : undefined;
};

const reachedIdds = (log: string): boolean => log.includes("submit workflow");

const acceptedNames = (submissionRequest: SubmissionRequest, sandbox: string, log: string): Checked => {
  const names = Object.fromEntries(
    submissionRequest.steps.map((step) => [step, namesInLog(log, submissionRequest.outDS, step)]),
  );
  const unclear = submissionRequest.steps.filter((step) => names[step]?.length !== 1);
  if (unclear.length > 0)
    return {
      kind: "rejected",
      message: `PanDA accepted the workflow, but its answer has no unique task for ${unclear.join(", ")}.`,
    };
  const left = /%\{\w+\}/.exec(taskMaps(log))?.[0];
  if (left !== undefined)
    return { kind: "rejected", message: `PanDA accepted the workflow, but did not resolve ${left} in it.` };
  return { kind: "accepted", names, sandbox };
};

/** Node by node the log prints the name of its output: `<outDS>_<NNN>_<step>`. */
const namesInLog = (log: string, outDS: string, step: string): readonly string[] => {
  const name = new RegExp(`^ +(${outDS.replace(/[.+*?^$()[\]{}|\\]/g, "\\$&")}_[0-9]{3}_${step})$`, "gm");
  const outputs = log
    .split(/^ {2}Output:$/m)
    .slice(1)
    .map((part) => part.split("\n{", 1)[0] ?? "");
  return [...new Set(outputs.flatMap((part) => [...part.matchAll(name)].flatMap((match) => match[1] ?? [])))];
};

/** Only what becomes a task: a node's own `opt_args` still shows the placeholders it was given. */
const taskMaps = (log: string): string =>
  log
    .split("\n")
    .filter((line) => line.startsWith("    "))
    .join("\n")
    .replace(/^ {5}opt_\w+: .*$/gm, "");

/** The reason is at the end of the log; its first lines are only progress. */
const lastWords = (log: string): string => {
  const lines = log
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !/is_OK=|: start /.test(line));
  return serverText(lines.slice(-3).join(" ")) || "no reason given";
};

type Arrived = Unanswered["arrived"];

/**
 * Faults of panda-server's own machine, and whether the call reached iDDS: `no`, it failed before it sent anything;
 * `maybe`, it lost a child process and the log of it. The words are those of panda-server 1.0.4,
 * taskbuffer/workflow_processor.py:62-68 and 160-182, `requests`, and the shell; `npm run contracts` asks the package.
 */
const faults: readonly (readonly [RegExp, Arrived])[] = [
  // Its cache, which it asks for our archive.
  [/\bbad HTTP response \d{3}\b/, "no"],
  [/^\d{4}-\d\d-\d\d [\d:.]+ : not found$/m, "no"],
  [/\bfailed to extract jobO\./, "no"],
  [/\bfailed to run with \(?'?Connection (aborted|broken)/, "no"],
  [/\bfailed to run with (HTTPS?Connection|IncompleteRead|\('?Received response with content-encoding)/, "no"],
  // The shell found no Python, or may not run it.
  [/\bmain execution failed with 12[67]:/, "no"],
  [/\bmain execution failed with \d+:[^]*\b(ModuleNotFoundError|ImportError): /, "no"],
  // Its disk, its memory and its open files.
  [/\bfailed to run with \[Errno (5|12|13|23|24|28|30|122)\]/, "no"],
  // Somebody killed the child, the kernel for its memory as a rule.
  [/\bmain execution failed with (-\d+|1(29|3\d|4\d|5\d)):/, "maybe"],
  [/\bmain execution failed with \d+:[^]*\b(MemoryError|Cannot allocate memory|No space left on device)\b/, "maybe"],
];

/** Where neither the workflow nor iDDS is at fault: whether anything arrived. */
const serverFault = (log: string): Arrived | undefined => faults.find(([words]) => words.test(log))?.[1];
