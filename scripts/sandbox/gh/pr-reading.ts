import { execFileSync } from "node:child_process";
import { readable } from "../../demo/reader.ts";
import { listOf, objectOf, textOf } from "../github/json.ts";
import { is, readFlags } from "./flags.ts";
import type { Github } from "./github.ts";
import { No } from "./no.ts";
import { printRows, tell } from "./print.ts";
import { type Pull, pullFrom, thePull } from "./the-pull.ts";

const states = { open: ["OPEN"], closed: ["CLOSED", "MERGED"], merged: ["MERGED"], all: ["OPEN", "CLOSED", "MERGED"] };

const list = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, { state: is.text("s"), author: is.text("A"), limit: is.text("L") });
  const asked = given.text("state") ?? "open";
  const wanted = Object.entries(states).find(([name]) => name === asked)?.[1];
  if (wanted === undefined)
    throw new No(`invalid argument "${asked}" for "-s, --state" flag: valid values are {open|closed|merged|all}`);
  const author = given.text("author");
  const found = (await github.list("pulls?state=all"))
    .map(pullFrom)
    .filter((pull) => wanted.includes(pull.state) && (author === undefined || pull.author === author))
    .slice(0, Number(given.text("limit") ?? 30));
  if (found.length === 0) tell(`no ${asked === "all" ? "" : `${asked} `}pull requests in ${github.repo}`);
  printRows(found.map((pull) => [String(pull.number), pull.title, pull.branch, pull.state, pull.createdAt]));
};

const view = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, { comments: is.flag("c"), web: is.flag("w") });
  const pull = await thePull(github, given.words[0]);
  if (given.isSet("web")) return console.log(pull.url);
  if (!given.isSet("comments")) return printHead(pull);
  for (const one of await saidAt(github, pull.number)) console.log(readable(one));
};

const printHead = (pull: Pull): void => {
  const { title, state, author, number, url, branch, base, body } = pull;
  const head = { title, state, author, number, url, branch: `${branch} into ${base}` };
  for (const [name, value] of Object.entries(head)) console.log(`${name}:\t${value}`);
  console.log(`--\n${body}`);
};

type Comment = { readonly login: string; readonly body: string; readonly at: string };

/** Comments and reviews, oldest first. */
const saidAt = async (github: Github, number: number): Promise<readonly Comment[]> => {
  const comments = (await github.list(`issues/${number}/comments`)).map(({ user, body, created_at }) => ({
    login: textOf(objectOf(user)["login"]),
    body: textOf(body),
    at: textOf(created_at),
  }));
  const reviews = (await github.list(`pulls/${number}/reviews`)).map(({ user, body, state, submitted_at }) => ({
    login: textOf(objectOf(user)["login"]),
    body: [`(${textOf(state).toLowerCase().replace("_", " ")})`, textOf(body)].join(" ").trim(),
    at: textOf(submitted_at),
  }));
  return [...comments, ...reviews].toSorted((one, other) => one.at.localeCompare(other.at));
};

const words: Readonly<Record<string, string>> = { success: "pass", failure: "fail", startup_failure: "fail" };
const isOver = ["success", "failure", "startup_failure", "skipped", "cancelled", "neutral"];

/** Ends with 1 where one failed, and with 8 while one is under way. */
const checks = async (github: Github, args: readonly string[]): Promise<void> => {
  const pull = await thePull(github, readFlags(args, {}).words[0]);
  const found = listOf(JSON.parse(await github.page(`pull/${pull.number}/checks?json`))).map(objectOf);
  if (found.length === 0) throw new No(`no checks reported on the '${pull.branch}' branch`);
  const outcomes = found.map(({ outcome }) => textOf(outcome));
  const wordOf = (outcome: string): string => words[outcome] ?? (isOver.includes(outcome) ? "skipping" : "pending");
  printRows(found.map(({ name, url }, at) => [textOf(name), wordOf(outcomes[at] ?? ""), textOf(url)]));
  if (outcomes.some((outcome) => wordOf(outcome) === "fail")) process.exitCode = 1;
  else if (outcomes.some((outcome) => !isOver.includes(outcome))) process.exitCode = 8;
};

const diff = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, { "name-only": is.flag(), patch: is.flag() });
  const { number } = await thePull(github, given.words[0]);
  const text = await github.page(`pull/${number}.diff`);
  const names = [...text.matchAll(/^diff --git a\/.* b\/(.*)$/gm)].map(([, name = ""]) => name);
  process.stdout.write(given.isSet("name-only") ? names.map((name) => `${name}\n`).join("") : text);
};

/** The branch of a pull request, here. */
const checkout = async (github: Github, args: readonly string[]): Promise<void> => {
  const [word] = readFlags(args, {}).words;
  if (word === undefined) throw new No("pull request number, URL, or branch required when not running interactively");
  const { number, branch } = await thePull(github, word);
  const run = (...of: readonly string[]): void =>
    void execFileSync("git", of, { stdio: ["ignore", "inherit", "pipe"] });
  try {
    run("fetch", "--quiet", "origin", `refs/pull/${number}/head`);
    run("switch", "--quiet", "--force-create", branch, "FETCH_HEAD");
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new No(said.trim().split("\n").at(-1) ?? said);
  }
  tell(`Switched to branch '${branch}'`);
};

export const prReading = { list, view, checks, diff, checkout };
