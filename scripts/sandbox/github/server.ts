import { createServer, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { answerRest } from "./answer-rest.ts";
import { authenticate } from "./authenticate.ts";
import type { Answer } from "./call.ts";
import { answerGit, gitCall } from "./git-http/answer-git.ts";
import { answerGraphql } from "./graphql.ts";
import type { Description } from "./openapi.ts";
import { Refusal, refusalBody } from "./refusal.ts";
import type { World } from "./world.ts";

export const openServer = (world: World, description: Description): Server =>
  createServer((request, response) => {
    const work = async (): Promise<void> => {
      const url = new URL(request.url ?? "/", "http://sandbox");
      const bytes = await buffer(request);
      const git = gitCall(url);
      if (git !== undefined)
        await answerGit(world, git, authenticate(world, request.headers), request, bytes, response);
      else if (url.pathname === "/graphql" && request.method === "POST")
        send(world, response, await answerGraphql(world, request, bytes));
      else if (request.method === "GET" && isPage(world, url)) await sendPage(world, response, url);
      else {
        const answer = await answerRest(world, description, request, url, bytes);
        const lost = request.method === "GET" ? undefined : world.losesNext;
        if (lost !== undefined) world.losesNext = undefined;
        if (lost === "dropped") response.destroy();
        else send(world, response, lost === undefined ? answer : lostAnswer(lost));
      }
    };
    work().catch((error: unknown) => sendError(world, response, error));
  });

/** What a proxy, or a server of GitHub's in trouble, answers behind what was done. */
const lostAnswer = (status: number): Answer => ({ status, body: { message: "Server Error" } });

/** The start, what pages load, and all that lies below a repository's own address; REST has it below `/repos`. */
const isPage = ({ repositories }: World, { pathname }: URL): boolean =>
  pathname === "/" ||
  pathname.startsWith("/assets/") ||
  // The program's own pages, to which comments lead.
  /^\/[\w.-]+\/shrek\/blob\//.test(pathname) ||
  repositories.has(pathname.split("/").slice(1, 3).join("/").toLowerCase());

const sendPage = async (world: World, response: ServerResponse, url: URL): Promise<void> => {
  // Most worlds are made by tests that look at none.
  const { answerSite } = await import("./site/site.ts");
  const { status, type, text } = await answerSite(world, url);
  response.writeHead(status, {
    "content-type": `${type}; charset=utf-8`,
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src * data:",
  });
  response.end(text);
};

const send = (world: World, response: ServerResponse, answer: Answer): void => {
  response.writeHead(answer.status, { "content-type": "application/json; charset=utf-8", ...answer.headers });
  if (Buffer.isBuffer(answer.body)) response.end(answer.body);
  else response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
};

const sendError = (world: World, response: ServerResponse, error: unknown): void => {
  const refusal =
    error instanceof Refusal
      ? error
      : new Refusal(500, error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (!(error instanceof Refusal)) world.violations.push(refusal.message);
  const body = refusalBody(refusal);
  send(world, response, { status: refusal.status, body, headers: refusal.headers });
};
