import { type CommandAsked, parseCommand } from "./parse-command.ts";

/** What a person filled in, as the title of the run says it: GitHub gives the inputs of a run in no other way. */
export type FormFilled = {
  readonly asked: CommandAsked;
  /** Something selects productions; `tags` is empty where it is not by tag. */
  readonly selects: boolean;
  readonly tags: string;
  readonly confirmed: boolean;
};

/** From the right, because the words of a command may hold anything. */
const form =
  /^(\/shrek .*)\| site\b([^|]*)\| states\b([^|]*)\| tags\b([^|]*)(?:\| cause\b([^|]*))?\| confirm (true|false)$/;

/** The `run-name` of `.github/workflows/command.yml`, also as it was without `cause`. `undefined`: another title. */
export const readFormTitle = (title: string): FormFilled | undefined => {
  const [, line = "", ...fields] = form.exec(title.trim()) ?? [];
  const [site = "", states = "", tags = "", cause = "", confirm = ""] = fields.map((field: string | undefined) =>
    (field ?? "").trim(),
  );
  const asked = parseCommand(line);
  if (asked.kind !== "command") return undefined;
  return {
    asked,
    selects: [site, states, tags, cause].some((field) => field !== ""),
    tags,
    confirmed: confirm === "true",
  };
};
