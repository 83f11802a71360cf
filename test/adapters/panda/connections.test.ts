import { createServer, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import type { Login } from "../../../action/adapters/panda/login.ts";
import { readTasksNamed } from "../../../action/adapters/panda/tasks.ts";
import { listening } from "../listening.ts";
import { shortLimits } from "./a-panda.ts";

/** A PanDA that knows no task, or is silent; it notes how many calls wait for it at once, and how many came in all. */
const aCounter = async (isSilent = false) => {
  const seen = { most: 0, all: 0 };
  let waiting: ServerResponse[] = [];
  const server = createServer((_, response) => {
    seen.all += 1;
    seen.most = Math.max(seen.most, waiting.push(response));
    if (!isSilent && waiting.length === 8) setTimeout(answer, 50);
  });
  const answer = (): void => {
    for (const response of waiting) response.end(JSON.stringify({ success: true, message: "", data: [] }));
    waiting = [];
  };
  const port = await listening(server);
  const login: Login = {
    ...{ url: `http://127.0.0.1:${port}`, token: "t", vo: "sphenix", role: "", userName: "Ada", way: "token" },
    ...{ expires: new Date(), rotated: false, ahead: undefined },
  };
  /** Submissions of four names, each of which asks by itself. */
  const ask = (submissions: number, limits = shortLimits) =>
    Promise.allSettled(
      Array.from({ length: submissions }, (_, n) =>
        readTasksNamed(
          login,
          [0, 1, 2, 3].map((step) => `${n}_${step}`),
          "Ada",
          limits,
        ),
      ),
    );
  return { seen, ask };
};

test("One process has at most eight connections to PanDA at once, however many submissions ask", async () => {
  const { seen, ask } = await aCounter();

  const answers = await ask(20);

  expect([answers.every(({ status }) => status === "fulfilled"), seen]).toEqual([true, { most: 8, all: 80 }]);
});

test("Calls that wait for a silent PanDA time out together, not one after the other", async () => {
  const { seen, ask } = await aCounter(true);

  const answers = await ask(50, { ...shortLimits, read: 100 });

  expect(answers.every(({ status }) => status === "rejected")).toBe(true);
  expect(seen.all).toBeLessThan(40);
});
