import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { monitorLog } from "../../../action/adapters/panda/job-log.ts";
import { Outage, orFailure } from "../../../action/core/problems/failure.ts";
import { listening } from "../listening.ts";

type Answers = (asked: IncomingMessage, response: ServerResponse) => void;

/** A monitor that leads to its file of the log as panda-bigmon-core does, always by https, and what it gives there. */
const aMonitor = async (give: Answers, lead?: Answers): Promise<{ url: string; asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ""}`.trim());
    if (!request.url?.startsWith("/filebrowser/")) return give(request, response);
    if (lead !== undefined) return lead(request, response);
    const place = `https://${request.headers.host}/media/filebrowser/guid/user.x/tarball_PandaJob_7_BNL/payload.stdout`;
    response.writeHead(301, { Location: place }).end();
  });
  return { url: `http://127.0.0.1:${await listening(server)}`, asked };
};

const text =
  (body: string, status = 200, type = "text/plain"): Answers =>
  (_, response) =>
    void response.writeHead(status, { "Content-Type": type }).end(body);

const read = (url: string, request = 20_000) => monitorLog({ request })(url, 7, "payload.stdout");

test("The log of a job is read where the monitor leads on its own host, without a login", async () => {
  const monitor = await aMonitor(text("one\ntwo\n"));
  expect(await read(monitor.url)).toEqual({ text: "one\ntwo\n", isCut: false });
  expect(monitor.asked).toEqual([
    "/filebrowser/?pandaid=7&json&filename=payload.stdout",
    "/media/filebrowser/guid/user.x/tarball_PandaJob_7_BNL/payload.stdout",
  ]);
});

/** What no garbage is: bytes of buffers, of this process alone. */
const bytesHeld = (): number => {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().arrayBuffers;
};

/** Node gives what was collected back a moment later: looked at until it is little enough, at most twenty times. */
const leastHeld = async (enough: number): Promise<number> => {
  let least = bytesHeld();
  for (let look = 0; look < 20 && least >= enough; look++) {
    await new Promise((ready) => setImmediate(ready));
    least = Math.min(least, bytesHeld());
  }
  return least;
};

test("A log of 2 GB is asked for by its end alone, and of a server that knows no parts the end alone is held", async () => {
  const line = `${"x".repeat(99)}\n`;
  const part = await aMonitor((asked, response) => {
    expect(asked.headers.range).toBe("bytes=-1000000");
    response
      .writeHead(206, { "Content-Range": "bytes 1999000050-1999999999/2000000000" })
      .end(`${line.slice(50)}the end\n`);
  });
  expect(await read(part.url)).toEqual({ text: "the end\n", isCut: true });

  const block = Buffer.from(line.repeat(10_000));
  const whole = await aMonitor(async (_, response) => {
    response.writeHead(200, { "Content-Type": "text/plain" });
    for (let sent = 0; sent < 100; sent++) if (!response.write(block)) await once(response, "drain");
    held = await leastHeld(before + mostHeld);
    response.end("the end\n");
  });
  const [before, mostHeld] = [bytesHeld(), 20_000_000];
  let held = Number.POSITIVE_INFINITY;
  const found = await read(whole.url);
  expect(held - before).toBeLessThan(mostHeld);
  expect(found.isCut).toBe(true);
  expect(found.text.length).toBeLessThanOrEqual(1_000_000);
  expect(found.text.startsWith(line)).toBe(true);
  expect(found.text.endsWith(`${line}the end\n`)).toBe(true);
});

test("A whole log in one part is not called its end, and an empty one is empty", async () => {
  const small = await aMonitor((_, response) => {
    response.writeHead(206, { "Content-Range": "bytes 0-3/4" }).end("all\n");
  });
  expect(await read(small.url)).toEqual({ text: "all\n", isCut: false });
  const empty = await aMonitor(text("", 416));
  expect(await read(empty.url)).toEqual({ text: "", isCut: false });
});

const leadTo =
  (place: string): Answers =>
  (_, response) =>
    void response.writeHead(302, { Location: place }).end();

const page = text("<html>Sign in</html>", 200, "text/html; charset=utf-8");
const error = (words: string, status: number): Answers =>
  text(JSON.stringify({ error: words }), status, "application/json");

test.each<readonly [what: string, give: Answers, lead: Answers | undefined, said: RegExp]>([
  [
    "leads to another host",
    text("x"),
    leadTo("https://evil.example/media/payload.stdout"),
    /leads to evil\.example for this log, where SHREK does not go/,
  ],
  ["leads to its login", text("x"), leadTo("/login/?next=/filebrowser/"), /wants a login for this log/],
  [
    "leads on from the file",
    leadTo("https://evil.example/payload.stdout"),
    undefined,
    /has no log of job 7 \(HTTP 302\)/,
  ],
  ["gives a page of a login instead of the file", page, undefined, /has no log of job 7/],
  ["gives a page instead of its answer", text("x"), page, /has no log of job 7 \(HTTP 200\)/],
  ["wants a login", text("x"), text("no", 401), /wants a login for this log/],
  [
    "knows no such job",
    text("x"),
    error("Not enough params provided to download logs or pandaid does not exist.  ", 400),
    /has no log of job 7: Not enough params/,
  ],
  [
    "has no such file",
    text("x"),
    error("No such log file found in tarball", 404),
    /The log of job 7 has no payload\.stdout/,
  ],
  [
    "lost the log",
    text("x"),
    error("Something went wrong while the log file downloading: \n\u001b[31mrucio\u202e", 400),
    /has no log of job 7: Something went wrong while the log file downloading: \[31mrucio$/,
  ],
  ["deleted the file", text("gone", 404), undefined, /has no log of job 7 \(HTTP 404\)/],
])("A monitor that %s gives no log, and the person is sent to a browser", async (_, give, lead, said) => {
  const monitor = await aMonitor(give, lead);
  const seen = await orFailure(() => read(monitor.url));
  expect(seen).not.toBeInstanceOf(Outage);
  expect(seen).toMatchObject({
    message: expect.stringMatching(said),
    wayOut: expect.stringContaining(`${monitor.url}/filebrowser/?pandaid=7`),
  });
  expect(monitor.asked.length).toBeLessThanOrEqual(2);
});

test.each<readonly [what: string, give: Answers, lead: Answers | undefined]>([
  ["is in trouble", text("x"), text("Internal Server Error", 500)],
  ["is too busy", text("x", 429), undefined],
  ["does not answer in time", text("x"), () => undefined],
  [
    "breaks off in the file",
    (_, response) => void response.writeHead(200, { "Content-Length": "100" }).write("half", () => response.destroy()),
    undefined,
  ],
])("A monitor that %s is an outage", async (_, give, lead) => {
  const monitor = await aMonitor(give, lead);
  const seen = await orFailure(() => read(monitor.url, 300));
  expect(seen).toBeInstanceOf(Outage);
});
