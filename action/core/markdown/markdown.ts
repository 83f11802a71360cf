import { textTable } from "./text-table.ts";

/**
 * Markdown that was made here, and the same for a terminal. Text of strangers only gets in through `md`, `code` and
 * `fence`, which leave it no way to become a mention, a link, a table cell, a heading or HTML. It travels in a box, so
 * that no string can pretend to be it.
 */
export type Markdown = { readonly markdown: string; readonly text: string };

type Part = string | number | Markdown;
const made = new WeakSet<object>();

/** Values in braces are text of strangers unless they were made by this module. */
export const md = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markdown => {
  const whole = (shown: (part: Part) => string): string =>
    texts.reduce((all, text, index) => all + text + (index < parts.length ? shown(parts[index] ?? "") : ""), "");
  return box(whole(shownPart), whole(textPart));
};

const box = (markdown: string, text: string): Markdown => {
  const boxed = { markdown, text };
  made.add(boxed);
  return boxed;
};

const shownPart = (part: Part): string => {
  if (typeof part === "object") {
    if (!made.has(part)) throw new TypeError("this Markdown was not made by md");
    return part.markdown;
  }
  return typeof part === "number" ? String(part) : plain(part);
};

/** A terminal obeys no marks of Markdown, and no invisible ones may reach it. */
const textPart = (part: Part): string =>
  typeof part === "object" ? part.text : String(part).replaceAll("`", "").replace(unseen, " ");

/** What Markdown or GitHub would read as something else than a word: marks, mentions, issues, links, commits, emoji, formulas. */
const special = /[@#<>[\]`*~\\|_&$\p{C}\p{Z}]|:\/\/|www\.|\b[0-9a-f]{7,40}\b|\bgh-\d|:[a-z0-9+-]+:/iu;
/** Invisible marks that reverse text, hide a part of it, or end a line. */
const unseen = /[\p{C}\u2028\u2029]+/gu;
/** A line that begins with these is a list, a heading or a rule. */
const opens = /^([^\p{L}\p{N}"'(./,;:]|\d+[.)]$)/u;

/** Text word by word: most stay as they are, and one that could mean something becomes code. Parts in backticks are code. */
const plain = (text: string): string => {
  const parts = text.split("`");
  if (parts.length % 2 === 0) return code(text).markdown;
  return parts.map((part, index) => (index % 2 === 1 ? code(part).markdown : escapedText(part, index === 0))).join("");
};

const escapedText = (text: string, first: boolean): string =>
  text
    .replace(unseen, " ")
    .split(/( +)/)
    .map((word, index) =>
      word.trim() === ""
        ? word
        : special.test(word) || (first && index === 0 && opens.test(word))
          ? codeWord(word)
          : word,
    )
    .join("");

/** Marks that end a sentence stay outside. */
const codeWord = (word: string): string => {
  const [, before = "", core = "", after = ""] = /^(\(?)(.*?)([.,:;)]*)$/su.exec(word) ?? [];
  return core === "" ? code(word).markdown : `${before}${code(core).markdown}${after}`;
};

/** A code span: mentions, links and HTML are dead in it. Its fence is longer than any run of backticks inside. */
export const code = (text: string): Markdown => {
  const line = text.replace(unseen, " ").trim();
  if (line === "") return box("", "");
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return box(`${fence}${pad}${line}${pad}${fence}`, line);
};

/** Calls a person or a team, and is dead text where it names none. */
export const mention = (login: string): Markdown =>
  /^@[A-Za-z0-9]+(-[A-Za-z0-9]+)*(\/[A-Za-z0-9]+([-_][A-Za-z0-9]+)*)?$/.test(login) && login.length <= maxLoginLength
    ? box(login, login)
    : code(login);
const maxLoginLength = 140;

export const strong = (words: Markdown): Markdown => box(`**${shownPart(words)}**`, words.text);

/** A block of text, as it is. */
export const fence = (
  language: "mermaid" | "text" | "bash" | "yaml" | "diff" | "suggestion",
  text: string,
): Markdown => {
  const marks = "`".repeat(Math.max(3, longestRun(text) + 1));
  const inside = text.replace(/\r/g, "").replace(unseenInLines, " ");
  return box(`${marks}${language}\n${inside}\n${marks}`, inside.replace(/^/gm, "  "));
};

const unseenInLines = /[^\P{C}\n\t]+|[\u2028\u2029]+/gu;

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));

/** A link to an address of ours: a task, a request, a commit. */
export const link = (text: Part, address: string): Markdown => {
  const url = encodeURI(address).replace(/[()<>\s|]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
  const words = textPart(text);
  return /^https?:\/\//.test(url)
    ? box(`[${shownPart(text)}](${url})`, `${words} (${url})`)
    : box(shownPart(text), words);
};

/** A link to a line of a file, whose name may be anything; `files`: the address below which the files of a commit are. */
export const lineLink = (text: Part, files: string, path: string, line: number): Markdown => {
  const name = path
    .toWellFormed()
    .split("/")
    .map((part) => encodeURIComponent(part).replace(/[()!'*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`))
    .join("/");
  return /^https?:\/\/[^\s()<>|]+$/.test(files)
    ? box(`[${shownPart(text)}](${files}/${name}#L${line})`, textPart(text))
    : box(shownPart(text), textPart(text));
};

/** A bar ends a cell anywhere, in code too. */
export const table = (heads: readonly string[], rows: readonly (readonly Part[])[]): Markdown =>
  box(
    [
      `| ${heads.join(" | ")} |`,
      `|${heads.map(() => "---|").join("")}`,
      ...rows.map(
        (row) => `| ${row.map((cell) => shownPart(cell).replaceAll("\n", " ").replaceAll("|", "\\|")).join(" | ")} |`,
      ),
    ].join("\n"),
    textTable(
      heads,
      rows.map((row) => row.map(textPart)),
    ),
  );

const joined = (parts: readonly Markdown[], between: string): Markdown =>
  box(parts.map((part) => shownPart(part)).join(between), parts.map(({ text }) => text).join(between));
export const lines = (parts: readonly Markdown[]): Markdown => joined(parts, "\n");
/** `a, b, c` */
export const inline = (parts: readonly Markdown[], between = ", "): Markdown => joined(parts, between);
export const paragraphs = (parts: readonly Markdown[]): Markdown =>
  joined(
    parts.filter(({ markdown }) => markdown !== ""),
    "\n\n",
  );

/** Folded away until somebody wants it. */
export const details = (summary: string, inside: Markdown): Markdown =>
  box(
    `<details><summary>${summary.replace(unseen, " ").replace(/[<>&@#]|www\.|:\/\/|\bgh-(?=\d)/gi, "")}</summary>\n\n${shownPart(inside)}\n\n</details>`,
    `${summary.replace(unseen, " ")}:\n${inside.text}`,
  );
