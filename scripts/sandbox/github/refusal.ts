/** What GitHub says no with. Thrown by routes, answered by the server. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly (Fault | string)[] | undefined;
  constructor(
    status: number,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    errors?: readonly (Fault | string)[],
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.errors = errors;
  }
}

/** One of `errors` (docs.github.com, "Troubleshooting the REST API", Validation Failed). */
export type Fault = {
  readonly resource: string;
  readonly code: "missing" | "missing_field" | "invalid" | "already_exists" | "unprocessable" | "custom";
  readonly field?: string;
  readonly message?: string;
};

export const notFound = (): Refusal => new Refusal(404, "Not Found");
export const invalid = (fault: Fault): Refusal => new Refusal(422, "Validation Failed", {}, [fault]);
/** Calls about reviews say it so, with texts for faults. */
export const unprocessable = (words: string): Refusal => new Refusal(422, "Unprocessable Entity", {}, [words]);

/** The words that tools search for: GitHub's own. */
export const forbidden = (message = "Resource not accessible by integration"): Refusal => new Refusal(403, message);

export const refusalBody = (refusal: Refusal) => ({
  message: refusal.message,
  ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
  documentation_url: "https://docs.github.com/rest",
  status: String(refusal.status),
});
