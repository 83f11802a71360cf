import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, declined, envelopeAnswer, forbidden, html, pair, text } from "./envelope.ts";
import type { Fault } from "./faults.ts";
import type { Json } from "./json.ts";
import { pythonRepr } from "./python-text.ts";
import type { Route } from "./route.ts";
import type { Sandbox } from "./sandbox.ts";
import { giveUpStep } from "./workflow/idds.ts";
import { keepWorkflowFile } from "./workflow/workflow-endpoint.ts";

/** What a request gets: an answer, a cut line, or nothing at all. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "cut" }
  | { readonly kind: "silence" };

/** What a fault makes of a request, and of its effect. */
export const goWrong = async (sandbox: Sandbox, route: Route, path: string, fault: Fault): Promise<Outcome> => {
  const effect = async (): Promise<void> => {
    if (fault.effect === true) await route.respond();
  };
  const keepFile = async (): Promise<void> => {
    const file = await route.workflowFile?.();
    if (file !== undefined) keepWorkflowFile(sandbox, file.userName, file.data, fault.minutes ?? 1);
  };
  if (fault.delay !== undefined) await sleep(fault.delay);
  switch (fault.fault) {
    case "no-answer-before-effect":
      return { kind: "cut" };
    case "no-answer-after-effect":
      await route.respond();
      return { kind: "cut" };
    case "slow":
      return answered(await route.respond());
    case "500":
      await effect();
      return answered(text("Internal Server Error", 500));
    case "time-out":
      await effect();
      return { kind: "silence" };
    case "html":
      await effect();
      return answered(html("<!doctype html><title>CERN Single Sign-On</title><h1>Sign in</h1>"));
    case "expired-token":
      return answered(forbidden("Token authentication failed. Invalid token. Signature has expired"));
    case "banned":
      return answered(forbidden("Test User is banned"));
    case "too-many":
      return answered({ ...text("Too Many Requests", 429), retryAfter: fault.seconds ?? 1 });
    case "declined":
      await effect();
      return answered(noFor(path));
    case "no-database":
      return answered(envelopeAnswer(declined("Failed to retrieve task IDs"), true));
    case "null-request":
    case "bad-request":
    case "false-request":
      return answered(await route.respond({ kind: fault.fault, effect: fault.effect === true }));
    case "truncated":
      return answered(firstHalf(await route.respond()));
    case "python-repr":
      return answered(asPython(await route.respond()));
    case "duplicate": {
      const answer = await route.respond();
      await route.respond();
      return answered(answer);
    }
    case "twice": {
      const answer = await route.respond();
      await keepFile();
      return answered(answer);
    }
    case "gives-up": {
      const answer = await route.respond();
      giveUpStep(sandbox.state, fault.step ?? "");
      return answered(answer);
    }
    case "ghost":
      await keepFile();
      return { kind: "cut" };
  }
};

export const answered = (answer: Answer): Outcome => ({ kind: "answer", answer });

const firstHalf = (answer: Answer): Answer => ({
  ...answer,
  body: answer.body.slice(0, Math.floor(answer.body.length / 2)),
});

/** What a server says that prints a dictionary in place of JSON. */
const asPython = (answer: Answer): Answer => {
  if (typeof answer.body !== "string") return answer;
  const value = JSON.parse(answer.body) as Json; // what the server just wrote
  return { ...answer, body: pythonRepr(value) };
};

/** Each interface has its own way of it. */
const noFor = (path: string): Answer =>
  path.startsWith("/server/panda/")
    ? pair(false, "cannot put request due to database error in the PanDA server")
    : envelopeAnswer(declined("database error in the PanDA server"), true);
