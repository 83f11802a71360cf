/** What GitHub says no with. Thrown by routes, answered by the server. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export const notFound = (): Refusal => new Refusal(404, "Not Found");
export const invalid = (message: string): Refusal => new Refusal(422, `Validation Failed: ${message}`);

/** The words that tools search for: GitHub's own. */
export const forbidden = (message = "Resource not accessible by integration"): Refusal => new Refusal(403, message);

export const refusalBody = (refusal: Refusal) => ({
  message: refusal.message,
  documentation_url: "https://docs.github.com/rest",
  status: String(refusal.status),
});
