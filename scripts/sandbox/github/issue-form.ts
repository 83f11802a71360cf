import { parse } from "yaml";
import { git } from "./git.ts";
import { isObject, listOf, objectOf, textOf } from "./json.ts";
import type { Thread } from "./repository.ts";
import { type Caller, tellIssue } from "./tell.ts";
import { judgeLength, newThread } from "./threads.ts";

export type FilledForm = {
  /** A file of `.github/ISSUE_TEMPLATE/`. */
  readonly form: string;
  readonly title: string;
  /** By the ids of its elements. */
  readonly answers: Readonly<Record<string, string>>;
};

/**
 * Somebody fills a form in on the page of a new issue: main's file counts, what is required has to be there, and its
 * labels are given where the repository has them, whoever fills it in.
 */
export const submitForm = async (
  call: Caller & Parameters<typeof newThread>[0],
  filled: FilledForm,
): Promise<number> => {
  const repository = call.repository();
  const path = `${repository.defaultBranch}:.github/ISSUE_TEMPLATE/${filled.form}`;
  const form = objectOf(parse(await git(repository.dir, ["show", path]), { version: "1.1" }));
  // Form schema, `required`: it holds in public repositories only.
  const body = bodyOf(listOf(form["body"]).filter(isObject), filled.answers, !repository.isPrivate);
  judgeLength(body, "Issue");
  const thread: Thread = {
    ...newThread({ ...call, body: { title: filled.title, body } }, repository, "Issue"),
    labels: listOf(form["labels"])
      .map((name) => textOf(name))
      .filter((name) => repository.labels.has(name)),
    pull: undefined,
  };
  repository.threads.push(thread);
  tellIssue(call, thread, "opened");
  return thread.number;
};

/** As issues that were made by forms read: a heading of the third level, an empty line, the answer. */
const bodyOf = (
  elements: readonly Readonly<Record<string, unknown>>[],
  answers: FilledForm["answers"],
  asksForRequired: boolean,
): string =>
  elements
    .filter(({ type }) => type !== "markdown")
    .map((element) => {
      const { label, value, options, render } = objectOf(element["attributes"]);
      const id = textOf(element["id"]);
      const answer = (answers[id] ?? textOf(value)).trim();
      if (asksForRequired && answer === "" && objectOf(element["validations"])["required"] === true)
        throw new Error(`GitHub asks for an answer to "${textOf(label)}" before it takes the form`);
      if (element["type"] === "dropdown" && answer !== "" && !listOf(options).includes(answer))
        throw new Error(`"${answer}" is not in the menu "${textOf(label)}"`);
      if (element["type"] === "input" && /[\r\n]/.test(answer)) throw new Error("an input has one line");
      const shown = answer === "" ? "_No response_" : answer;
      return `### ${textOf(label)}\n\n${render === undefined || answer === "" ? shown : `\`\`\`${textOf(render)}\n${shown}\n\`\`\``}`;
    })
    .join("\n\n");
