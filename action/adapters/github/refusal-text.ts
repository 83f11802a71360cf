/**
 * GitHub's reason for a refusal, in words for people. "Validation Failed" alone says nothing: the reason is in
 * `errors`, as texts or as codes (docs.github.com, "Troubleshooting the REST API"), and octokit puts them into its
 * message as JSON.
 */
export const refusalText = (error: Error): string => {
  const { message, errors } = bodyOf(error);
  if (message === undefined) return oneLine(error.message);
  const reasons = errors.map(faultText).filter((words) => words !== "");
  return oneLine(reasons.length === 0 ? message : `${message}: ${reasons.join("; ")}`);
};

const bodyOf = (error: Error): { readonly message: string | undefined; readonly errors: readonly unknown[] } => {
  const data = fieldOf(fieldOf(error, "response"), "data");
  const [message, errors] = [fieldOf(data, "message"), fieldOf(data, "errors")];
  return { message: textOf(message), errors: Array.isArray(errors) ? errors : [] };
};

const codeText: Readonly<Record<string, string>> = {
  missing: "does not exist",
  missing_field: "is missing",
  invalid: "is not valid",
  already_exists: "is taken already",
  unprocessable: "cannot be processed",
};

/** One of `errors`; its own words where it has some. */
const faultText = (fault: unknown): string => {
  if (typeof fault === "string") return fault;
  const [message, code] = [textOf(fieldOf(fault, "message")), textOf(fieldOf(fault, "code")) ?? ""];
  if (message !== undefined) return message;
  const about = [fieldOf(fault, "resource"), fieldOf(fault, "field")].flatMap((one) => textOf(one) ?? []);
  return [...about, codeText[code] ?? code].join(" ");
};

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)).get(name) : undefined;

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const maxAnswerLength = 300;
const oneLine = (words: string): string => words.replace(/\s+/g, " ").trim().slice(0, maxAnswerLength);
