import { createServer, type Server, type ServerResponse } from "node:http";
import { decodeJwt } from "jose";
import { apiRoute } from "./api.ts";
import { type Call, readCall } from "./call.ts";
import { type Answer, notFoundPage, text } from "./envelope.ts";
import type { Obstacles } from "./faults.ts";
import { fileBrowser, logFile } from "./file-browser.ts";
import { serveCacheFile } from "./file-server.ts";
import { answered, goWrong, type Outcome } from "./go-wrong.ts";
import { authConfig, deviceCode, discovery, jwks, tokenEndpoint } from "./issuer.ts";
import { legacyRoute } from "./legacy.ts";
import { dataPage, logPage, taskPage, tasksPage } from "./monitor.ts";
import type { Route } from "./route.ts";
import type { Sandbox } from "./sandbox.ts";
import { now } from "./state.ts";

/** PanDA, its issuer and its monitor live at one address here. */
const findRoute = (sandbox: Sandbox, call: Call): Route => {
  const { path } = call;
  if (/^\/api\/(v1|latest)\//.test(path)) return apiRoute(sandbox, call);
  if (path.startsWith("/server/panda/")) return legacyRoute(sandbox, call);
  if (path.startsWith("/cache/"))
    return plain("cache", () => serveCacheFile(sandbox, decodeURIComponent(path.slice("/cache/".length))));
  if (/^\/auth\/[\w.]+_auth_config\.json$/.test(path))
    return plain("auth_config", () =>
      path.startsWith(`/auth/${sandbox.settings.vo}`) ? authConfig(sandbox) : notFoundPage,
    );
  if (path === "/.well-known/openid-configuration") return plain("openid-configuration", () => discovery(sandbox));
  if (path === "/jwks") return plain("jwks", () => jwks(sandbox));
  if (path === "/token") return plain("token", () => tokenEndpoint(sandbox, call));
  if (path === "/device") return plain("device", () => deviceCode(sandbox));
  const page = /^\/(task|log)\/(\d+)\/?$/.exec(path);
  if (page?.[1] === "task") return plain("monitor", () => taskPage(sandbox, call, Number(page[2])));
  if (page?.[1] === "log") return plain("monitor", () => logPage(sandbox, Number(page[2])));
  if (path === "/filebrowser/") return plain("filebrowser", () => fileBrowser(sandbox, call));
  if (path.startsWith("/media/filebrowser/")) return plain("media", () => logFile(sandbox, call));
  const [, dataset, file] = /^\/data\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (dataset !== undefined && file !== undefined)
    return plain("monitor", () => dataPage(sandbox, decodeURIComponent(dataset), decodeURIComponent(file)));
  if (path === "/" || /^\/tasks\/?$/.test(path)) return plain("monitor", () => tasksPage(sandbox, call));
  return plain("unknown", () => notFoundPage);
};

const plain = (key: string, respond: () => Answer | Promise<Answer>): Route => ({ keys: [key], respond });

export const openServer = (sandbox: Sandbox, obstacles: Obstacles): Server =>
  createServer((request, response) => {
    const work = async (): Promise<void> => {
      const call = await readCall(request);
      const route = inProcess(sandbox, findRoute(sandbox, call));
      const outcome = await meet(sandbox, isWitness(call) ? undefined : obstacles, route, call);
      if (outcome.kind === "answer") send(sandbox, response, outcome.answer);
      else if (outcome.kind === "cut") response.destroy();
    };
    work().catch((error: unknown) => {
      // A bug of the sandbox looks as on the real server, and is told here.
      console.error(error);
      if (!response.headersSent) send(sandbox, response, text(String(error), 500));
    });
  });

const send = (sandbox: Sandbox, response: ServerResponse, answer: Answer): void => {
  const { status, contentType, body, retryAfter, location } = answer;
  response.writeHead(status, {
    "Content-Type": contentType,
    // What mod_wsgi answers comes in chunks; Apache knows the length of a file.
    ...(typeof body === "string" ? {} : { "Content-Length": body.length }),
    Date: now(sandbox.state).toUTCString(),
    ...(retryAfter === undefined ? {} : { "Retry-After": retryAfter }),
    ...(location === undefined ? {} : { Location: location }),
    ...(sandbox.settings.keepsConnections === true ? {} : { Connection: "close" }),
  });
  response.end(body);
};

/** The effect takes a process of the server; what tests put in its way does not. */
const inProcess = ({ processes }: Sandbox, route: Route): Route => ({
  ...route,
  respond: (trouble) => processes(() => route.respond(trouble)),
});

/** A test that looks with a token of its own: nothing meets it, and nobody counts it. */
const isWitness = ({ headers }: Call): boolean => {
  const token = /^Bearer (.+)$/.exec(headers["authorization"] ?? "")?.[1];
  try {
    return token !== undefined && decodeJwt(token)["witness"] === true;
  } catch {
    return false;
  }
};

const meet = async (
  sandbox: Sandbox,
  obstacles: Obstacles | undefined,
  route: Route,
  { path }: Pick<Call, "path">,
): Promise<Outcome> => {
  if (obstacles === undefined) return answered(await route.respond());
  for (const key of route.keys) sandbox.activity.count(key);
  await obstacles.pass(route.keys, "before-effect");
  const fault = obstacles.take(route.keys);
  if (fault !== undefined) sandbox.activity.move();
  const outcome = fault === undefined ? answered(await route.respond()) : await goWrong(sandbox, route, path, fault);
  await obstacles.pass(route.keys, "after-effect");
  return outcome;
};
