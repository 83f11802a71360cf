import { createServer, type Server, type ServerResponse } from "node:http";
import { readCall } from "./call.ts";
import { type Answer, forbidden, html, text } from "./envelope.ts";
import type { Fault, Obstacles } from "./faults.ts";
import type { Route } from "./route.ts";
import { findRoute } from "./router.ts";
import type { Sandbox } from "./sandbox.ts";
import { now } from "./state.ts";
import { keepWorkflowFile } from "./workflow-endpoint.ts";

/** What a request gets: an answer, a cut line, or nothing at all. */
type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "cut" }
  | { readonly kind: "silence" };

export const openServer = (
  sandbox: Sandbox,
  obstacles: Obstacles,
  control: (path: string, body: string) => Promise<Answer | undefined>,
): Server =>
  createServer((request, response) => {
    const work = async (): Promise<void> => {
      const call = await readCall(request);
      const own = call.path.startsWith("/sandbox/")
        ? await control(call.path, new TextDecoder().decode(call.body))
        : undefined;
      const outcome: Outcome =
        own === undefined ? await meet(sandbox, obstacles, findRoute(sandbox, call)) : { kind: "answer", answer: own };
      if (outcome.kind === "answer") send(sandbox, response, outcome.answer);
      else if (outcome.kind === "cut") response.destroy();
    };
    work().catch((error: unknown) => {
      // A bug of the sandbox looks as on the real server, and is told here.
      console.error(error);
      if (!response.headersSent) send(sandbox, response, text(String(error), 500));
    });
  });

const send = (sandbox: Sandbox, response: ServerResponse, { status, contentType, body }: Answer): void => {
  response.writeHead(status, {
    "Content-Type": contentType,
    "Content-Length": Buffer.byteLength(body),
    Date: now(sandbox.state).toUTCString(),
    // A client must not find a dead connection in its pool after a restart.
    Connection: "close",
  });
  response.end(body);
};

const meet = async (sandbox: Sandbox, obstacles: Obstacles, route: Route): Promise<Outcome> => {
  for (const key of route.keys) sandbox.activity.count(key);
  await obstacles.pass(route.keys, "before-effect");
  const outcome = await act(sandbox, route, obstacles.take(route.keys));
  await obstacles.pass(route.keys, "after-effect");
  return outcome;
};

const act = async (sandbox: Sandbox, route: Route, fault: Fault | undefined): Promise<Outcome> => {
  const effect = async (): Promise<void> => {
    if (fault?.effect === true) await route.respond();
  };
  switch (fault?.fault) {
    case undefined:
      return answered(await route.respond());
    case "no-answer-before-effect":
      return { kind: "cut" };
    case "no-answer-after-effect":
      await route.respond();
      return { kind: "cut" };
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
    case "null-request":
    case "false-request":
      return answered(await route.respond({ kind: fault.fault, effect: fault.effect === true }));
    case "truncated": {
      const answer = await route.respond();
      return answered({ ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) });
    }
    case "duplicate": {
      const answer = await route.respond();
      await route.respond();
      return answered(answer);
    }
    case "ghost": {
      const file = await route.workflowFile?.();
      if (file !== undefined) keepWorkflowFile(sandbox, file.userName, file.data, fault.minutes ?? 1);
      return { kind: "cut" };
    }
  }
};

const answered = (answer: Answer): Outcome => ({ kind: "answer", answer });
