import { readable } from "../../demo/reader.ts";
import { type JsonObject, objectOf, textOf } from "../github/json.ts";
import { bodyFlags, bodyOf, is, readFlags } from "./flags.ts";
import type { Github } from "./github.ts";
import { No, Refused } from "./no.ts";
import { printRows, tell } from "./print.ts";

const list = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, { state: is.text("s"), limit: is.text("L") });
  const state = given.text("state") ?? "open";
  const found = (await github.list(`issues?state=${state}`))
    .filter(({ pull_request }) => pull_request === undefined)
    .slice(0, Number(given.text("limit") ?? 30));
  if (found.length === 0) tell(`no ${state === "all" ? "" : `${state} `}issues in ${github.repo}`);
  printRows(
    found.map(({ number, title, state: now, created_at }) => [
      String(number),
      textOf(title),
      textOf(now).toUpperCase(),
      textOf(created_at),
    ]),
  );
};

const theIssue = async (github: Github, word: string | undefined): Promise<JsonObject> => {
  const number = /^(?:#|.*\/issues\/)?(\d+)$/.exec(word ?? "")?.[1];
  if (number === undefined) throw new No(`invalid issue format: "${word ?? ""}"; write its number`);
  try {
    return await github.call("GET", `issues/${number}`);
  } catch (error) {
    if (error instanceof Refused && error.status === 404)
      throw new No(
        `GraphQL: Could not resolve to an issue or pull request with the number of ${number}. (repository.issue)`,
      );
    throw error;
  }
};

const view = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, { comments: is.flag("c"), web: is.flag("w") });
  const issue = await theIssue(github, given.words[0]);
  if (given.isSet("web")) return console.log(issue["html_url"]);
  const loginOf = (of: JsonObject): string => textOf(objectOf(of["user"])["login"]);
  const head = { title: issue["title"], state: textOf(issue["state"]).toUpperCase(), number: issue["number"] };
  for (const [name, value] of Object.entries(head)) console.log(`${name}:\t${String(value)}`);
  console.log(readable({ login: loginOf(issue), body: textOf(issue["body"]) }));
  if (!given.isSet("comments")) return;
  for (const one of await github.list(`issues/${String(issue["number"])}/comments`))
    console.log(readable({ login: loginOf(one), body: textOf(one["body"]) }));
};

const comment = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, bodyFlags);
  const body = bodyOf(given);
  if (body === undefined) throw new No("flags required when not running interactively: --body or --body-file");
  const { number } = await theIssue(github, given.words[0]);
  console.log((await github.call("POST", `issues/${String(number)}/comments`, { body }))["html_url"]);
};

/** A form of GitHub is filled in a browser: what it writes is a body like any other. */
const create = async (github: Github, args: readonly string[]): Promise<void> => {
  const given = readFlags(args, { title: is.text("t"), label: { ...is.text("l"), multiple: true }, ...bodyFlags });
  const [title, body] = [given.text("title"), bodyOf(given)];
  if (title === undefined || body === undefined)
    throw new No("must provide `--title` and `--body` when not running interactively");
  const labels = given.texts("label").flatMap((names) => names.split(","));
  console.log((await github.call("POST", "issues", { title, body, labels }))["html_url"]);
};

export const issue = { list, view, comment, create };
