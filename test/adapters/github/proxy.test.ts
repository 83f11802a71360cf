import { createServer, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { beforeEach, expect, test, vi } from "vitest";
import { asking, openRepo } from "../../../action/adapters/github/octokit.ts";
import { listening } from "../listening.ts";

beforeEach(() => {
  for (const name of ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"])
    vi.stubEnv(name, "");
});

/** Answers every question of a repository with its own name. */
const aGithub = async (): Promise<number> =>
  listening(createServer((_, response) => response.setHeader("content-type", "application/json").end('{"name":"p"}')));

/** A proxy that leads all it is asked for to one server, or asks for a login; and the places and logins that it was asked with. */
const aProxy = async (to: number | "login") => {
  const asked: (readonly [string | undefined, string | undefined])[] = [];
  const port = await listening(
    createServer().on("connect", ({ url, headers }: IncomingMessage, caller: Socket) => {
      asked.push([url, headers["proxy-authorization"]]);
      if (to === "login") {
        caller.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        return;
      }
      const server = connect(to, "127.0.0.1", () => {
        caller.write("HTTP/1.1 200 OK\r\n\r\n");
        server.pipe(caller).pipe(server);
      });
      caller.on("error", () => server.destroy());
      server.on("error", () => caller.destroy());
    }),
  );
  return { port, asked };
};

const nameAt = async (api: string): Promise<string> => {
  const { octokit, owner, repo } = openRepo("a-token", "o/p", api);
  return (await octokit.rest.repos.get({ owner, repo })).data.name;
};

test("Calls to GitHub go through the proxy of the environment, with its login, and past it where no_proxy names GitHub", async () => {
  const { port, asked } = await aProxy(await aGithub());
  vi.stubEnv("http_proxy", `http://ada:word@127.0.0.1:${port}`);

  expect(await nameAt("http://github.example.invalid")).toBe("p");
  expect(asked).toEqual([["github.example.invalid:80", `Basic ${btoa("ada:word")}`]]);
  vi.stubEnv("no_proxy", "github.example.invalid");
  await expect(nameAt("http://github.example.invalid")).rejects.toThrow("ENOTFOUND");
  expect(asked).toHaveLength(1);
});

test("A proxy that wants a login is named as what keeps a job from GitHub", async () => {
  const { port } = await aProxy("login");
  vi.stubEnv("http_proxy", `http://127.0.0.1:${port}`);
  const call = () => nameAt("http://github.example.invalid");

  await expect(asking("read the repository", "contents: read", call)).rejects.toThrow(
    "The proxy does not let this job through to read the repository",
  );
});
