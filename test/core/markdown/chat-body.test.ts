import { expect, test } from "vitest";
import { type ChatItem, chatBody } from "../../../action/core/markdown/chat-body.ts";
import { readByClient } from "../../../scripts/sandbox/webhook/read-body.ts";

const page = "https://github.com/sphenix/productions";
const item = (says: string, number = 7): ChatItem => ({
  id: `sP26a-toy/1.0.0/0:${number}`,
  what: "failed",
  name: "sP26a-toy 1.0.0",
  says,
  link: `${page}/pull/${number}`,
  at: "2026-11-30T10:00:00.000Z",
});
const textOf = (kind: "mattermost" | "slack", items: readonly ChatItem[]): string => {
  const body: unknown = JSON.parse(chatBody(kind, items, page));
  if (typeof body !== "object" || body === null || !("text" in body)) throw new Error("no text");
  return String(body.text);
};
/** As people see it. */
const seen = (text: string): string => text.replaceAll("\u200b", "").replaceAll(/\\(?=[^\w\s])/g, "");

test.each(["mattermost", "slack"] as const)("A message of %s says what, of which, why, and where", (kind) => {
  expect(seen(textOf(kind, [item("step simulate (task 5017)")]))).toBe(
    `sP26a-toy 1.0.0: failed, step simulate (task 5017)\n${page}/pull/7`,
  );
  expect(seen(textOf(kind, [item("")]))).toBe(`sP26a-toy 1.0.0: failed\n${page}/pull/7`);
});

const hostile = [
  "@channel @here @all everybody",
  "<!channel> <!here|here> <@U012AB3CD>",
  "see https://evil.example/login and http://evil.example",
  "WWW.evil.example and www.evil.example",
  "<https://evil.example|the log> [the log](https://evil.example) ![x](https://evil.example/x.png)",
  "*bold* _it_ ~gone~ `code` **b**",
  "```\nfence\n```\n# title\n> quote\n- list\n1. one",
  "line\n@channel\r\n<b>html</b>",
  ":fire: #town-square",
  "back\\slash \\@channel \\`code`",
  "\u202eright to left\u0000\u001b[31mred",
];
test.each(hostile.flatMap((words) => (["mattermost", "slack"] as const).map((kind) => [words, kind] as const)))(
  "Text of strangers %j makes no mention, link or markup in %s",
  (words, kind) => {
    const text = textOf(kind, [item(words)]);
    expect(readByClient(kind, text)).toEqual([`${page}/pull/7`]);
    expect(text.split("\n")).toHaveLength(2);
    expect(text).not.toMatch(/[\u0000-\u0009\u202e\u001b]/);
  },
);

test("The sandbox's client finds what a body without care would do", () => {
  for (const words of ["@channel", "https://evil.example", "<!channel>"])
    expect(readByClient("slack", words)).not.toEqual([]);
  for (const words of ["@channel", "[x](https://evil.example)", "**b**"])
    expect(readByClient("mattermost", words)).not.toEqual([]);
});

test("A message with many pieces of news shows ten, counts the others and cuts long words: Slack cuts no message", () => {
  const many = Array.from({ length: 12 }, (_, number) => item("w".repeat(1000), number));
  const text = textOf("slack", many);
  expect(text.split("\n")).toHaveLength(21);
  expect(text.split("\n").at(-1)).toBe(`and 2 more: ${page}/issues`);
  expect(textOf("slack", many.slice(0, 10)).split("\n")).toHaveLength(20);
  expect(text.length).toBeLessThan(4000);
});

test("A plain webhook gets every piece with its id, and 500 at most", () => {
  const body = (count: number): unknown =>
    JSON.parse(
      chatBody(
        "json",
        Array.from({ length: count }, (_, number) => item("@channel", number)),
        page,
      ),
    );
  expect(body(1)).toEqual({ repository: page, news: [item("@channel", 0)], more: 0 });
  expect(body(502)).toMatchObject({ more: 2, news: { length: 500 } });
});
